/**
 * A step of policy gradient as a batch of the training step: answers weighted by their advantage, then training rows.
 */

import { START, STOP } from '../../corpus/vocabulary.js';
import type { World } from '../../corpus/world.js';
import type { TrainingBatch, TrainingSet } from '../trainingSet.js';
import type { BatchShape } from '../trainingStep.js';
import type { GradedAnswer } from './rewardedAnswers.js';

/** Sizes of a batch of graded answers and training rows. */
export interface PolicyBatchShape extends BatchShape {
  /** Number of rows of graded answers, the first of the batch. */
  readonly answers: number;
  /** Number of predictions of each of them. */
  readonly pathLength: number;
  /** Number of rows of the training set, which follow. */
  readonly replay: number;
  /** Number of slots of a row in the training set. */
  readonly replaySlots: number;
}

interface Sizes {
  readonly prompts: number;
  readonly samples: number;
  readonly replay: number;
}

/** Returns the shape of the batches of a posttraining. */
export function policyBatchShape(
  { families }: World,
  set: TrainingSet,
  { prompts, samples, replay }: Sizes,
): PolicyBatchShape {
  const longest = (texts: readonly Int32Array[]): number =>
    texts.reduce((length, tokens) => Math.max(length, tokens.length), 0);
  const pathLength = 1 + Math.max(...families.map(({ tree }) => longest(tree.prefixes)));
  const promptLength = Math.max(...families.map((family) => longest(family.prompts)));
  const answers = prompts * samples;
  return {
    batch: answers + replay,
    slots: Math.max(set.slots, promptLength + pathLength),
    predictions: answers * pathLength + replay * set.predictions,
    answers,
    pathLength,
    replay,
    replaySlots: set.slots,
  };
}

/**
 * Makes the batch of a step. Its weighted cross-entropy is `−Σ advantage · ln p̂(answer|prompt) / answers +
 * replayWeight · (mean loss of the training rows)`: descending it ascends the expected reward. Weights of answers may
 * be negative.
 */
export function policyBatch(
  shape: PolicyBatchShape,
  graded: readonly GradedAnswer[],
  replayed: TrainingBatch,
  replayWeight: number,
): TrainingBatch {
  const { batch, slots, predictions, answers, pathLength, replay, replaySlots } = shape;
  const tokens = new Int32Array(batch * slots).fill(STOP);
  const asked = new Int32Array(predictions);
  const labels = new Int32Array(predictions);
  const weights = new Float32Array(predictions);
  graded.forEach(({ tokens: prompt, path, advantage }, row) => {
    tokens[row * slots] = START;
    tokens.set(prompt, row * slots + 1);
    tokens.set(path.subarray(0, -1), row * slots + 1 + prompt.length);
    path.forEach((token, i) => {
      const at = row * pathLength + i;
      asked[at] = row * slots + prompt.length + i;
      labels[at] = token;
      weights[at] = advantage / graded.length;
    });
  });
  for (let row = 0; row < replay; row++)
    tokens.set(replayed.tokens.subarray(row * replaySlots, (row + 1) * replaySlots), (answers + row) * slots);
  const first = answers * pathLength;
  replayed.asked.forEach(
    (slot, i) => (asked[first + i] = (answers + Math.floor(slot / replaySlots)) * slots + (slot % replaySlots)),
  );
  labels.set(replayed.labels, first);
  replayed.weights.forEach((weight, i) => (weights[first + i] = replayWeight * weight));
  return { tokens, asked, labels, weights };
}
