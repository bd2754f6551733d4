/** Sums of a model's answers by category, cluster by cluster: what shares and their intervals are computed from. */
import type { ModelTotals } from '../gradedAnswers.js';
import { GRADED_OUTCOMES } from '../grader.js';
import type { AnswerSheet } from './answerSheet.js';

/** Weight of the answers of each category in each cluster. Clusters that are alike may stand together. */
export interface CategorySums {
  /** Number of categories, K. */
  readonly categories: number;
  /** [clusters, K] */
  readonly sums: Float64Array;
  /** Number of clusters that each row of `sums` stands for. */
  readonly times: Float64Array;
  /** [K]: numbers of answers, repeated ones included. */
  readonly answers: Float64Array;
  /** True where every cluster is one answer to one question. */
  readonly single: boolean;
}

/**
 * Sums of the answers of a sheet.
 * @param categoryOf a row of the table: an integer from 0 to below `categories`, or −1 for a row that is left out
 */
export function categorySums(
  sheet: AnswerSheet,
  categories: number,
  categoryOf: (row: number) => number,
): CategorySums {
  const answers = new Float64Array(categories);
  if (sheet.single) {
    for (const row of sheet.rows) {
      const category = categoryOf(row);
      if (category >= 0) answers[category]++;
    }
    return { categories, sums: unitRows(categories), times: answers, answers, single: true };
  }
  const { rows, weights, clusterOf } = sheet;
  const sums = new Float64Array(sheet.clusters * categories);
  for (let at = 0, cluster = -1; at < rows.length; at++) {
    if (at === 0 || clusterOf[rows[at]] !== clusterOf[rows[at - 1]]) cluster++;
    const category = categoryOf(rows[at]);
    if (category < 0) continue;
    sums[cluster * categories + category] += weights === null ? 1 : weights[at];
    answers[category]++;
  }
  return { categories, sums, times: new Float64Array(sheet.clusters).fill(1), answers, single: false };
}

/** Sums of the outcomes of a sheet, in the order of `GRADED_OUTCOMES`. @param outcome by row of the table */
export function outcomeSums(sheet: AnswerSheet, outcome: ArrayLike<number>): CategorySums {
  return categorySums(sheet, GRADED_OUTCOMES.length, (row) => outcome[row]);
}

/** Sums of outcomes of a model whose single answers are not known; percentages of n questions are rounded to counts. */
export function sumsOfTotals({ right, error, abstention, n }: ModelTotals & { readonly n: number }): CategorySums {
  const all = right + error + abstention;
  const [first, second] = [Math.round((n * right) / all), Math.round((n * (right + error)) / all)];
  const answers = new Float64Array([first, second - first, n - second]);
  return {
    categories: GRADED_OUTCOMES.length,
    sums: unitRows(GRADED_OUTCOMES.length),
    times: answers,
    answers,
    single: true,
  };
}

/** Weight of each category over all clusters. */
export function totalsOfSums({ categories, sums, times }: CategorySums): Float64Array {
  const totals = new Float64Array(categories);
  for (let cluster = 0; cluster < times.length; cluster++)
    for (let category = 0; category < categories; category++)
      totals[category] += times[cluster] * sums[cluster * categories + category];
  return totals;
}

function unitRows(categories: number): Float64Array {
  const rows = new Float64Array(categories * categories);
  for (let category = 0; category < categories; category++) rows[category * (categories + 1)] = 1;
  return rows;
}
