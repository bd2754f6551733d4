/** Graded answers in memory: columns of single answers, and totals of models whose single answers are not known. */
import type { Pattern } from './bootstrap.js';
import { GRADED_OUTCOMES, type GradedOutcome } from './grader.js';
import { byName, type NamedTally } from './ranking.js';

/** Numbers, one a row. */
type NumberColumn = readonly number[] | Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** One row per answer; a pair of model and question occurs once. */
export interface AnswerColumns {
  /** Names in the order of their first rows. */
  readonly models: readonly string[];
  readonly questions: number;
  /** [rows]: a place in `models`. */
  readonly model: NumberColumn;
  /** [rows]: a number below `questions`. */
  readonly question: NumberColumn;
  /** [rows]: a place in `GRADED_OUTCOMES`. */
  readonly outcome: NumberColumn;
  /** [rows]: stated probability of being right; NaN if none was stated. */
  readonly confidence: NumberColumn;
}

/** Totals of a model. */
export interface ModelTotals extends NamedTally {
  /** Number of questions asked; null for percentages that come without it. */
  readonly n: number | null;
}

/** Graded answers of models to questions, one row per answer, and totals of models whose single answers are not known. */
export interface GradedAnswers {
  readonly answers: AnswerColumns;
  readonly totals: readonly ModelTotals[];
}

export function outcomePlace(outcome: GradedOutcome): number {
  return GRADED_OUTCOMES.indexOf(outcome);
}

/** Totals of each model of the rows, in the order of `models`. */
export function tallies({ models, model, outcome }: AnswerColumns): readonly ModelTotals[] {
  const counts = models.map(() => [0, 0, 0]);
  for (let row = 0; row < model.length; row++) counts[model[row]][outcome[row]]++;
  return counts.map(([right, error, abstention], at) => ({
    model: models[at],
    right,
    error,
    abstention,
    n: right + error + abstention,
  }));
}

/**
 * Groups questions by pattern; the result does not depend on the order of rows.
 * @param numbers number that each model of the rows has in the patterns
 */
export function patternsOf(
  { question, model, outcome, questions }: AnswerColumns,
  numbers: readonly number[],
): readonly Pattern[] {
  // Sorts rows by question (a counting sort), then writes each question's pairs of model and outcome as a text.
  const start = new Uint32Array(questions + 1);
  for (const q of question) start[q + 1]++;
  for (let q = 0; q < questions; q++) start[q + 1] += start[q];
  const next = start.slice();
  const sorted = new Float64Array(question.length);
  for (let row = 0; row < question.length; row++)
    sorted[next[question[row]]++] = numbers[model[row]] * GRADED_OUTCOMES.length + outcome[row];
  const counts = new Map<string, { questions: number; codes: readonly number[] }>();
  for (let q = 0; q < questions; q++) {
    const codes = sorted.subarray(start[q], start[q + 1]).sort();
    const key = codes.join();
    const seen = counts.get(key);
    if (seen === undefined) counts.set(key, { questions: 1, codes: [...codes] });
    else seen.questions++;
  }
  return [...counts]
    .sort(([a], [b]) => byName(a, b))
    .filter(([, { codes }]) => codes.length > 0)
    .map(([, pattern]) => pattern);
}

/** Patterns of a model whose single answers are not known: no question is shared with another model. Percentages of n questions are rounded to counts. */
export function patternsOfTotals(
  { right, error, abstention, n }: ModelTotals & { readonly n: number },
  number: number,
): readonly Pattern[] {
  const all = right + error + abstention;
  const [first, second] = [Math.round((n * right) / all), Math.round((n * (right + error)) / all)];
  return [first, second - first, n - second].flatMap((questions, outcome) =>
    questions > 0 ? [{ questions, codes: [number * GRADED_OUTCOMES.length + outcome] }] : [],
  );
}
