/** Documents of running text, read from files. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { withDatabase } from '../../data/database.js';
import { openTables } from '../../data/openTables.js';
import { UserError } from '../../errors/userError.js';

/** The addresses that ship. The path is the same from `src/` and from `dist/`. */
export const ADDRESSES_FILE = fileURLToPath(new URL('../../../corpora/addresses/addresses.jsonl.gz', import.meta.url));

/** Column of a table whose cells are documents. */
const COLUMN = 'text';

/**
 * Reads the documents of files: in `.txt` they are separated by empty lines, in tables each is a cell of the column `text`.
 * Empty ones are left out, and white space becomes single spaces, as in a line of prose.
 * @throws UserError for a table without that column, or files without documents
 */
export async function documentsIn(files: readonly string[]): Promise<readonly string[]> {
  const documents: string[] = [];
  for (const file of files) {
    const texts = file.endsWith('.txt')
      ? readFileSync(file, 'utf8')
          .replace(/^\uFEFF/, '')
          .split(/\r?\n\s*\n/)
      : await cellsOf(file);
    for (const text of texts) {
      const document = text.replace(/\s+/g, ' ').trim();
      if (document !== '') documents.push(document);
    }
  }
  if (documents.length > 0) return documents;
  throw new UserError({
    code: 'no-rows',
    summary: 'there is no text in it',
    keyPath: 'corpus.text.source',
    where: files[0],
  });
}

function cellsOf(file: string): Promise<readonly string[]> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]));
    if (!tables.columns.includes(COLUMN))
      throw new UserError({
        code: 'no-column',
        summary: 'the table has no such column',
        keyPath: 'corpus.text.source',
        where: file,
        found: tables.columns.join(', '),
        allowed: `a column ${COLUMN}, each cell a document`,
      });
    const rows = await database.rows(await tables.select({ text: COLUMN }));
    return rows.map(({ text }) => (text as string | null) ?? '');
  });
}
