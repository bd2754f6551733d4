/** The table of an audit, which `score` reads with its stated stakes. */
import { type Column, type Columns, encodeTable } from '../store/tables.js';
import type { AuditRow } from './auditRows.js';
import type { AuditOutcome } from './gradedSample.js';
import type { Question } from './question.js';

/** Outcomes in the words of `score`. */
const WORDS: Readonly<Record<AuditOutcome, string>> = {
  right: 'correct',
  error: 'incorrect',
  abstention: 'abstained',
  unusable: 'unusable',
};

/** The format's name in the table's metadata. */
export const AUDIT_FORMAT = 'hallucination-rate-audit/1';

/** The model's name in arms of two, which `score` ranks beside the model itself. */
function modelOf(model: string, { arm }: AuditRow): string {
  return arm.endsWith('agree') ? `${model} (two agree)` : model;
}

/** The bytes of `answers.arrow`: a row for each sample, and for each pair of samples in the arms of two. */
export function auditTable(rows: readonly AuditRow[], questions: readonly Question[], model: string): Uint8Array {
  const of = (row: AuditRow): Question => questions[row.question];
  const category = (value: (row: AuditRow) => string | null): Column => ({ type: 'category', values: rows.map(value) });
  const text = (value: (row: AuditRow) => string | null): Column => ({ type: 'text', values: rows.map(value) });
  const integer = (value: (row: AuditRow) => number | null): Column => ({ type: 'int32', values: rows.map(value) });
  const columns: Columns = {
    model: category((row) => modelOf(model, row)),
    question: category((row) => of(row).text),
    ...(questions.some(({ id }) => id !== null) && { id: category((row) => of(row).id) }),
    ...(questions.some(({ group }) => group !== null) && { group: category((row) => of(row).group) }),
    ...(questions.some(({ shouldAbstain }) => shouldAbstain) && {
      shouldAbstain: { type: 'bool', values: rows.map((row) => of(row).shouldAbstain) },
    }),
    arm: category(({ arm }) => arm),
    stated: { type: 'bool', values: rows.map(({ penalty }) => penalty !== null) },
    statedPenalty: { type: 'float64', values: rows.map(({ penalty }) => penalty) },
    sample: integer(({ sample }) => sample),
    promptDigest: category(({ promptDigest }) => promptDigest),
    answer: text(({ answer }) => answer),
    outcome: category(({ outcome }) => WORDS[outcome]),
    reason: category(({ reason }) => reason),
    promptTokens: integer(({ tokens }) => tokens.prompt),
    completionTokens: integer(({ tokens }) => tokens.completion),
  };
  return encodeTable(columns, { format: AUDIT_FORMAT });
}
