/** Training sentences as rectangular arrays, which a training step takes. */
import type { Corpus, Examples } from '../corpus/corpus.js';
import { type Sentence, sentenceReader } from '../corpus/sentence.js';
import { promptAt, type ToldTarget } from '../corpus/toldTargets.js';
import { START, STOP } from '../corpus/vocabulary.js';
import type { World } from '../corpus/world.js';
import type { Stream } from '../random/stream.js';
import { rowOrder, type StagedRows } from './rowOrder.js';

/** The training sentences of a corpus, a row each. */
export interface TrainingSet {
  readonly rows: number;
  /**
   * Slots of a row, the length of the longest sentence: with the start token, and without the last token, which is
   * only predicted.
   */
  readonly slots: number;
  /** Number of predicted tokens of a row, padding included. */
  readonly predictions: number;
  /** Tokens that are read, [rows × slots]. */
  readonly tokens: Int32Array;
  /** Slot whose next token is predicted, −1 for padding, [rows × predictions]. */
  readonly asked: Int32Array;
  /** Token to be predicted, [rows × predictions]. */
  readonly labels: Int32Array;
  /** Index of the family of each row, [rows]. */
  readonly family: Uint16Array;
}

/**
 * Makes the training set of a corpus, a row for each example. If prompts state a confidence target, an example has a
 * row for each target, so that the training rows say nothing about the meaning of targets.
 * @param loss predicted tokens: those of the `response` and the closing stop, or `all` tokens of the sentence
 */
export function trainingSet({ world, examples }: Corpus, loss: 'all' | 'response'): TrainingSet {
  const { rows, exampleOf, targetOf } = rowsOfExamples(world, examples);
  const read = sentenceReader(world);
  // Sentences are read twice and never kept: ten million of them as objects would fill the memory.
  const sentenceOf = (row: number): Sentence => {
    const example = exampleOf(row);
    const said = read(examples.family[example], examples.prompt[example], examples.response[example]);
    const target = targetOf(row);
    return target === undefined ? said : { ...said, tokens: promptAt(said.tokens, target, said.responseStart) };
  };
  const firstPredicted = (responseStart: number): number => (loss === 'all' ? 0 : responseStart);
  let slots = 0;
  let predictions = 0;
  for (let row = 0; row < rows; row++) {
    const { tokens, responseStart } = sentenceOf(row);
    slots = Math.max(slots, tokens.length);
    predictions = Math.max(predictions, tokens.length - firstPredicted(responseStart));
  }
  const set: TrainingSet = {
    rows,
    slots,
    predictions,
    tokens: new Int32Array(rows * slots).fill(STOP),
    asked: new Int32Array(rows * predictions).fill(-1),
    labels: new Int32Array(rows * predictions),
    family: Uint16Array.from({ length: rows }, (_, row) => examples.family[exampleOf(row)]),
  };
  for (let row = 0; row < rows; row++) {
    const { tokens, responseStart } = sentenceOf(row);
    set.tokens[row * slots] = START;
    for (let i = 0; i < tokens.length - 1; i++) set.tokens[row * slots + i + 1] = tokens[i];
    const first = firstPredicted(responseStart);
    for (let i = first; i < tokens.length; i++) {
      set.asked[row * predictions + i - first] = i; // slot i holds token i − 1
      set.labels[row * predictions + i - first] = tokens[i];
    }
  }
  return set;
}

/** Rows of training: examples, each once for every confidence target that its prompt may state. */
export interface TrainingRowList {
  readonly rows: number;
  exampleOf(row: number): number;
  targetOf(row: number): ToldTarget | undefined;
}

/** Returns the rows of training of some examples. */
export function rowsOfExamples({ families }: World, { family }: Examples): TrainingRowList {
  if (families.every(({ told }) => told === undefined))
    return { rows: family.length, exampleOf: (row) => row, targetOf: () => undefined };
  const example: number[] = [];
  const target: (ToldTarget | undefined)[] = [];
  family.forEach((index, i) => {
    for (const told of families[index].told ?? [undefined]) {
      example.push(i);
      target.push(told);
    }
  });
  return { rows: example.length, exampleOf: (row) => example[row], targetOf: (row) => target[row] };
}

/** Rows of tokens, and their predictions, row by row; padding has weight 0. */
export interface TrainingBatch {
  readonly tokens: Int32Array;
  readonly asked: Int32Array;
  readonly labels: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Yields the rows of each step: shuffled epochs, without end.
 * @param rows number of all rows
 * @param staged left out: every step reads all rows
 */
export const batchRows = function* (
  rows: number,
  batchSize: number,
  random: Stream,
  staged?: StagedRows,
): Generator<Int32Array, never> {
  const nextRow = rowOrder(rows, random, staged);
  for (let step = 1; ; step++) yield Int32Array.from({ length: batchSize }, () => nextRow(step));
};

/**
 * Yields batches of shuffled epochs, without end. The last rows of an epoch may share a batch with the first of the
 * next.
 * @param skipped number of batches that are drawn and left out before the first one
 * @param staged left out: every step reads all rows
 */
export const batches = function* (
  set: TrainingSet,
  batchSize: number,
  random: Stream,
  skipped = 0,
  staged?: StagedRows,
): Generator<TrainingBatch, never> {
  const steps = batchRows(set.rows, batchSize, random, staged);
  for (let step = 1; ; step++) {
    const rows = steps.next().value;
    if (step > skipped) yield gatherBatch(set, rows);
  }
};

function gatherBatch({ slots, predictions, tokens, asked, labels }: TrainingSet, rows: Int32Array): TrainingBatch {
  const batch = {
    tokens: new Int32Array(rows.length * slots),
    asked: Int32Array.from({ length: rows.length * predictions }, (_, i) => Math.floor(i / predictions) * slots), // padding asks its own row
    labels: new Int32Array(rows.length * predictions),
    weights: new Float32Array(rows.length * predictions),
  };
  let predicted = 0;
  rows.forEach((row, b) => {
    batch.tokens.set(tokens.subarray(row * slots, (row + 1) * slots), b * slots);
    for (let i = 0; i < predictions; i++) {
      const slot = asked[row * predictions + i];
      if (slot < 0) continue;
      const at = b * predictions + i;
      batch.asked[at] = b * slots + slot;
      batch.labels[at] = labels[row * predictions + i];
      batch.weights[at] = 1;
      predicted++;
    }
  });
  for (let i = 0; i < batch.weights.length; i++) batch.weights[i] /= predicted;
  return batch;
}
