/** Rows of an audit as sheets of answers, one for each arm and stated penalty, for the statistics of `score`. */
import { type AnswerSheet, answerSheets } from '../scoring/clusters/answerSheet.js';
import { type AnswerColumns, outcomePlace } from '../scoring/gradedAnswers.js';
import { ARMS, type Arm, type AuditRow } from './auditRows.js';

/** A row with an outcome. */
type GradedRow = AuditRow & { readonly outcome: Exclude<AuditRow['outcome'], 'unusable'> };

export interface ArmSheets {
  /** Outcomes by row, places in `GRADED_OUTCOMES`. */
  readonly outcome: readonly number[];
  /** The answers of an arm. @param penalty the stated one; null for arms without */
  sheet(arm: Arm, penalty: number | null): AnswerSheet;
}

/** @param questions number of all questions */
export function armSheets(rows: readonly AuditRow[], questions: number, penalties: readonly number[]): ArmSheets {
  const models = ARMS.flatMap((arm) =>
    isOpen(arm) ? penalties.map((penalty) => nameOf(arm, penalty)) : [nameOf(arm, null)],
  );
  const columns = answerColumns(graded(rows), questions, models, ({ arm, penalty }) => nameOf(arm, penalty));
  const sheets = new Map(answerSheets(columns).map((sheet) => [sheet.model, sheet]));
  return {
    outcome: columns.outcome as readonly number[],
    sheet: (arm, penalty) => sheets.get(nameOf(arm, isOpen(arm) ? penalty : null))!,
  };
}

/** The single samples, with stakes and without, as one sheet; and the stated penalty of each row, NaN for none. */
export function stakesSheet(
  rows: readonly AuditRow[],
  questions: number,
): { readonly sheet: AnswerSheet; readonly outcome: readonly number[]; readonly stakes: readonly number[] } {
  const single = graded(rows).filter(({ arm }) => arm === 'closed' || arm === 'open');
  const columns = answerColumns(single, questions, ['samples'], () => 'samples');
  return {
    sheet: answerSheets(columns)[0],
    outcome: columns.outcome as readonly number[],
    stakes: single.map(({ penalty }) => penalty ?? NaN),
  };
}

/** True for arms in which stakes are stated. */
export function isOpen(arm: Arm): boolean {
  return arm === 'open' || arm === 'open-agree';
}

function nameOf(arm: Arm, penalty: number | null): string {
  return `${arm} ${penalty}`;
}

function graded(rows: readonly AuditRow[]): readonly GradedRow[] {
  return rows.filter((row): row is GradedRow => row.outcome !== 'unusable');
}

function answerColumns(
  rows: readonly GradedRow[],
  questions: number,
  models: readonly string[],
  modelOf: (row: GradedRow) => string,
): AnswerColumns {
  const places = new Map(models.map((name, place) => [name, place]));
  return {
    models,
    questions,
    model: rows.map((row) => places.get(modelOf(row))!),
    question: rows.map(({ question }) => question),
    outcome: rows.map(({ outcome }) => outcomePlace(outcome)),
    confidence: rows.map(() => NaN),
  };
}
