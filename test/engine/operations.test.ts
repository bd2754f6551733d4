import { beforeAll, describe, expect, test } from '@jest/globals';
import { useEagerBackend } from '../../src/engine/eagerBackends.js';
import { gelu, standardise, weightedCrossEntropy } from '../../src/engine/operations.js';
import * as tf from '../../src/engine/tensors.js';

beforeAll(async () => {
  await useEagerBackend('cpu');
});

const X = [-3, -1.5, -0.2, 0, 0.4, 1, 2.5, 4];

/** Central difference in float64 of a function of one number. */
function slopeOf(f: (x: number) => number, x: number): number {
  return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
}

describe('operations against their formulas, value and gradient', () => {
  test('GELU', () => {
    const formula = (x: number): number => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    const value = gelu(tf.tensor2d([X])).dataSync();
    const gradient = tf
      .grad((x) => tf.sum(gelu(x as tf.Tensor2D)))(tf.tensor2d([X]))
      .dataSync();
    X.forEach((x, i) => {
      expect(value[i]).toBeCloseTo(formula(x), 5);
      expect(gradient[i]).toBeCloseTo(slopeOf(formula, x), 4);
    });
  });

  test('standardised rows have mean 0 and variance 1, and a gradient orthogonal to both', () => {
    const x = tf.tensor2d([X]);
    const normal = standardise(x);
    expect(tf.mean(normal).dataSync()[0]).toBeCloseTo(0, 5);
    expect(tf.mean(tf.square(normal)).dataSync()[0]).toBeCloseTo(1, 4);
    const weights = tf.tensor2d([X.map((_, i) => i ** 2)]);
    const gradient = tf.grad((a) => tf.sum(tf.mul(standardise(a as tf.Tensor2D), weights)))(x);
    expect(tf.sum(gradient).dataSync()[0]).toBeCloseTo(0, 4);
    expect(tf.sum(tf.mul(gradient, normal)).dataSync()[0]).toBeCloseTo(0, 3);
  });

  test('cross-entropy', () => {
    const rows = [X, [...X].reverse()];
    const [labels, weights] = [
      [2, 6],
      [0.25, 0.75],
    ];
    const formula = (row: readonly number[], label: number): number =>
      Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[label];
    const loss = (logits: tf.Tensor): tf.Scalar =>
      weightedCrossEntropy(logits as tf.Tensor2D, tf.tensor1d(labels, 'int32'), tf.tensor1d(weights));
    expect(loss(tf.tensor2d(rows)).dataSync()[0]).toBeCloseTo(
      0.25 * formula(rows[0], 2) + 0.75 * formula(rows[1], 6),
      5,
    );
    const gradient = tf.grad(loss)(tf.tensor2d(rows)).dataSync();
    rows.forEach((row, r) =>
      row.forEach((x, i) => {
        const at = (value: number): number =>
          formula(
            row.map((other, j) => (j === i ? value : other)),
            labels[r],
          );
        expect(gradient[r * X.length + i]).toBeCloseTo(weights[r] * slopeOf(at, x), 4);
      }),
    );
  });
});
