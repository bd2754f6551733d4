/** The error where no column of prompts is recognised: it says what was found, and what to do with raw text and with rows without names. */
import type { Tables } from '../../data/openTables.js';
import { columnNamed } from '../../data/tableFile.js';
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
  if (['message_id', 'parent_id'].every((name) => columnNamed({ columns }, name) !== null))
    return new UserError({
      ...problem,
      code: 'single-messages',
      summary: 'each row is a message of a conversation, and no row holds a prompt with its answer',
      hint: 'read the file of whole trees, such as OpenAssistant’s …trees.jsonl; or join each answer to its parent first',
    });
  if (isRawText(tables))
    return new UserError({
      ...problem,
      code: 'raw-text',
      summary: 'raw text has no prompts: say which facts to count in it',
      hint:
        columns.length > 1
          ? `${EXTRACT}; where each text is a prompt of its own: --prompt COLUMN --response COLUMN`
          : EXTRACT,
    });
  if (namesAreRows(tables))
    return new UserError({
      ...problem,
      summary: 'the first line is taken for the names of the columns, and none of them is known',
      hint: 'where it is a row, say so, and which columns they are: --no-header --prompt 2 --response 3, with the numbers of yours',
    });
  return new UserError({
    ...problem,
    hint: 'name what is asked and what is answered: --prompt COLUMN[,COLUMN] --response COLUMN',
  });
}

/** Returns whether a file is text in lines, or its only column of texts is one of documents. */
function isRawText({ files, columns }: Tables): boolean {
  if (files.every(({ shown }) => /\.(?:txt|text|md)(?:\.\w+)?$/i.test(shown))) return true;
  return (
    files.every(({ columns: own }) => own.length === 1 && /\s\S+\s\S+\s/.test(own[0]!)) ||
    TEXTS.some((name) => columnNamed({ columns }, name) !== null)
  );
}

/** Returns whether the names of columns look like a row: one has several words, or is a number. */
function namesAreRows({ files }: Tables): boolean {
  return files.some(
    ({ columns, parsed }) =>
      !parsed &&
      columns.length > 1 &&
      columns.some((name, at) => name !== String(at + 1)) &&
      columns.some((name) => /^\d+(?:\.\d+)?$|\S+\s+\S+\s+\S+/.test(name)),
  );
}
