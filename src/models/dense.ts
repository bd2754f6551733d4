/** Affine maps x W + b: their parameters, named `name` and `name.bias`, and their product; and other parameters' starts. */
import * as tf from '@tensorflow/tfjs';
import type { ParameterSpec } from './network.js';

/** A parameter by its name within a layer. */
export type Lookup = (name: string) => tf.Tensor;

export const normalSpec = (name: string, shape: readonly number[], deviation: number): ParameterSpec => ({ name, shape, initial: { kind: 'normal', deviation } });

export const constantSpec = (name: string, size: number, value: number): ParameterSpec => ({ name, shape: [size], initial: { kind: 'constant', value } });

/** Inputs of variance 1 start with products of variance `gain`². */
export const denseSpecs = (name: string, from: number, to: number, gain = 1): ParameterSpec[] => [
  normalSpec(name, [from, to], gain / Math.sqrt(from)),
  constantSpec(`${name}.bias`, to, 0),
];

/** The same parameters under names that begin with a layer's number. */
export const inLayer = (layer: number, specs: readonly ParameterSpec[]): ParameterSpec[] => specs.map((spec) => ({ ...spec, name: `${layer}.${spec.name}` }));

/** x [rows, from] times the matrix of that name, plus its bias: [rows, to]. */
export const linear = (of: Lookup, name: string, x: tf.Tensor2D): tf.Tensor2D => tf.add(tf.matMul(x, of(name) as tf.Tensor2D), of(`${name}.bias`));
