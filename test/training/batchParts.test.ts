import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEngine } from '../../src/engine/engine.js';
import { initialParameters, parameterCount } from '../../src/models/networks/network.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { batchParts } from '../../src/training/batchParts.js';
import { dropoutMasks } from '../../src/training/dropoutMasks.js';
import { batches, trainingSet } from '../../src/training/trainingSet.js';
import { trainingStep } from '../../src/training/trainingStep.js';
import { smallCorpus, smallNetwork, smallOptions } from './smallTraining.js';

describe('a batch in parts', () => {
  test('parts are equal, few, and cover every row and prediction once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 8 }),
        (batch, slots, each) => {
          const parts = batchParts({ batch, slots, predictions: batch * each, rowwise: true });
          expect(parts.length).toBeLessThanOrEqual(4);
          parts.forEach(({ firstRow, rows, firstPrediction, predictions }, i) => {
            expect([firstRow, rows, firstPrediction, predictions]).toEqual([
              (i * batch) / parts.length,
              batch / parts.length,
              firstRow * each,
              rows * each,
            ]);
          });
        },
      ),
    );
  });

  test.each([
    [{ batch: 256, slots: 32, predictions: 8192 }, 4],
    [{ batch: 256, slots: 32, predictions: 8192, mostParts: 1 }, 1],
    [{ batch: 256, slots: 16, predictions: 4096 }, 2],
    [{ batch: 128, slots: 8, predictions: 1024 }, 1],
    [{ batch: 255, slots: 32, predictions: 8160 }, 3],
    [{ batch: 257, slots: 32, predictions: 8224 }, 1],
    [{ batch: 256, slots: 32, predictions: 512 }, 1], // nobody says that it may be cut
    [{ batch: 256, slots: 32, predictions: 512, rowwise: true }, 4],
  ])('%j: %d parts', (shape, count) => {
    expect(batchParts(shape)).toHaveLength(count);
  });

  test.each([0, 0.2])(
    'the step is the same as of the whole batch with all its slots, padding included (dropout: %p)',
    async (dropout) => {
      const network = smallNetwork({ dropout });
      const set = trainingSet(smallCorpus, 'response');
      const batch = Math.ceil(4096 / set.slots / 2) * 2;
      const shape = { batch, slots: set.slots, predictions: batch * set.predictions };
      const drawn = batches(set, batch, stream(3, 'batches')).next().value;
      expect(drawn.weights.includes(0)).toBe(true); // else there were no padding to go wrong
      expect(set.predictions).toBeLessThanOrEqual(0.75 * set.slots); // so that slots are left out of the last layer
      const random = stream(3, 'initialisation');
      const theta = initialParameters(network, () => normal(random));
      const feeds = {
        theta,
        m: new Float32Array(theta.length),
        v: new Float32Array(theta.length),
        ...drawn,
        ...dropoutMasks(network, batch, set.slots, 3, 1),
        learningRate: Float32Array.of(0.01),
        correction1: Float32Array.of(0.1),
        correction2: Float32Array.of(0.01),
      };
      const engine = await createEngine('compiled', 1);
      const [whole, cut] = await Promise.all(
        [false, true].map(async (rowwise) => {
          expect(batchParts({ ...shape, rowwise }).length > 1).toBe(rowwise);
          const step = await engine.prepare(trainingStep(network, { ...shape, rowwise }, smallOptions));
          const outputs = await step.run(feeds);
          await step.dispose();
          return outputs;
        }),
      );
      expect(cut.loss[0]).toBeCloseTo(whole.loss[0], 5);
      expect(parameterCount(network)).toBe(cut.m.length);
      cut.m.forEach((value, i) => expect(Math.abs(value - whole.m[i])).toBeLessThan(1e-6));
    },
  );
});
