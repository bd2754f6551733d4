/** Rows that are one answer each: the steps that formats of answers share. */
import { basename, extname } from 'node:path';
import type { GradedOutcome } from '../../grader.js';
import { cellText, numberOf, quotedText } from '../cells.js';
import type { Flaw, TableRow } from '../contents.js';
import type { FormatOptions, GradedRow } from './gradedFormat.js';

export interface AnswerCells {
  model(row: TableRow): string;
  question(row: TableRow): string;
  outcome(row: TableRow): GradedOutcome | Flaw;
  /** The stated confidence as it is written; nothing where none is stated. */
  confidence(row: TableRow): unknown;
}

/** Each row as an answer, or with its first flaw. */
export async function* answersOf(
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
  cells: AnswerCells,
  options: FormatOptions,
): AsyncGenerator<GradedRow> {
  for await (const row of rows) yield answerOf(row, cells, options);
}

function answerOf(row: TableRow, cells: AnswerCells, { confidenceScale }: FormatOptions): GradedRow {
  const { at } = row;
  if (row.flaw !== undefined) return { at, flaw: row.flaw };
  const model = cells.model(row);
  if (model === '') return { at, flaw: { kind: 'empty model', found: '' } };
  const question = cells.question(row);
  if (question === '') return { at, flaw: { kind: 'empty question', found: '' } };
  const outcome = cells.outcome(row);
  if (typeof outcome !== 'string') return { at, flaw: outcome };
  const stated = numberOf(cells.confidence(row));
  const confidence = stated === null ? null : stated / confidenceScale;
  if (confidence !== null && !(confidence >= 0 && confidence <= 1)) {
    const hint = confidenceScale === 1 ? '--confidence-scale 100 if they are per cent' : undefined;
    return { at, flaw: { kind: 'confidence outside [0, 1]', found: quotedText(cells.confidence(row)), hint } };
  }
  return { at, answer: { model, question, outcome, confidence } };
}

/** The outcome that a word stands for. */
export function worded(value: unknown, outcomes: ReadonlyMap<string, GradedOutcome>): GradedOutcome | Flaw {
  return (
    outcomes.get(cellText(value).toLowerCase()) ?? {
      kind: 'unknown outcome',
      found: value === undefined || value === null ? 'none' : quotedText(value),
    }
  );
}

/** Reads a column as text; the same text for all rows where there is no column. */
export function textIn(column: string | null, otherwise = ''): (row: TableRow) => string {
  return column === null ? () => otherwise : (row) => cellText(row.cell(column));
}

/** The model of rows that name none: the user's name, or the file's, since results of one model are often kept so. */
export function modelOf(file: string, { model }: FormatOptions): string {
  const name = basename(file).replace(/\.gz$/i, '');
  return model ?? basename(name, extname(name));
}
