/** The program that scoring runs, for every shape, and helpers shared by the functions that score. */

import { pickEach } from '../../engine/operations.js';
import type { Executable, Feeds, Program, Tensors } from '../../engine/program.js';
import * as tf from '../../engine/tensors.js';
import {
  hiddenAtSlots,
  hiddenAtTree,
  type Network,
  parameterCount,
  unpackParameters,
  visibilityMatrix,
} from '../networks/network.js';

/** Number of slots in one run: large enough for efficient matrix products, small enough for the cache. */
const SLOTS_PER_RUN = 2048;
/** Largest number of logits in one run: 256 MiB, of which the program holds about three copies at once. */
const LOGITS_PER_RUN = SLOTS_PER_RUN * 2 ** 15;

/** Sizes of the inputs of a scoring program, fixed when it is prepared. */
export interface ScoringShape {
  readonly batch: number;
  readonly slots: number;
  /** Number of asked slots, equally many of each sentence. */
  readonly rows: number;
  /** Asks the nodes of an answer tree, the last slots of each sentence; left out: the slots of the input `asked`. */
  readonly tree?: boolean;
  /** Number of logits to return, equally many of each sentence; left out: all of them. */
  readonly picked?: number;
}

/** Returns the prepared scoring program of a shape. */
export type Prepare = (shape: ScoringShape) => Promise<Executable>;

/** A network at one state of its parameters. */
export interface Scored {
  readonly network: Network;
  /** Parameters by the inputs of the program that take them. */
  readonly parameters: Feeds;
  readonly prepare: Prepare;
  /** Tokens that stand before every prompt. */
  readonly lead: readonly number[];
  /** Largest number of sentences in one run, for callers that have only few; left out if there is none. */
  readonly mostSentences?: number;
}

/** Token of slots that nobody looks at. */
export const PADDING = 0;

/** Returns the number of sentences in one run. @param rows asked slots of a sentence */
export function sentencesPerRun(
  { network, mostSentences = Infinity }: Pick<Scored, 'network' | 'mostSentences'>,
  slots: number,
  rows: number,
): number {
  const ofLogits = Math.floor(LOGITS_PER_RUN / (rows * network.vocabularySize));
  return Math.max(1, Math.min(Math.floor(SLOTS_PER_RUN / slots), ofLogits, mostSentences));
}

/** Number of full runs from which on fewer empty places are worth a program of their own. */
const RUNS_OF_THEIR_OWN = 8;

/**
 * Returns the number of sentences in one run if they come in groups, each of which fills runs of its own: at most `most` and
 * at least half of that, so that as few places as possible are empty. It is `most` for few sentences, which are often other
 * ones at the next call, and would need another program then.
 * @param groups number of sentences in each group
 */
export function evenSentencesPerRun(groups: readonly number[], most: number): number {
  const placesOf = (batch: number): number => groups.reduce((sum, size) => sum + Math.ceil(size / batch) * batch, 0);
  let best = most;
  if (groups.reduce((sum, size) => sum + size, 0) < RUNS_OF_THEIR_OWN * most) return best;
  for (let batch = most - 1; batch >= Math.max(1, most / 2); batch--)
    if (placesOf(batch) < placesOf(best)) best = batch;
  return best;
}

/** The way in which a program takes the parameters of a network. */
export interface ParameterInputs {
  readonly inputs: Program['inputs'];
  /** Returns the parameters by their names. */
  named(inputs: Tensors): Tensors;
}

/** Takes the parameters as one vector `theta`, as training keeps them. */
export function inOneVector(network: Network): ParameterInputs {
  return {
    inputs: { theta: { shape: [parameterCount(network)], dtype: 'float32' } },
    named: ({ theta }) => unpackParameters(network, theta as tf.Tensor1D),
  };
}

/** Returns the name of the input that takes a parameter. */
export function inputOf(parameter: string): string {
  return `parameter.${parameter}`;
}

/** Takes each parameter as an input of its own: one vector would be cut into copies, which large models do not afford. */
export function oneByOne({ parameters }: Network): ParameterInputs {
  return {
    inputs: Object.fromEntries(
      parameters.map(({ name, shape }) => [inputOf(name), { shape, dtype: 'float32' } as const]),
    ),
    named: (inputs) => Object.fromEntries(parameters.map(({ name }) => [name, inputs[inputOf(name)]])),
  };
}

