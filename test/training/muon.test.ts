import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEngine } from '../../src/engine/engine.js';
import { sizeOf } from '../../src/engine/program.js';
import * as tf from '../../src/engine/tensors.js';
import { gru } from '../../src/models/networks/gru.js';
import { lstm } from '../../src/models/networks/lstm.js';
import { mlp } from '../../src/models/networks/mlp.js';
import { initialParameters, type Network, withinNetwork } from '../../src/models/networks/network.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { orthogonalised } from '../../src/training/muon.js';
import { withoutMoments } from '../../src/training/optimiser.js';
import { longestSentence } from '../../src/training/train.js';
import { batches, trainingSet } from '../../src/training/trainingSet.js';
import { trainingStep } from '../../src/training/trainingStep.js';
import { smallCorpus, smallNetwork, smallOptions } from './smallTraining.js';

type Matrix = readonly (readonly number[])[];

const zip = <T>(a: readonly number[], b: readonly number[], of: (x: number, y: number) => T): T[] =>
  a.map((x, i) => of(x, b[i]));
const dot = (a: readonly number[], b: readonly number[]): number =>
  zip(a, b, (x, y) => x * y).reduce((s, x) => s + x, 0);
const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix => a.map((row) => transposed(b).map((column) => dot(row, column)));

/** Orthonormal rows, from normal draws by Gram and Schmidt. */
function orthonormalRows(rows: number, columns: number, seed: number): Matrix {
  const random = stream(seed, 'initialisation');
  const done: number[][] = [];
  while (done.length < rows) {
    let row = Array.from({ length: columns }, () => normal(random));
    for (const other of done) row = zip(row, other, (x, y) => x - dot(row, other) * y);
    const norm = Math.sqrt(dot(row, row));
    done.push(row.map((x) => x / norm));
  }
  return done;
}

/** What five rounds do to one singular value of a matrix of norm 1. */
const iterated = (value: number): number =>
  Array.from({ length: 5 }).reduce<number>((x) => 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5, value);

/** The rounds in plain double precision. */
function plainOrthogonalised(x: Matrix): Matrix {
  if (x.length > x[0].length) return transposed(plainOrthogonalised(transposed(x)));
  const norm = Math.sqrt(x.reduce((sum, row) => sum + dot(row, row), 0)) + 1e-12;
  let y: Matrix = x.map((row) => row.map((value) => value / norm));
  for (let round = 0; round < 5; round++) {
    const gram = product(y, transposed(y));
    const polynomial = product(gram, gram).map((row, i) => zip(row, gram[i], (g2, g) => 2.0315 * g2 - 4.775 * g));
    y = product(polynomial, y).map((row, i) => zip(row, y[i], (moved, old) => moved + 3.4445 * old));
  }
  return y;
}

describe('matrices are orthogonalised', () => {
  // Makes the backend on which tensors are computed outside of a program.
  beforeAll(async () => void (await createEngine('eager', 1, 'cpu')));

  test('in their own singular vectors, value by value, several at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.double({ min: 0.02, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (rows, more, seed, drawn) => {
          const singular = drawn.slice(0, rows);
          const norm = Math.sqrt(dot(singular, singular));
          const u = orthonormalRows(rows, rows, seed);
          const v = orthonormalRows(rows, rows + more, seed + 1);
          const withValues = (values: readonly number[]): Matrix =>
            product(
              transposed(u).map((row) => zip(row, values, (x, s) => x * s)),
              v,
            );
          const given = withValues(singular);
          const stacked = tf.tensor3d([given, given.map((row) => row.map((x) => 7 * x))] as number[][][]);
          const [once, again] = orthogonalised(stacked).arraySync();
          const expected = withValues(singular.map((s) => iterated(s / norm)));
          expected.flat().forEach((value, i) => {
            expect(once.flat()[i]).toBeCloseTo(value, 3);
            expect(again.flat()[i]).toBeCloseTo(value, 3); // the size of a matrix does not matter
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('singular values from 0.01 of the norm come to 0.68 to 1.14', () => {
    for (let value = 0.01; value <= 1; value += 0.001) {
      expect(iterated(value)).toBeGreaterThan(0.68);
      expect(iterated(value)).toBeLessThan(1.14);
    }
  });

  test('a matrix of zeros stays one', () => {
    expect(
      orthogonalised(tf.zeros([2, 3, 4]))
        .arraySync()
        .flat(2),
    ).toEqual(new Array(24).fill(0));
  });
});

const words = smallCorpus.world.vocabulary.words.length;
const positions = longestSentence(smallCorpus.world);
const NETWORKS: readonly (readonly [string, Network])[] = [
  ['transformer', smallNetwork()],
  ['transformer with a tied head', smallNetwork({ tiedHead: true })],
  ['gru', gru.network(gru.options.parse({ width: 12, layers: 2 }), words, positions)],
  ['lstm', lstm.network(lstm.options.parse({ width: 12 }), words, positions)],
  ['mlp', mlp.network(mlp.options.parse({ width: 12 }), words, positions)],
];

describe.each(NETWORKS)('a first step of a %s', (_, network) => {
  test('moves matrices within it by the orthogonalised gradient, and all else as Adam alone', async () => {
    const set = trainingSet(smallCorpus, 'response');
    const random = stream(5, 'initialisation');
    const theta = initialParameters(network, () => normal(random));
    const shape = { batch: 16, slots: set.slots, predictions: 16 * set.predictions, rowwise: true };
    const rate = 0.01;
    const after = async (
      optimiser: 'adam' | 'muon',
      kind: 'compiled' | 'eager',
    ): Promise<Record<string, Float32Array>> => {
      const engine = await createEngine(kind, 1, kind === 'eager' ? 'cpu' : undefined);
      const step = await engine.prepare(trainingStep(network, shape, { ...smallOptions, weightDecay: 0, optimiser }));
      const run = await step.run({
        ...withoutMoments(theta),
        ...batches(set, 16, stream(3, 'batches')).next().value,
        learningRate: Float32Array.of(rate),
        correction1: Float32Array.of(1 - smallOptions.beta1),
        correction2: Float32Array.of(1 - smallOptions.beta2),
      });
      await step.dispose();
      return run as Record<string, Float32Array>;
    };
    const [adam, muon, eager] = [
      await after('adam', 'compiled'),
      await after('muon', 'compiled'),
      await after('muon', 'eager'),
    ];
    let from = 0;
    let within = 0;
    for (const spec of network.parameters) {
      const to = from + sizeOf(spec.shape);
      const moved = Array.from(muon.theta.subarray(from, to), (x, i) => theta[from + i] - x);
      if (withinNetwork(spec)) {
        within++;
        const [rows, columns] = spec.shape;
        const m = Array.from({ length: rows }, (_, i) =>
          Array.from(muon.m.subarray(from + i * columns, from + (i + 1) * columns)),
        );
        // Of a gradient that is 0 but for rounding, as that of a key's bias, Adam makes a step of any sign: engines differ there.
        muon.theta.subarray(from, to).forEach((x, i) => expect(x).toBeCloseTo(eager.theta[from + i], 4));
        const size = 0.2 * rate * Math.sqrt(Math.max(rows, columns));
        plainOrthogonalised(m)
          .flat()
          .forEach((expected, i) => expect(moved[i]).toBeCloseTo(size * expected, 5));
      } else {
        muon.theta.subarray(from, to).forEach((x, i) => expect(x).toBeCloseTo(adam.theta[from + i], 6));
      }
      from = to;
    }
    expect(within).toBeGreaterThan(0);
    expect(muon.m).toEqual(adam.m);
  });
});
