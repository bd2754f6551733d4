/** A differentiable next-token model, written in tfjs operations: what training and scoring need to know of it. */
import * as tf from '@tensorflow/tfjs';
import { sizeOf, type Tensors } from '../../engine/program.js';

/** One parameter tensor and how it starts. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** All elements alike; as many equal parts as values, each of its value; normal with mean 0. */
export type Initial =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'parts'; readonly values: readonly number[] }
  | { readonly kind: 'normal'; readonly deviation: number };

/** Where tokens stand and which of them they see; shared by all rows of a batch. */
export interface TokenLayout {
  /** Position of each slot in its sentence, int32 [slots]. */
  readonly positions: tf.Tensor1D;
  /** Added to attention scores, [slots (looking), slots (looked at)]: 0 where visible, a large negative number where not. */
  readonly visibility: tf.Tensor2D;
}

/**
 * What is set to 0 at random in training (Srivastava et al. 2014): masks are drawn outside and fed, so that all engines drop
 * the same.
 */
export interface Dropout {
  /** Probability of being dropped, in (0, 1). */
  readonly rate: number;
  /** How many masks a slot takes, of `width` elements each. */
  readonly places: number;
  readonly width: number;
}

export interface Network {
  readonly kind: string;
  /**
   * `visible`: a slot reads the slots that the layout shows it, whatever their order. `sequence`: a slot reads those
   * before it, one after the other, and the layout means nothing to it.
   */
  readonly reads: 'visible' | 'sequence';
  /** How many tokens before the predicted one it sees, its padding with start tokens included; left out: all. */
  readonly window?: number;
  readonly vocabularySize: number;
  /** Longest sentence it is asked to read, start token included. */
  readonly maxPositions: number;
  readonly parameters: readonly ParameterSpec[];
  /** Left out: nothing is dropped. */
  readonly dropout?: Dropout;
  /**
   * @param masks of dropout, while it trains: [places, batch, slots, width]
   * @returns last hidden states, [batch × slots, width], of int32 tokens [batch, slots]
   */
  hidden(parameters: Tensors, tokens: tf.Tensor2D, layout: TokenLayout, masks?: tf.Tensor4D): tf.Tensor2D;
  /**
   * The last hidden states of some slots alone, where a kind can leave out work for the others.
   * @param asked int32 [batch × n], slots counted through the batch: n of each row, row after row, each of its own row
   * @returns [batch × n, width]
   */
  hiddenAt?(
    parameters: Tensors,
    tokens: tf.Tensor2D,
    layout: TokenLayout,
    asked: tf.Tensor1D,
    masks?: tf.Tensor4D,
  ): tf.Tensor2D;
  /** @returns [rows, vocabulary] of hidden states [rows, width] */
  logits(parameters: Tensors, hidden: tf.Tensor2D): tf.Tensor2D;
}

/** Of a larger share of slots, leaving out the others saves less than choosing among them costs. */
const LARGEST_SHARE_APART = 0.75;

/** The last hidden states of some slots, as `hiddenAt` has them, by the cheaper way. */
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

/** The same network, trained whole. */
export function withoutDropout({ dropout: _dropout, ...network }: Network): Network {
  return network;
}

/** Added to the score of what must not be seen: finite, so that a row which sees nothing gives no NaN. */
const HIDDEN_SCORE = -1e9;

/** Additive visibility [slots, slots] from a rule. */
export function visibilityMatrix(slots: number, sees: (looking: number, at: number) => boolean): Float32Array {
  return Float32Array.from({ length: slots * slots }, (_, i) =>
    sees(Math.floor(i / slots), i % slots) ? 0 : HIDDEN_SCORE,
  );
}

export function parameterCount(network: Network): number {
  return network.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** All parameters at their start, one after the other, in one vector. */
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

/** @param place in the tensor, in [0, 1) */
function startOf(initial: Exclude<Initial, { readonly kind: 'normal' }>, place: number): number {
  return initial.kind === 'constant' ? initial.value : initial.values[Math.floor(place * initial.values.length)];
}

/** The parameter tensors in one vector [parameterCount]. */
export function unpackParameters(network: Network, theta: tf.Tensor1D): Record<string, tf.Tensor> {
  const parts = tf.split(
    theta,
    network.parameters.map(({ shape }) => sizeOf(shape)),
  );
  return Object.fromEntries(network.parameters.map(({ name, shape }, i) => [name, tf.reshape(parts[i], [...shape])]));
}
