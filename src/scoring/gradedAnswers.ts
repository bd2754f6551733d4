/** Graded answers in memory: columns of rows, and models of which only totals are known. */
import type { Pattern } from './bootstrap.js';
import { GRADED_OUTCOMES, type GradedOutcome } from './grader.js';
import { byName, type NamedTally } from './ranking.js';

/** A row an answer; a pair of model and question occurs once. */
export interface AnswerColumns {
  /** Names, in the order in which they first came. */
  readonly models: readonly string[];
  readonly questions: number;
  /** [rows]: a place in `models`. */
  readonly model: readonly number[];
  /** [rows]: a number below `questions`. */
  readonly question: readonly number[];
  /** [rows]: a place in `GRADED_OUTCOMES`. */
  readonly outcome: readonly number[];
  /** [rows]: stated probability of being right; NaN where none was stated. */
  readonly confidence: readonly number[];
}

/** A model known by its totals alone. */
export interface ModelTotals extends NamedTally {
  /** Questions asked; null where percentages come without it. */
  readonly n: number | null;
}

/** Graded answers of some models to some questions, a row an answer, and totals of models whose single answers are not known. */
export interface GradedAnswers {
  readonly answers: AnswerColumns;
  readonly totals: readonly ModelTotals[];
}

export function outcomePlace(outcome: GradedOutcome): number {
  return GRADED_OUTCOMES.indexOf(outcome);
}

/** Totals of each model of the rows, by their numbers. */
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
 * Questions by pattern, whatever the order of rows.
 * @param numbers what number each model of the rows has in the patterns
 */
export function patternsOf(
  { question, model, outcome, questions }: AnswerColumns,
  numbers: readonly number[],
): readonly Pattern[] {
  // Rows by question (a counting sort), then each question's pairs of model and outcome as a text.
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

/** Patterns of a model known by counts: each question stands alone. Percentages of n questions are rounded to counts. */
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
