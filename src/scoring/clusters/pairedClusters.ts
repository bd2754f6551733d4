/** Two models on the same clusters of questions: what their difference and its uncertainty are computed from. */
import type { AnswerSheet } from './answerSheet.js';
import type { CategorySums } from './categorySums.js';

/** Number of outcomes, in the order of `GRADED_OUTCOMES`. */
const OUTCOMES = 3;
/** Numbers of a row: the outcomes of the one model, then those of the other. */
const WIDTH = 2 * OUTCOMES;

/** Weight of each outcome of both models, cluster by cluster. Clusters that are alike stand together. */
export interface PairedClusters {
  /** [clusters, 6]: right, error, abstention of the one, then of the other. */
  readonly sums: Float64Array;
  /** Number of clusters that each row of `sums` stands for. */
  readonly times: Float64Array;
  /** Clusters that both were asked; null where single answers are not known. */
  readonly shared: number | null;
  /** Blocks of rows that are drawn apart, each as many clusters as it has: ends of their rows. */
  readonly blocks: readonly number[];
}

/** @param outcome by row of the table */
export function pairedSheets(one: AnswerSheet, other: AnswerSheet, outcome: ArrayLike<number>): PairedClusters {
  return one.single && other.single ? singlePairs(one, other, outcome) : clusterPairs(one, other, outcome);
}

/** States of a model in a cluster of one question: not asked, or asked with one of the outcomes. */
const STATES = OUTCOMES + 1;

/** One answer each: a cluster is one of few patterns. */
function singlePairs(one: AnswerSheet, other: AnswerSheet, outcome: ArrayLike<number>): PairedClusters {
  const counts = new Float64Array(STATES * STATES);
  let [i, j, shared] = [0, 0, 0];
  while (i < one.rows.length || j < other.rows.length) {
    const [a, b] = [clusterAt(one, i), clusterAt(other, j)];
    const first = a <= b ? 1 + outcome[one.rows[i++]] : 0;
    const second = b <= a ? 1 + outcome[other.rows[j++]] : 0;
    counts[first * STATES + second]++;
    if (a === b) shared++;
  }
  const patterns = [...counts.keys()].filter((pattern) => counts[pattern] > 0);
  const sums = new Float64Array(WIDTH * patterns.length);
  for (const [row, pattern] of patterns.entries()) {
    const [first, second] = [Math.floor(pattern / STATES), pattern % STATES];
    if (first > 0) sums[WIDTH * row + first - 1] = 1;
    if (second > 0) sums[WIDTH * row + OUTCOMES + second - 1] = 1;
  }
  return { sums, times: Float64Array.from(patterns, (pattern) => counts[pattern]), shared, blocks: [patterns.length] };
}

function clusterPairs(one: AnswerSheet, other: AnswerSheet, outcome: ArrayLike<number>): PairedClusters {
  const found: number[] = [];
  let [i, j, shared] = [0, 0, 0];
  while (i < one.rows.length || j < other.rows.length) {
    const [a, b] = [clusterAt(one, i), clusterAt(other, j)];
    const cluster = Math.min(a, b);
    const sums = new Array<number>(WIDTH).fill(0);
    if (a === cluster) i = added(one, i, cluster, outcome, sums, 0);
    if (b === cluster) j = added(other, j, cluster, outcome, sums, OUTCOMES);
    if (a === b) shared++;
    found.push(...sums);
  }
  const times = new Float64Array(found.length / WIDTH).fill(1);
  return { sums: new Float64Array(found), times, shared, blocks: [times.length] };
}

/** Sums of two stakes as of two models: clusters that were asked under one alone do not pair. */
export function sideBySideSums(one: CategorySums, other: CategorySums): PairedClusters {
  const rows: number[] = [];
  let shared = 0;
  for (let c = 0; c < one.times.length; c++) {
    const [a, b] = [one, other].map(({ sums }) => [...sums.subarray(OUTCOMES * c, OUTCOMES * (c + 1))]);
    const [asked, askedAgain] = [a, b].map((sums) => sums.some((sum) => sum > 0));
    if (asked || askedAgain) rows.push(...a, ...b);
    if (asked && askedAgain) shared++;
  }
  const times = new Float64Array(rows.length / (2 * OUTCOMES)).fill(1);
  return { sums: new Float64Array(rows), times, shared, blocks: [times.length] };
}

/** Two models of which one has totals alone: nothing is known of the questions that they share. */
export function unpairedSums(one: CategorySums, other: CategorySums): PairedClusters {
  const rows = [one, other].flatMap(({ sums, times }, at) =>
    Array.from(times, (_, c) => {
      const row = new Array<number>(WIDTH).fill(0);
      for (let k = 0; k < OUTCOMES; k++) row[at * OUTCOMES + k] = sums[c * OUTCOMES + k];
      return row;
    }),
  );
  return {
    sums: new Float64Array(rows.flat()),
    times: new Float64Array([...one.times, ...other.times]),
    shared: null,
    blocks: [one.times.length, one.times.length + other.times.length],
  };
}

function clusterAt({ rows, clusterOf }: AnswerSheet, at: number): number {
  return at < rows.length ? clusterOf[rows[at]] : Infinity;
}

/** Adds the outcomes of a cluster that begins at a row of the sheet. @returns the row after it */
function added(
  { rows, weights, clusterOf }: AnswerSheet,
  from: number,
  cluster: number,
  outcome: ArrayLike<number>,
  sums: number[],
  offset: number,
): number {
  let at = from;
  for (; at < rows.length && clusterOf[rows[at]] === cluster; at++)
    sums[offset + outcome[rows[at]]] += weights === null ? 1 : weights[at];
  return at;
}
