/** Affine maps x W + b, whose parameters are named `name` and `name.bias`, and initial values of other parameters. */
import * as tf from '../../engine/tensors.js';
import type { ParameterSpec } from './network.js';

/** Returns a parameter by its name within a layer. */
export type Lookup = (name: string) => tf.Tensor;

/** Describes a parameter that starts with normal draws of that standard deviation. */
export function normalSpec(name: string, shape: readonly number[], deviation: number): ParameterSpec {
  return { name, shape, initial: { kind: 'normal', deviation } };
}

/** Describes a parameter vector that starts with one value everywhere. */
export function constantSpec(name: string, size: number, value: number): ParameterSpec {
  return { name, shape: [size], initial: { kind: 'constant', value } };
}

/** Describes the parameters of an affine map. At the start, inputs of variance 1 give outputs of variance `gain`². */
export function denseSpecs(name: string, from: number, to: number, gain = 1): ParameterSpec[] {
  return [normalSpec(name, [from, to], gain / Math.sqrt(from)), constantSpec(`${name}.bias`, to, 0)];
}

/** Returns the same parameters under names that begin with the number of a layer. */
export function inLayer(layer: number, specs: readonly ParameterSpec[]): ParameterSpec[] {
  return specs.map((spec) => ({ ...spec, name: `${layer}.${spec.name}` }));
}

/** Returns x [rows, from] times the matrix of that name, plus its bias, [rows, to]. */
export function denseLayer(of: Lookup, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.matMul(x, of(name) as tf.Tensor2D), of(`${name}.bias`));
}

/**
 * Returns the affine map of that name after the scale s and the bias c of a norm:
 * (x ⊙ s + c) W + b = x (s ⊙ W) + (c W + b), which scales the matrix instead of the many rows.
 * The biases c and b may be missing.
 * @param x normalised rows, [rows, from]
 */
export function normedLinear(of: Lookup, norm: string, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const matrix = of(name) as tf.Tensor2D;
  const scaled = tf.mul<tf.Tensor2D>(tf.reshape(of(`${norm}.scale`), [-1, 1]), matrix);
  const product = tf.matMul<tf.Tensor2D>(x, scaled);
  const bias = of(`${name}.bias`) as tf.Tensor1D | undefined;
  const shift = of(`${norm}.bias`) as tf.Tensor1D | undefined;
  if (shift === undefined) return bias === undefined ? product : tf.add<tf.Tensor2D>(product, bias);
  const moved = tf.reshape(tf.matMul(tf.reshape<tf.Rank.R2>(shift, [1, -1]), matrix), [-1]);
  return tf.add<tf.Tensor2D>(product, bias === undefined ? moved : tf.add(bias, moved));
}
