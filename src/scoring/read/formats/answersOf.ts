/** Rows that are one answer each: the steps that formats of answers share. */
import { basename, dirname, extname } from 'node:path';
import { PACKED_ENDING } from '../../../data/recognise.js';
import type { GradedOutcome } from '../../grader.js';
import { cellText, quotedText, statedProbability, truthOf, withoutZeros } from '../cells.js';
import type { Flaw, TableRow } from '../contents.js';
import { type ExtraReader, extraReader, isFlaw } from '../extraCells.js';
import { cellByPath } from './cellByPath.js';
import type { FormatOptions, GradedRow, RowCondition } from './gradedFormat.js';
import { wordKey } from './outcomes.js';

export interface AnswerCells {
  model(row: TableRow): string;
  question(row: TableRow): string;
  /** The question's id in its file, where `question` holds more than it. */
  id?(row: TableRow): string;
  outcome(row: TableRow): GradedOutcome | Flaw;
  /** The stated confidence as it is written; nothing where none is stated. */
  confidence(row: TableRow): unknown;
  /** The column of confidences, where they stand in one. */
  readonly confidenceColumn?: string | null;
  /** Tells asks of one question apart; undefined where each question is asked once. */
  epoch?(row: TableRow): string | undefined;
  /** Says why a sound row is no answer, in a few words; null for an answer. */
  leftOut?(row: TableRow): string | null;
}

/** Each row as an answer, or with its first flaw. */
export async function* answersOf(
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
  cells: AnswerCells,
  options: FormatOptions,
): AsyncGenerator<GradedRow> {
  const extras = options.extras === undefined ? null : extraReader(options.extras, options.words);
  for await (const row of rows) yield answerOf(row, cells, options, extras);
}

function answerOf(
  row: TableRow,
  cells: AnswerCells,
  { confidenceScale = 1, where, unusable = [], extras: names, abstention }: FormatOptions,
  extraCells: ExtraReader | null,
): GradedRow {
  const { at } = row;
  if (row.flaw !== undefined) return { at, flaw: row.flaw };
  const leftOut = leftOutBy(where, row) ?? cells.leftOut?.(row) ?? null;
  if (leftOut !== null) return { at, leftOut };
  const model = cells.model(row);
  if (model === '') return { at, flaw: { kind: 'empty model', found: '' } };
  const mark = unusable.find((condition) => meets(row, condition));
  if (mark !== undefined) return { at, unusable: { model, mark: `${mark.column}=${mark.value}` } };
  const question = withoutZeros(cells.question(row));
  if (question === '') return { at, flaw: { kind: 'empty question', found: '' } };
  const abstained = abstention === undefined ? false : truthOf(cellByPath(row, abstention));
  if (abstained === null)
    return {
      at,
      flaw: {
        kind: `neither yes nor no in ${quotedText(abstention)} (--abstention-column)`,
        found: quotedText(cellByPath(row, abstention!)),
        asks: true,
      },
    };
  const outcome = abstained ? 'abstention' : cells.outcome(row);
  if (typeof outcome !== 'string') return { at, flaw: outcome };
  const confidence = statedProbability(cells.confidence(row), confidenceScale);
  if (confidence !== null && !(confidence >= 0 && confidence <= 1)) {
    const hint = Number.isNaN(confidence)
      ? 'a confidence is a number: 0.83, 0,83 or 83 %'
      : confidenceScale === 1 && confidence <= 100
        ? scaleHint(cells.confidenceColumn ?? null)
        : undefined;
    // To leave out numbers of another scale would keep the small ones as if they were probabilities.
    const asks = Number.isFinite(confidence);
    return { at, flaw: { kind: 'confidence outside [0, 1]', found: quotedText(cells.confidence(row)), hint, asks } };
  }
  const answer = { model, question, id: cells.id?.(row), epoch: cells.epoch?.(row), outcome, confidence };
  if (extraCells === null) return { at, answer };
  const extras = extraCells(row);
  if (isFlaw(extras)) return { at, flaw: extras };
  // An empty text is not a wrong answer.
  if (outcome === 'error' && extras.answer === '') return { at, unusable: { model, mark: `${names?.answer}=` } };
  // A question is asked anew under each of its stated stakes.
  const epoch = extras.stakes === undefined ? answer.epoch : `${answer.epoch ?? ''} at ${extras.stakes}`;
  return { at, answer: { ...answer, epoch, extras } };
}

function scaleHint(column: string | null): string {
  const what = column === null ? 'they are' : `the column ${quotedText(column)} is in`;
  return `--confidence-scale 100 if ${what} per cent; 5 or 10 if its scale ends there`;
}

/** The condition that a row does not meet, in words; null where it meets all. */
export function leftOutBy(where: readonly RowCondition[], row: TableRow): string | null {
  const unmet = where.find((condition) => !meets(row, condition));
  return unmet === undefined ? null : `not ${unmet.column}=${unmet.value}`;
}

function meets(row: TableRow, { column, value }: RowCondition): boolean {
  return wordKey(cellByPath(row, column)) === wordKey(value);
}

/** Reads a column as text; the same text for all rows where there is no column. */
export function textIn(column: string | null, otherwise = ''): (row: TableRow) => string {
  return column === null ? () => otherwise : (row) => cellText(cellByPath(row, column));
}

/** Reads a column of epochs; none where there is no such column. */
export function epochIn(column: string | null): (row: TableRow) => string | undefined {
  return column === null ? () => undefined : (row) => cellText(cellByPath(row, column));
}

/** The model of rows that name none: the user's name, or the file's, since results of one model are often kept so. */
export function modelOf(file: string, { model, fileModels }: FormatOptions): string {
  return model ?? fileModels?.get(file) ?? stemOf(file);
}

/** Names of models for files: their own, or those of their folders where files in several folders have one name. */
export function modelsOfFiles(files: readonly string[]): ReadonlyMap<string, string> {
  const waysOf = [
    stemOf,
    (file: string) => basename(dirname(file)),
    (file: string) => `${basename(dirname(file))}/${stemOf(file)}`,
  ];
  return new Map(
    files.map((file) => {
      const alike = files.filter((other) => stemOf(other) === stemOf(file));
      const way = waysOf.find((each) => new Set(alike.map(each)).size === alike.length);
      return [file, way?.(file) ?? file];
    }),
  );
}

/** A file's name without its folder and its endings. */
export function stemOf(file: string): string {
  const name = basename(file).replace(PACKED_ENDING, '');
  const ending = extname(name);
  return /^\.\d+$/.test(ending) ? name : basename(name, ending); // the version of gpt-4.1 is no ending
}

/**
 * The model of a file whose own name is that of a task or a step: the user's name, or that of the nearest folder that is not a date.
 * Programs write `/` of a model's name as two underscores.
 */
export function modelOfFolder(file: string, options: FormatOptions): string {
  if (options.model !== undefined) return options.model;
  const folder = dirname(file)
    .split(/[\\/]/)
    .filter((name) => !['', '.', '..'].includes(name) && !/^\d[\d_T:.-]*$/.test(name))
    .at(-1);
  return folder?.replaceAll('__', '/') ?? stemOf(file);
}
