import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capture } from '../../src/engine/capture/captureBackend.js';
import { optimise } from '../../src/engine/capture/optimise.js';
import { runGraph } from '../../src/engine/compiled.js';
import { gelu } from '../../src/engine/operations.js';
import type { Feeds, Program } from '../../src/engine/program.js';
import * as tf from '../../src/engine/tensors.js';
import { initialParameters, parameterCount } from '../../src/models/networks/network.js';
import { integer } from '../../src/random/integer.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { trainingStep } from '../../src/training/trainingStep.js';
import { smallNetwork, smallOptions } from '../training/smallTraining.js';

function matrix(rows: number, columns: number) {
  return { shape: [rows, columns], dtype: 'float32' } as const;
}

function randomFeeds({ inputs }: Program, seed: number): Feeds {
  const random = stream(seed, 'initialisation');
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => normal(random)),
    ]),
  );
}

/** Runs a program as captured and as optimised; returns the operators of the optimised graph. */
async function bothWays(program: Program, feeds: Feeds, tolerance = 1e-5): Promise<string[]> {
  const plain = await runGraph(capture(program), program, 1);
  const graph = optimise(capture(program));
  const optimised = await runGraph(graph, program, 1);
  const [wanted, actual] = [await plain.run(feeds), await optimised.run(feeds)];
  await plain.dispose();
  await optimised.dispose();
  expect(Object.keys(actual).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, values] of Object.entries(wanted)) {
    expect(actual[name]).toHaveLength(values.length);
    values.forEach((value, i) =>
      expect(Math.abs(actual[name][i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value))),
    );
  }
  return graph.nodes.map(({ operator }) => operator);
}

const size = fc.integer({ min: 1, max: 6 });

describe('an optimised graph computes what the captured one does', () => {
  test('a training step', async () => {
    const network = smallNetwork();
    const shape = { batch: 8, slots: 6, predictions: 24 };
    const program = trainingStep(network, shape, smallOptions);
    const random = stream(7, 'initialisation');
    const tokens = (length: number, below: number): Int32Array =>
      Int32Array.from({ length }, () => integer(random, below));
    const count = parameterCount(network);
    const feeds = {
      theta: initialParameters(network, () => normal(random)),
      m: Float32Array.from({ length: count }, () => 0.01 * normal(random)),
      v: Float32Array.from({ length: count }, () => 0.01 * normal(random) ** 2),
      tokens: tokens(48, network.vocabularySize),
      asked: tokens(24, 48),
      labels: tokens(24, network.vocabularySize),
      weights: new Float32Array(24).fill(1 / 24),
      learningRate: Float32Array.of(0.01),
      correction1: Float32Array.of(0.1),
      correction2: Float32Array.of(0.02),
    };
    await bothWays(program, feeds);
  });

  test('products with addends: bias, matrix, product, and what must stay an addition', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, size, fc.boolean(), async (rows, inner, columns, transpose) => {
        const program: Program = {
          inputs: {
            a: matrix(rows, inner),
            b: transpose ? matrix(columns, inner) : matrix(inner, columns),
            c: matrix(rows, columns),
            bias: matrix(1, columns),
            column: matrix(rows, 1),
          },
          run: ({ a, b, c, bias, column }) => {
            const product = (): tf.Tensor => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, transpose);
            const shared = product();
            return {
              ofBias: tf.add(product(), tf.reshape(bias, [columns])),
              ofMatrix: tf.add(c, product()),
              ofProducts: tf.add(product(), tf.add(product(), c)),
              ofColumn: tf.add(product(), column),
              shared,
              ofShared: tf.add(shared, c),
            };
          },
        };
        const operators = await bothWays(program, randomFeeds(program, rows + 10 * columns));
        expect(operators.filter((operator) => operator === 'Gemm').length).toBeGreaterThanOrEqual(4);
      }),
      { numRuns: 10 },
    );
  });

  test('scaled rows, of which the products and sums are narrower', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        fc.integer({ min: 7, max: 9 }),
        fc.boolean(),
        fc.boolean(),
        async (rows, inner, columns, summed, kept) => {
          const program: Program = {
            inputs: {
              x: matrix(rows, columns),
              scale: matrix(rows, 1),
              a: matrix(rows, inner),
              b: matrix(inner, columns),
            },
            run: ({ x, scale, a, b }) => {
              const scaled = tf.mul(x, scale) as tf.Tensor2D;
              return {
                left: tf.matMul(scaled, b as tf.Tensor2D, false, true),
                right: tf.matMul(a as tf.Tensor2D, scaled, true, false),
                ...(summed && { sums: tf.sum(scaled, 0) }),
                ...(kept && { scaled: tf.add(scaled, 1) }),
              };
            },
          };
          const operators = await bothWays(program, randomFeeds(program, rows + columns));
          // A node that needs the scaled matrix itself prevents the rewriting.
          expect(operators.includes('ReduceSum')).toBe(summed && kept);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('outputs are named by their makers, where they have one of their own', async () => {
    const program: Program = {
      inputs: { x: matrix(2, 3) },
      run: ({ x }) => {
        const y = tf.mul(x, 2);
        return { x, y, again: y, z: tf.add(y, x) };
      },
    };
    const operators = await bothWays(program, randomFeeds(program, 1));
    expect(operators.filter((operator) => operator === 'Identity')).toHaveLength(2); // of the input, and of the value that has a name
  });

  test('GELU without gradients is one node, with them it is not', async () => {
    const forward: Program = { inputs: { x: matrix(5, 7) }, run: ({ x }) => ({ y: gelu(x as tf.Tensor2D) }) };
    const operators = await bothWays(forward, randomFeeds(forward, 3));
    expect(operators).toContain('FastGelu');
    expect(operators).not.toContain('Sigmoid');
    const withGradient: Program = {
      inputs: { x: matrix(5, 7) },
      run: ({ x }) => {
        const { value, grad } = tf.valueAndGrad((each: tf.Tensor) => tf.sum(tf.square(gelu(each as tf.Tensor2D))))(x);
        return { value, grad };
      },
    };
    expect(await bothWays(withGradient, randomFeeds(withGradient, 4))).not.toContain('FastGelu');
  });

  test('what only looks like GELU stays', async () => {
    const other: Program = {
      inputs: { x: matrix(4, 3) },
      run: ({ x }) => ({ y: tf.mul(x, tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), 0.5), 1.5957691216)))) }),
    };
    expect(await bothWays(other, randomFeeds(other, 5))).not.toContain('FastGelu');
  });
});
