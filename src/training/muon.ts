/** Muon: a step of one length in every direction for the matrices within a network, and of Adam for its other parameters. */

import * as tf from '../engine/tensors.js';
import { type Network, type ParameterSpec, unpackParameters, withinNetwork } from '../models/networks/network.js';

/** Coefficients of x ↦ A x + B x³ + C x⁵ (Jordan et al. 2024): in five rounds a singular value from 0.01 to 1 comes near 1. */
const [A, B, C] = [3.4445, -4.775, 2.0315];
const ROUNDS = 5;
const EPSILON = 1e-12;

/**
 * Size of a step: its root mean square is about that of Adam's steps (Liu et al. 2025, §2.2), so that one learning rate
 * suits both.
 */
const ADAM_SIZE = 0.2;

/**
 * Returns matrices with the singular vectors of those given and singular values near 1 (0.68 to 1.14 in the worst case).
 * @param x [matrices, rows, columns], rows ≤ columns
 */
export function orthogonalised(x: tf.Tensor3D): tf.Tensor3D {
  const norm = tf.sqrt(tf.sum(tf.square(x), [1, 2], true));
  let y = tf.div<tf.Tensor3D>(x, tf.add(norm, EPSILON));
  for (let round = 0; round < ROUNDS; round++) {
    const gram = tf.matMul<tf.Tensor3D>(y, y, false, true);
    const polynomial = tf.add<tf.Tensor3D>(tf.mul(gram, B), tf.mul(tf.matMul(gram, gram), C));
    y = tf.add<tf.Tensor3D>(tf.mul(y, A), tf.matMul(polynomial, y));
  }
  return y;
}

/**
 * Returns a direction of Adam in which the matrices within the network have that of Muon: the momentum, one step ahead
 * (Nesterov), orthogonalised (Jordan et al. 2024). Matrices of one shape go through the rounds together.
 * @param direction [parameterCount]
 * @param momentum [parameterCount]
 */
export function withMuon(network: Network, direction: tf.Tensor1D, momentum: tf.Tensor1D): tf.Tensor1D {
  const { parameters } = network;
  const parts = unpackParameters(network, direction);
  const momenta = unpackParameters(network, momentum) as Record<string, tf.Tensor2D>;
  for (const alike of ofOneShape(parameters)) {
    const [rows, columns] = lying(parameters[alike[0]]);
    const stacked = tf.concat<tf.Tensor3D>(
      alike.map((i) => {
        const matrix = momenta[parameters[i].name];
        return tf.reshape<tf.Rank.R3>(isTall(parameters[i]) ? tf.transpose(matrix) : matrix, [1, rows, columns]);
      }),
    );
    const size = ADAM_SIZE * Math.sqrt(columns);
    const product = tf.mul<tf.Tensor3D>(orthogonalised(stacked), size);
    const turned = alike.length === 1 ? [product] : tf.split(product, alike.length); // the engine splits nothing into one
    alike.forEach((i, place) => {
      const matrix = tf.reshape<tf.Rank.R2>(turned[place], [rows, columns]);
      parts[parameters[i].name] = isTall(parameters[i]) ? tf.transpose(matrix) : matrix;
    });
  }
  return tf.concat(parameters.map(({ name }) => tf.reshape<tf.Rank.R1>(parts[name], [-1])));
}

/** Returns the indices of the matrices within the network, those that have one shape or its transpose together. */
function ofOneShape(parameters: readonly ParameterSpec[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  parameters.forEach((spec, i) => {
    if (!withinNetwork(spec)) return;
    const shape = lying(spec).join('×');
    groups.set(shape, [...(groups.get(shape) ?? []), i]);
  });
  return [...groups.values()];
}

function isTall({ shape: [rows, columns] }: ParameterSpec): boolean {
  return rows > columns;
}

/** Returns rows and columns, with fewer rows than columns. */
function lying({ shape: [rows, columns] }: ParameterSpec): readonly [number, number] {
  return [Math.min(rows, columns), Math.max(rows, columns)];
}
