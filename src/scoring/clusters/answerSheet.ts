/** The answers of one model, those of a cluster together, and in it those of a question. */
import type { AnswerColumns, NumberColumn } from '../gradedAnswers.js';

/** A model's rows in the order of clusters and questions. */
export interface AnswerSheet {
  readonly model: string;
  /** Numbers of its rows. */
  readonly rows: Uint32Array;
  /** Weight of each of `rows`: 1 over the number of answers to its question, so that every question counts once; null if all are alike. */
  readonly weights: Float64Array | null;
  /** Numbers of clusters, by row of the table. */
  readonly clusterOf: NumberColumn;
  /** Questions asked. */
  readonly questions: number;
  readonly clusters: number;
  /** True where every cluster is one answer to one question, so that answers are independent. */
  readonly single: boolean;
}

/** A sheet for each model of the columns, in their order. */
export function answerSheets(columns: AnswerColumns): readonly AnswerSheet[] {
  const { models, model, question, questions, extras } = columns;
  const cluster = extras?.cluster;
  let order = countingSort(identity(model.length), question, questions);
  if (cluster !== undefined) order = countingSort(order, cluster, greatest(cluster) + 1);
  order = countingSort(order, model, models.length);
  const sheets: AnswerSheet[] = [];
  for (let m = 0, start = 0; m < models.length; m++) {
    let end = start;
    while (end < order.length && model[order[end]] === m) end++;
    sheets.push(sheetOf(models[m], order.subarray(start, end), question, cluster ?? question));
    start = end;
  }
  return sheets;
}

/** A part of a sheet. @param kept places in its `rows`, rising */
export function partOfSheet(sheet: AnswerSheet, kept: readonly number[]): AnswerSheet {
  const { clusterOf, weights } = sheet;
  const rows = Uint32Array.from(kept, (at) => sheet.rows[at]);
  let clusters = 0;
  for (let at = 0; at < rows.length; at++) if (at === 0 || clusterOf[rows[at]] !== clusterOf[rows[at - 1]]) clusters++;
  return { ...sheet, rows, weights: weights && Float64Array.from(kept, (at) => weights[at]), clusters };
}

function sheetOf(model: string, rows: Uint32Array, question: NumberColumn, clusterOf: NumberColumn): AnswerSheet {
  let [questions, clusters] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const fresh = at === 0 || clusterOf[rows[at]] !== clusterOf[rows[at - 1]];
    if (fresh) clusters++;
    if (fresh || question[rows[at]] !== question[rows[at - 1]]) questions++;
  }
  const weights = questions === rows.length ? null : weightsOf(rows, question, clusterOf);
  const alike = weights?.every((weight) => weight === weights[0]) ?? true;
  return {
    model,
    rows,
    weights: alike ? null : weights,
    clusterOf,
    questions,
    clusters,
    single: clusters === rows.length,
  };
}

function weightsOf(rows: Uint32Array, question: NumberColumn, clusterOf: NumberColumn): Float64Array {
  const weights = new Float64Array(rows.length);
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const [first, its] = [question[rows[start]], clusterOf[rows[start]]];
    while (end < rows.length && question[rows[end]] === first && clusterOf[rows[end]] === its) end++;
    weights.fill(1 / (end - start), start, end);
  }
  return weights;
}

function identity(length: number): Uint32Array {
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/** Rows by rising key; rows of one key keep their order. @param keys integers from 0 to below `bound` */
function countingSort(rows: Uint32Array, keys: NumberColumn, bound: number): Uint32Array {
  const start = new Uint32Array(bound + 1);
  for (let row = 0; row < rows.length; row++) start[keys[row] + 1]++;
  for (let key = 0; key < bound; key++) start[key + 1] += start[key];
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[start[keys[row]]++] = row;
  return sorted;
}

function greatest(keys: NumberColumn): number {
  let most = 0;
  for (let row = 0; row < keys.length; row++) most = Math.max(most, keys[row]);
  return most;
}
