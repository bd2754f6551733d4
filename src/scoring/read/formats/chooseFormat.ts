/** The format of a file that was opened: the one that recognises it, or the one that the user names. */
import { didYouMean } from '../../../errors/didYouMean.js';
import { UserError } from '../../../errors/userError.js';
import { quotedText } from '../cells.js';
import { documentTable } from '../containers/jsonTable.js';
import { type Contents, columnIn, type Table } from '../contents.js';
import type { FormatOptions, GradedRows, GradedTableFormat } from './gradedFormat.js';
import { abstentionColumns, columnsOf, flagFor, flagsForColumns, knownColumn, questionIn } from './knownColumns.js';
import { refuseAggregate } from './programs/aggregates.js';
import { firstRows } from './programs/firstRows.js';
import { FORMATS, type FormatName, OWN_COLUMNS, PLAIN, WIDE } from './registry.js';
import { modelColumns } from './wide.js';

export interface ChoiceOptions extends FormatOptions {
  readonly format: FormatName | 'auto';
}

export interface FormattedRows extends GradedRows {
  readonly format: FormatName;
}

/** @throws UserError where no format fits, the named one does not, or columns are missing */
export async function formattedRows(contents: Contents, options: ChoiceOptions): Promise<FormattedRows> {
  if (contents.kind === 'table') {
    refuseAggregate(contents);
    return tableRows(contents, options);
  }
  const format = FORMATS.find((each) => each.reads === 'files' && each.recognises(contents));
  if (format?.reads === 'files') {
    if (options.format === 'auto' || options.format === format.name)
      return { format: format.name, ...format.rows(contents, options) };
    throw new UserError({
      code: 'other-format',
      summary: `the file is ${format.description}`,
      where: contents.file,
      found: `--format ${options.format}`,
      allowed: `--format ${format.name}, or auto`,
    });
  }
  refuseAggregate(contents);
  if (contents.kind === 'document') return tableRows(documentTable(contents), options);
  throw new UserError({
    code: 'not-a-log',
    summary: 'expected a zip archive that is a log, found another one',
    where: contents.file,
    allowed: 'logs of Inspect AI (.eval)',
    hint: 'unpack it first',
  });
}

async function tableRows(opened: Table, options: ChoiceOptions): Promise<FormattedRows> {
  const asked = FORMATS.find(({ name }) => name === options.format);
  if (asked?.reads === 'files')
    throw new UserError({
      code: 'other-format',
      summary: `the file is not ${asked.description}`,
      where: opened.file,
      found: 'a table',
      allowed: asked.files,
    });
  const { table, format } = asked === undefined ? await recognised(opened, options) : { table: opened, format: asked };
  const named = options.named.filter((key) => key !== 'outcome' || format.findsOutcome !== true);
  for (const name of [
    ...named.map((key) => options.columns[key]),
    ...options.where.map(({ column }) => column),
    ...(options.unusable ?? []).map(({ column }) => column),
    ...(options.abstention === undefined ? [] : [options.abstention]),
    ...Object.values(options.extras ?? {}).filter((name) => name !== undefined),
  ])
    need(table, columnsOf(table, name).includes(null) ? [name] : [], options);
  need(
    table,
    format.needs(options, table).filter((name) => columnIn(table, name) === null),
    options,
  );
  return { format: format.name, ...(await format.rows(table, options)) };
}

type NamedTableFormat = GradedTableFormat & { readonly name: FormatName };

/** Models that have columns of their own: one such column may be anything. */
const FEWEST_MODELS = 2;

async function recognised(
  opened: Table,
  options: ChoiceOptions,
): Promise<{ readonly table: Table; readonly format: NamedTableFormat }> {
  const formats = FORMATS.filter((each): each is NamedTableFormat => each.reads === 'tables');
  const byColumns = formats.find((each) => each.recognises(opened, options));
  if (byColumns !== undefined) return { table: opened, format: byColumns };
  // Without questions, or with a column of models, a table has no column for each model, and its rows need not be looked at.
  if (questionIn(opened, options) === null || knownColumn(opened, 'model', options) !== null)
    return { table: opened, format: PLAIN };
  const { first, rows } = await firstRows(opened);
  const isWide = modelColumns(opened, first, options).length >= FEWEST_MODELS;
  return { table: { ...opened, rows }, format: isWide ? WIDE : PLAIN };
}

/** Names of what a model answered and of the right answer, in a table that nobody has graded. */
const ANSWERS = ['answer', 'response', 'output', 'prediction', 'completion', 'generated', 'model_answer'];
const TRUTHS = ['expected', 'gold', 'target', 'reference', 'truth', 'correct_answer', 'ground_truth', 'label'];

/** @param lacking names of columns that the table ought to have */
function need(table: Table, lacking: readonly string[], { columns }: FormatOptions): void {
  if (lacking.length === 0) return;
  const keys = (['model', 'question', 'outcome'] as const).filter((key) => lacking.includes(columns[key]));
  const known = (['model', 'question'] as const).filter(
    (key) => knownColumn(table, key, { columns, named: [] }) !== null,
  );
  const [abstained] = lacking.includes(columns.outcome) && known.includes('question') ? abstentionColumns(table) : [];
  const flags = [
    ...flagsForColumns(table, keys),
    ...(abstained === undefined ? [] : [flagFor('abstention-column', abstained)]),
  ];
  const meant = lacking.length === 1 ? didYouMean(lacking[0], table.columns) : undefined;
  const [answer, truth] = [ANSWERS, TRUTHS].map((names) =>
    table.columns.find((column) => names.includes(column.toLowerCase())),
  );
  const hints = [
    meant,
    lacking.includes(columns.outcome) && flags.length === 0 && answer !== undefined && truth !== undefined
      ? `these answers are not graded yet: compare ${quotedText(answer)} with ${quotedText(truth)}, and write correct, incorrect or abstained into a column "${columns.outcome}"`
      : undefined,
    flags.length > 0 ? `perhaps ${flags.join(' ')}` : undefined,
    table.columns.some(isOfRow) && known.length === 0
      ? 'if the first line is a row: --no-header --model-column 1 --question-column 2 --outcome-column 3, with the numbers of yours'
      : undefined,
  ].filter((each) => each !== undefined);
  throw new UserError({
    code: 'missing-columns',
    summary: `missing column${lacking.length === 1 ? '' : 's'}: ${lacking.map((name) => quotedText(name)).join(', ')}`,
    where: table.counts === 'line' ? `${table.file}:1` : table.file,
    found:
      table.columns
        .slice(0, 20)
        .map((name) => quotedText(name))
        .join(', ') || 'no columns',
    allowed: OWN_COLUMNS,
    hint: `${hints.map((each) => `${each}; `).join('')}--model-column, --question-column, --outcome-column and --confidence-column name other columns, or paths into them such as judge.correct; --model names the model of a file without one`,
  });
}

/** Returns whether a name is one that rows hold: a number, or the word of an outcome that is no column of totals. */
function isOfRow(name: string, at: number): boolean {
  const isNumber = /^\d+(?:\.\d+)?$/.test(name) && name !== String(at + 1);
  return isNumber || /^(?:incorrect|correct|true|false)$/i.test(name);
}
