/** Documents of running text, read from files. */
import { closeSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Documents } from '../../corpus/prose/keptText.js';
import { withDatabase } from '../../data/database.js';
import { openTables } from '../../data/openTables.js';
import { UserError } from '../../errors/userError.js';
import { removeLeftovers } from '../../store/temporaryFolder.js';
import { keptIsLost, keptTexts, keptTextsFolder, type PendingText } from '../texts/keptTexts.js';
import { readIn } from '../texts/sealedFile.js';
import { linesOf, MOST_LINE_BYTES } from '../texts/textLines.js';

/** The addresses that ship. The path is the same from `src/` and from `dist/`. */
export const ADDRESSES_FILE = fileURLToPath(new URL('../../../corpora/addresses/addresses.jsonl.gz', import.meta.url));

/** Key of the files. */
const SOURCE = 'corpus.text.source';

/** Column of a table whose cells are documents. */
const COLUMN = 'text';

/** Characters of a text that is held in memory, with its tokens. */
const MOST_IN_MEMORY = 2 ** 26;

/**
 * Reads the documents of files: in `.txt` they are separated by empty lines, in tables each is a cell of the column `text`.
 * Empty ones are left out, and white space becomes single spaces, as in a line of prose.
 * @throws UserError for a table without that column, files without documents, or a document that is too long
 */
export async function documentsIn(files: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  await forEachPart(files, (documents) => {
    for (const document of documents) all.push(document);
  });
  if (all.length > 0) return all;
  throw noText(files);
}

/** Options of reading files whose documents may not fit into memory. */
export interface TextReading {
  /** Digest of the files. */
  readonly sha256: string;
  /** Called when all is read, before anything is kept. @throws UserError if the files have changed meanwhile */
  readonly confirm: () => void;
  /** Characters from which they are kept on the disk. */
  readonly most?: number;
  /** Folder of what is kept. */
  readonly root?: string;
}

/** Reads the documents of files as `documentsIn` does, and keeps those of a large text in a file. */
export async function readDocuments(
  files: readonly string[],
  { sha256, confirm, most = MOST_IN_MEMORY, root = keptTextsFolder() }: TextReading,
): Promise<Documents> {
  const texts = keptTexts(root);
  // The ending of a file's name decides how its bytes are read.
  const content = [sha256, ...files.map((file) => extname(file))];
  const key = ['documents', ...content];
  const known = texts.open(key);
  const onDisk = (kept: NonNullable<typeof known>): Documents => {
    const documents = kept.texts('documents');
    return {
      length: documents.length,
      [Symbol.iterator]: () => documents[Symbol.iterator](),
      keeper: { kept: (ofTokens, write) => texts.kept(['tokens', ofTokens, ...content], write) },
    };
  };
  if (known !== undefined) return onDisk(known);
  await removeLeftovers(root).catch(() => {}); // leftovers that cannot be removed are no reason to fail
  let held: string[] = [];
  let characters = 0;
  let pending = undefined as PendingText | undefined;
  let keep = (document: string): void => void held.push(document);
  try {
    await forEachPart(files, (documents) => {
      for (const document of documents) {
        keep(document);
        characters += document.length;
      }
      if (characters <= most || pending !== undefined) return;
      pending = texts.begin(key);
      keep = pending.writer.texts('documents');
      for (const document of held) keep(document);
      held = [];
    });
    confirm();
    if (characters === 0) throw noText(files);
    if (pending === undefined) return held;
    pending.commit();
  } finally {
    pending?.drop();
  }
  const kept = texts.open(key);
  if (kept === undefined) throw keptIsLost(root);
  return onDisk(kept);
}

function noText(files: readonly string[]): UserError {
  return new UserError({
    code: 'no-rows',
    summary: 'there is no text in it',
    keyPath: SOURCE,
    where: files[0],
  });
}

/** Calls `take` with the documents of files, some at a time, in order. */
async function forEachPart(files: readonly string[], take: (documents: readonly string[]) => void): Promise<void> {
  const takeTexts = (texts: readonly string[]): void => take(texts.map(asLine).filter((document) => document !== ''));
  for (const file of files) {
    if (file.endsWith('.txt')) for (const texts of textsIn(file)) takeTexts(texts);
    else await forEachCell(file, takeTexts);
  }
}

function asLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Bytes that are read at once. */
const READ = 2 ** 22;

/** Documents of a text file: lines between those that hold nothing but white space. */
function* textsIn(file: string): Generator<readonly string[]> {
  let lines: string[] = [];
  let length = 0;
  try {
    for (const some of linesOf(partsOf(file))) {
      const documents: string[] = [];
      for (const line of some) {
        if (/\S/.test(line)) {
          lines.push(line);
          length += line.length + 1;
          if (length > MOST_LINE_BYTES) throw new RangeError('a document is too long');
        } else if (lines.length > 0) {
          documents.push(lines.join('\n'));
          [lines, length] = [[], 0];
        }
      }
      yield documents;
    }
  } catch (error) {
    throw error instanceof RangeError ? tooLong(file) : error;
  }
  if (lines.length > 0) yield [lines.join('\n')];
}

function* partsOf(path: string): Generator<Uint8Array> {
  const file = readIn(path, () => openSync(path, 'r'), SOURCE);
  const buffer = new Uint8Array(READ);
  try {
    for (;;) {
      const read = readIn(path, () => readSync(file, buffer), SOURCE);
      if (read === 0) return;
      yield buffer.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

function tooLong(file: string): UserError {
  return new UserError({
    code: 'too-large',
    summary: 'a document is too long',
    keyPath: SOURCE,
    where: file,
    found: `more than ${MOST_LINE_BYTES / 2 ** 20} MiB without an empty line`,
    hint: 'put empty lines between its parts',
  });
}

function forEachCell(file: string, take: (cells: readonly string[]) => void): Promise<void> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]));
    if (!tables.columns.includes(COLUMN))
      throw new UserError({
        code: 'no-column',
        summary: 'the table has no such column',
        keyPath: SOURCE,
        where: file,
        found: tables.columns.join(', '),
        allowed: `a column ${COLUMN}, each cell a document`,
      });
    for await (const rows of database.batches(await tables.select({ text: COLUMN })))
      take(rows.map(({ text }) => (text as string | null) ?? ''));
  });
}
