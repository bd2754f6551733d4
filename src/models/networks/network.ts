/** Networks: differentiable next-token models written in tfjs operations, as training and scoring use them. */

import { sizeOf, type Tensors } from '../../engine/program.js';
import * as tf from '../../engine/tensors.js';

/** A parameter tensor and its initial value. */
export interface ParameterSpec {
  /** Matrices of the names `tokens`, `positions` and `head` read or write tokens; the optimiser treats others as maps between hidden states. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** Initial value: one number everywhere; equal parts, each of its own value; or normal draws with mean 0. */
export type Initial =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'parts'; readonly values: readonly number[] }
  | { readonly kind: 'normal'; readonly deviation: number };

/** Parameters that turn tokens and positions into hidden states, or hidden states into logits. */
const AT_THE_EDGE: ReadonlySet<string> = new Set(['tokens', 'positions', 'head']);

/** True for matrices from hidden states to hidden states; false for embeddings, the output head, biases and scales. */
export function withinNetwork({ name, shape }: ParameterSpec): boolean {
  return shape.length === 2 && !AT_THE_EDGE.has(name);
}

/** Positions of tokens and their visibility to each other; shared by all rows of a batch. */
export interface TokenLayout {
  /** Position of each slot in its sentence, int32 [slots]. */
  readonly positions: tf.Tensor1D;
  /** Summand of attention scores, [slots (looking), slots (looked at)]: 0 if visible, else a large negative number. */
  readonly visibility: tf.Tensor2D;
}

/**
 * Dropout: elements that training sets to 0 at random (Srivastava et al. 2014). Masks are drawn outside the program and
 * fed to it, so that all engines drop the same elements.
 */
export interface Dropout {
  /** Probability of being dropped, in (0, 1). */
  readonly rate: number;
  /** Number of masks of a slot, each of `width` elements. */
  readonly places: number;
  readonly width: number;
}

/** A network: the descriptions of its parameters, and functions of their values. */
export interface Network {
  readonly kind: string;
  /**
   * Slots that a slot reads: `visible` ones that the layout shows it, whatever their order, or the `sequence` of those
   * before it, one after the other. Networks of the second kind ignore the layout.
   */
  readonly reads: 'visible' | 'sequence';
  /** Number of tokens that it sees before the predicted one, padding included; left out if it sees all. */
  readonly window?: number;
  readonly vocabularySize: number;
  /** Length of the longest sentence that it is asked to read, start token included. */
  readonly maxPositions: number;
  readonly parameters: readonly ParameterSpec[];
  /** Dropout in training; left out if nothing is dropped. */
  readonly dropout?: Dropout;
  /**
   * Computes the last hidden states of int32 tokens [batch, slots].
   * @param masks of dropout, only in training: [places, batch, slots, width]
   * @returns [batch × slots, width]
   */
  hidden(parameters: Tensors, tokens: tf.Tensor2D, layout: TokenLayout, masks?: tf.Tensor4D): tf.Tensor2D;
  /**
   * Computes the last hidden states of some slots. Kinds have it if they can save work on the other slots.
   * @param asked int32 [batch × n], slots counted through the batch: n slots of the first row, n of the second, …
   * @returns [batch × n, width]
   */
  hiddenAt?(
    parameters: Tensors,
    tokens: tf.Tensor2D,
    layout: TokenLayout,
    asked: tf.Tensor1D,
    masks?: tf.Tensor4D,
  ): tf.Tensor2D;
  /**
   * Computes the last hidden states of the nodes of an answer tree: the last slots of every sentence. Their tokens and
   * positions are the same in all sentences, but for the root, which reads the last token of a prompt. Kinds have it if
   * they can save work.
   * @param nodes of a sentence, the root included
   * @returns [batch × nodes, width]
   */
  hiddenAtNodes?(parameters: Tensors, tokens: tf.Tensor2D, layout: TokenLayout, nodes: number): tf.Tensor2D;
  /** Computes logits [rows, vocabulary] from hidden states [rows, width]. */
  logits(parameters: Tensors, hidden: tf.Tensor2D): tf.Tensor2D;
}

/** Share of asked slots above which leaving out the others saves less than picking the asked ones costs. */
const LARGEST_SHARE_APART = 0.75;

/** Computes the last hidden states of some slots, with the arguments of `hiddenAt`, in the cheaper way. */
export function hiddenAtSlots(
  network: Network,
  p: Tensors,
  tokens: tf.Tensor2D,
  layout: TokenLayout,
  asked: tf.Tensor1D,
  masks?: tf.Tensor4D,
): tf.Tensor2D {
  return network.hiddenAt && asked.size <= LARGEST_SHARE_APART * tokens.size
    ? network.hiddenAt(p, tokens, layout, asked, masks)
    : tf.gather(network.hidden(p, tokens, layout, masks), asked);
}

/** Computes the last hidden states of the nodes of an answer tree, with the arguments of `hiddenAtNodes`. */
export function hiddenAtTree(
  network: Network,
  p: Tensors,
  tokens: tf.Tensor2D,
  layout: TokenLayout,
  nodes: number,
): tf.Tensor2D {
  if (network.hiddenAtNodes) return network.hiddenAtNodes(p, tokens, layout, nodes);
  const [batch, slots] = tokens.shape;
  const asked = Int32Array.from(
    { length: batch * nodes },
    (_, i) => Math.floor(i / nodes) * slots + slots - nodes + (i % nodes),
  );
  return hiddenAtSlots(network, p, tokens, layout, tf.tensor1d(asked, 'int32'));
}

/** Returns the same network without dropout. */
export function withoutDropout({ dropout: _dropout, ...network }: Network): Network {
  return network;
}

/** Summand of the scores of invisible slots: finite, so that a row which sees nothing gives no NaN. */
const HIDDEN_SCORE = -1e9;

/** Returns the summands of attention scores, [slots × slots], from a rule of visibility. */
export function visibilityMatrix(slots: number, sees: (looking: number, at: number) => boolean): Float32Array {
  return Float32Array.from({ length: slots * slots }, (_, i) =>
    sees(Math.floor(i / slots), i % slots) ? 0 : HIDDEN_SCORE,
  );
}

/** Returns the number of weights of a network. */
export function parameterCount(network: Network): number {
  return network.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Draws all parameters at their initial values, one after the other, in one vector [parameterCount]. */
export function initialParameters(network: Network, normal: () => number): Float32Array {
  const theta = new Float32Array(parameterCount(network));
  let offset = 0;
  for (const { shape, initial } of network.parameters) {
    const size = sizeOf(shape);
    for (let i = 0; i < size; i++)
      theta[offset + i] = initial.kind === 'normal' ? initial.deviation * normal() : startOf(initial, i / size);
    offset += size;
  }
  return theta;
}

/** Returns the initial value of an element. @param place of the element in the tensor, in [0, 1) */
function startOf(initial: Exclude<Initial, { readonly kind: 'normal' }>, place: number): number {
  return initial.kind === 'constant' ? initial.value : initial.values[Math.floor(place * initial.values.length)];
}

/** Cuts one vector [parameterCount] into parameter tensors, by name. */
export function unpackParameters(network: Network, theta: tf.Tensor1D): Record<string, tf.Tensor> {
  const sizes = network.parameters.map(({ shape }) => sizeOf(shape));
  const parts = sizes.length === 1 ? [theta] : tf.split(theta, sizes);
  return Object.fromEntries(network.parameters.map(({ name, shape }, i) => [name, tf.reshape(parts[i], [...shape])]));
}
