/** The error where no column of prompts is recognised: it says what was found, and what to do with raw text and with rows without names. */
import type { Tables } from '../../data/openTables.js';
import { tableColumn } from '../../data/tableFile.js';
import { UserError } from '../../errors/userError.js';
import { cellOf, shapeWords } from './cellShapes.js';
import { TEXTS } from './columnNames.js';

/** Columns that a message shows. */
const SHOWN = 20;

const NAMES =
  'messages or conversations; instruction (and input), prompt, question or query; subject, relation and object';

const EXTRACT = `--extract '(?<prompt>\\w+ \\w+) was born on (?<response>\\w+ \\d+)' reads a fact from each match`;

/** @param cells the first cells of each column that are not empty */
export function unrecognised(tables: Tables, cells: ReadonlyMap<string, readonly string[]>): UserError {
  const { files, columns } = tables;
  const [first] = files;
  const names = columns.length > 0 ? columns : first.columns;
  const found = names.slice(0, SHOWN).map((name) => {
    const shape = shapeWords(cellOf(cells.get(name)?.[0] ?? ''));
    return `${JSON.stringify(name)}${shape === 'a text' ? '' : ` (${shape})`}`;
  });
  const problem = {
    code: 'no-prompt-column',
    summary: 'no column of prompts is recognised',
    where: first.shown,
    found: found.length === 0 ? 'no columns' : found.join(', '),
    allowed: NAMES,
  };
  if (['message_id', 'parent_id'].every((name) => tableColumn({ columns }, name) !== null))
    return new UserError({
      ...problem,
      code: 'single-messages',
      summary: 'each row is a message of a conversation, and no row holds a prompt with its answer',
      hint: 'read the file of whole trees, such as OpenAssistant’s …trees.jsonl; or join each answer to its parent first',
    });
  if (/\.(?:ttl|trig|n3|rdf|owl)(?:\.\w+)?$/i.test(first.shown))
    return new UserError({
      ...problem,
      summary: 'triples are read as N-Triples and N-Quads alone',
      hint: 'convert the file: rapper -i turtle -o ntriples FILE > FILE.nt',
    });
  if (names.length === 0)
    return new UserError({
      ...problem,
      summary: 'the rows have no names of columns',
      hint: 'write objects, not lists; with pandas: frame.to_json(FILE, orient="records", lines=True)',
    });
  if (isRawText(tables))
    return new UserError({
      ...problem,
      code: 'raw-text',
      summary: 'raw text has no prompts: say which facts to count in it',
      hint: rawTextHint(tables),
    });
  const named = 'name what is asked and what is answered: --prompt COLUMN[,COLUMN] --response COLUMN';
  if (!hasHeader(tables)) return new UserError({ ...problem, hint: named });
  return new UserError({
    ...problem,
    ...(namesAreRows(names) && {
      summary: 'the first line is taken for the names of the columns, and none of them is known',
    }),
    hint: namesAreRows(names)
      ? `${NO_HEADER} --prompt 2 --response 3, with the numbers of yours`
      : `${named}; ${NO_HEADER}, and columns are 1, 2, 3 …`,
  });
}

const NO_HEADER = 'where the first line is a row, say so: --no-header';

/** Returns whether the names of columns stand in the first line of a file. */
export function hasHeader({ files: [{ group, columns }] }: Tables): boolean {
  return group.startsWith('["csv"') && columns.some((name, at) => name !== String(at + 1));
}

function rawTextHint({ files, columns }: Tables): string {
  const counted = files.some((file) => file.columns.length === 1 && /^\s*\d+\s+\S/.test(file.columns[0]!));
  if (counted) return 'lines that begin with a count, as uniq -c writes them, are read by --frequency-counts FILE';
  return columns.length > 1
    ? `${EXTRACT}; where each text is a prompt of its own: --prompt COLUMN --response COLUMN`
    : `${EXTRACT}; where each line is a prompt of its own: sort FILE | uniq -c > COUNTS, and --frequency-counts COUNTS`;
}

/** Returns whether a file is text in lines, or its only column of texts is one of documents. */
function isRawText({ files, columns }: Tables): boolean {
  if (files.every(({ shown }) => /\.(?:txt|text|md)(?:\.\w+)?$/i.test(shown))) return true;
  return (
    files.every(({ columns: own }) => own.length === 1 && /\s\S+\s\S+\s/.test(own[0]!)) ||
    TEXTS.some((name) => tableColumn({ columns }, name) !== null)
  );
}

/** Returns whether names of columns look like cells of a row: one has several words, or is a number. */
export function namesAreRows(names: readonly string[]): boolean {
  return names.length > 1 && names.some((name) => /^\d+(?:\.\d+)?$|\S+\s+\S+\s+\S+/.test(name));
}