/**
 * Returns the program that computes logits after chosen slots of a batch, in the order of sentences. Layout and slots
 * are inputs, so that one program serves all prompt lengths. If only few logits are asked for, only they leave the
 * engine, as `logits` [picked], with the numbers by which they become probabilities: `largest` [rows], the largest
 * logit of a row, and `sums` [rows × parts] of exp(logit − largest), over parts of the vocabulary.
 */
export function scoringProgram(
  network: Network,
  { batch, slots, rows, tree = false, picked }: ScoringShape,
  taken: ParameterInputs = inOneVector(network),
): Program {
  return {
    inputs: {
      ...taken.inputs,
      tokens: { shape: [batch, slots], dtype: 'int32' },
      positions: { shape: [slots], dtype: 'int32' },
      visibility: { shape: [slots, slots], dtype: 'float32' },
      ...(!tree && { asked: { shape: [rows], dtype: 'int32' } as const }),
      // Each pick is row · vocabulary + token, rows counted in their sentence.
      ...(picked !== undefined && { picks: { shape: [batch, picked / batch], dtype: 'int32' } as const }),
    },
    run: ({ tokens, positions, visibility, asked, picks, ...others }) => {
      const parameters = taken.named(others);
      const layout = { positions: positions as tf.Tensor1D, visibility: visibility as tf.Tensor2D };
      const sentences = tokens as tf.Tensor2D;
      const logits = network.logits(
        parameters,
        tree
          ? hiddenAtTree(network, parameters, sentences, layout, rows / batch)
          : hiddenAtSlots(network, parameters, sentences, layout, asked as tf.Tensor1D),
      );
      if (picks === undefined) return { logits };
      const largest = tf.max(logits, 1, true);
      return {
        logits: pickEach(tf.reshape(logits, [batch, -1]), picks as tf.Tensor2D),
        largest: tf.reshape(largest, [-1]),
        sums: partialSums(tf.exp(tf.sub(logits, largest))),
      };
    },
  };
}

/** Number of columns that are summed in float32; over a whole vocabulary the rounding errors would add up. */
const SUMMED_COLUMNS = 32;

/** Returns sums of SUMMED_COLUMNS columns each, the last sum of those left over, [rows, parts]. */
function partialSums(x: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = x.shape;
  const left = columns % SUMMED_COLUMNS;
  const parts = (columns - left) / SUMMED_COLUMNS;
  if (parts === 0) return tf.sum(x, 1, true);
  const [even, rest] = left === 0 ? [x] : tf.split(x, [columns - left, left], 1);
  const sums = tf.sum<tf.Tensor2D>(tf.reshape(even, [rows, parts, SUMMED_COLUMNS]), 2);
  return rest === undefined ? sums : tf.concat([sums, tf.sum<tf.Tensor2D>(rest, 1, true)], 1);
}

/** Returns default values of asked slots, `each` per sentence: the first slot of the sentence, [batch × each]. */
export function firstSlots(batch: number, slots: number, each: number): Int32Array {
  return Int32Array.from({ length: batch * each }, (_, i) => Math.floor(i / each) * slots);
}

/** Returns the layout of consecutive slots, each of which sees itself and those before it. */
export function plainLayout(
  network: Network,
  slots: number,
): { readonly positions: Int32Array; readonly visibility: Float32Array } {
  return {
    positions: Int32Array.from({ length: slots }, (_, slot) => Math.min(slot, network.maxPositions - 1)),
    visibility: visibilityMatrix(slots, (looking, at) => at <= looking),
  };
}

/** Thrown if the logits of a network are not finite. Its parameters are then useless, even if they are finite. */
export class NonFiniteLogits extends Error {
  constructor() {
    super('the logits of the network must be finite, got NaN or infinity');
    this.name = 'NonFiniteLogits';
  }
}

/**
 * Returns ln Σ exp(logit) of each row, [rows], added up in float64.
 * @param largest logit of each row, [rows]
 * @param sums of exp(logit − largest), [rows × parts]
 * @throws NonFiniteLogits
 */
export function logNormalisers(largest: Float32Array, sums: Float32Array): Float64Array {
  const parts = sums.length / largest.length;
  const result = new Float64Array(largest.length);
  for (let row = 0; row < result.length; row++) {
    let sum = 0;
    for (let part = row * parts; part < (row + 1) * parts; part++) sum += sums[part];
    if (Number.isNaN(sum)) throw new NonFiniteLogits();
    result[row] = largest[row] + Math.log(sum);
  }
  return result;
}
