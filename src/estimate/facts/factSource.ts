/** Raw text, or triples, as a training set: each fact found is a row. */
import type { Database } from '../../data/database.js';
import type { Tables } from '../../data/openTables.js';
import { tableColumn } from '../../data/tableFile.js';
import type { TableOptions } from '../../data/tableOptions.js';
import { UserError } from '../../errors/userError.js';
import type { NamedColumns } from '../columns.js';
import { normalized, registerFolding } from '../folding.js';
import { TEXTS } from '../shapes/columnNames.js';
import { answeredRows, type RowOptions } from '../trainingRows.js';
import { carriedColumns, type TrainingSource } from '../trainingSource.js';
import { type ExtractedFacts, extractFacts } from './extractFacts.js';
import { readFactKinds } from './readFactKinds.js';
import { COMMENT, holdsTriples, TRIPLE } from './triples.js';

/** The facts to look for in raw text, and how files are opened. */
export interface FactRequest extends Pick<TableOptions, 'header' | 'sheet'> {
  /** Patterns, or one YAML file of them. */
  readonly extract?: readonly string[] | undefined;
  /** The column of the text; left out: `text` and names like it. */
  readonly textColumn?: string | undefined;
  /** True where a prompt counts once in a document. */
  readonly oncePerDocument?: boolean | undefined;
}

/** Files that are tables whatever is looked for in them. */
const TABLES = /\.(?:csv|tsv|tab)(?:\.\w+)?$/i;
const TEXT_FILES = /\.(?:txt|text|md|log)(?:\.\w+)?$/i;

/** Text files are read as lines where facts are looked for, and files of triples always. */
export function openOptionsOf({ extract, header, sheet }: FactRequest): TableOptions {
  return {
    header,
    sheet,
    asLines: (shown, beginning, format) =>
      extract === undefined
        ? holdsTriples(shown, beginning)
        : TEXT_FILES.test(shown) || (format === 'csv' && !TABLES.test(shown)),
  };
}

/** Returns whether all files are lines of triples. @throws UserError where some are and some are not */
export function areTriples({ files }: Tables): boolean {
  const triples = files.filter(({ group }) => group.startsWith('["lines"'));
  if (triples.length > 0 && triples.length < files.length)
    throw new UserError({
      code: 'mixed-files',
      summary: 'some files hold triples and others are tables',
      where: triples[0]!.shown,
      found: `${files.find((file) => !triples.includes(file))!.shown} is a table`,
      hint: 'read them one after the other',
    });
  return triples.length > 0;
}

/** @param request of triples where it names no patterns */
export async function openFacts(
  database: Database,
  tables: Tables,
  request: FactRequest & Pick<NamedColumns, 'by' | 'document'>,
  options: RowOptions,
): Promise<TrainingSource> {
  const { extract, textColumn, oncePerDocument = false } = request;
  if (options.normalize) registerFolding(database);
  const kinds = extract === undefined ? [TRIPLE] : await readFactKinds(extract);
  if (textColumn !== undefined) await tables.require([textColumn], '--text-column');
  const column = textColumn ?? textColumnOf(tables);
  const ignored = extract === undefined ? COMMENT : null;
  const carried = await carriedColumns(tables, request);
  const facts = await extractFacts(database, tables, kinds, { column, ignored, once: oncePerDocument, carried });
  const form = (text: string): string => (options.normalize ? normalized(text) : text);
  const pairs = `SELECT ${form('p')} AS p, ${form('r')} AS r${Object.keys(carried)
    .map((name) => `, ${name}`)
    .join('')} FROM (${facts.pairs})`;
  return {
    rows: answeredRows(pairs, { ...options, carried, answers: true, weighted: false }),
    kind: { weighted: false, answers: true, carried: Object.keys(carried) },
    count: null,
    read:
      extract === undefined
        ? 'triples: subject and predicate ask, the object answers'
        : `facts in ${column}: ${facts.facts} matches in ${facts.linesWithFacts} of ${facts.lines} lines`,
    unread: [],
    once: options.normalize,
    lacks: () => [],
    notes: () => (extract === undefined ? tripleNotes(facts) : factNotes(facts, oncePerDocument)),
  };
}

function textColumnOf({ files, columns }: Tables): string {
  const column = TEXTS.map((name) => tableColumn({ columns }, name)).find((each) => each !== null);
  if (column !== null && column !== undefined) return column;
  throw new UserError({
    code: 'no-text-column',
    summary: 'no column of text is recognised',
    where: files[0].shown,
    found: columns
      .slice(0, 20)
      .map((name) => JSON.stringify(name))
      .join(', '),
    allowed: TEXTS.join(', '),
    hint: 'name it: --text-column COLUMN',
  });
}

function tripleNotes({ lines, linesWithFacts, withoutMatch }: ExtractedFacts): readonly string[] {
  return withoutMatch === null
    ? []
    : [
        `Lines that are no triples were left out: ${lines - linesWithFacts} of ${lines}. The first is ${shortened(withoutMatch)}.`,
      ];
}

function factNotes(found: ExtractedFacts, once: boolean): readonly string[] {
  const { facts, documents, documentsWithFacts, oncePerDocument, withoutMatch } = found;
  const repeated = facts - oncePerDocument;
  return [
    repeated > 0 &&
      (once
        ? `Each prompt counts once in a document, of which ${documentsWithFacts} of ${documents} hold facts. The matches in all are ${facts}.`
        : `Prompts that come again in their own document are ${repeated} of the ${facts} matches, which stand in ${documentsWithFacts} of ${documents} documents. Such repetitions are no independent draws (--once-per-document leaves them out).`),
    withoutMatch !== null && `The first line without a match is ${shortened(withoutMatch)}.`,
  ].filter((note) => note !== false);
}

/** Characters of a line that a warning shows. */
const SHOWN = 80;

function shortened(line: string): string {
  return JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line);
}
