/** Affine maps x W + b: their parameters, named `name` and `name.bias`, and their product; and other parameters' starts. */
import * as tf from '@tensorflow/tfjs';
import type { ParameterSpec } from './network.js';

/** A parameter by its name within a layer. */
export type Lookup = (name: string) => tf.Tensor;

export function normalSpec(name: string, shape: readonly number[], deviation: number): ParameterSpec {
  return { name, shape, initial: { kind: 'normal', deviation } };
}

export function constantSpec(name: string, size: number, value: number): ParameterSpec {
  return { name, shape: [size], initial: { kind: 'constant', value } };
}

/** Inputs of variance 1 start with products of variance `gain`². */
export function denseSpecs(name: string, from: number, to: number, gain = 1): ParameterSpec[] {
  return [normalSpec(name, [from, to], gain / Math.sqrt(from)), constantSpec(`${name}.bias`, to, 0)];
}

/** The same parameters under names that begin with a layer's number. */
export function inLayer(layer: number, specs: readonly ParameterSpec[]): ParameterSpec[] {
  return specs.map((spec) => ({ ...spec, name: `${layer}.${spec.name}` }));
}

/** x [rows, from] times the matrix of that name, plus its bias: [rows, to]. */
export function denseLayer(of: Lookup, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.matMul(x, of(name) as tf.Tensor2D), of(`${name}.bias`));
}

/**
 * The affine map of that name behind a norm's scale and, where it has one, bias: (x ⊙ s + c) W + b = x (s ⊙ W) + (c W + b),
 * which leaves the rows, of which there are many, alone. Norms and maps without a bias look up nothing under its name.
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
