import { beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import * as tf from '../../src/engine/tensors.js';
import { parameterCount, unpackParameters, visibilityMatrix } from '../../src/models/networks/network.js';
import { neuralScorer } from '../../src/models/neuralScoring/neuralScorer.js';
import type { TrainingState } from '../../src/models/saved/savedModel.js';
import { dropoutMasks } from '../../src/training/dropoutMasks.js';
import type { TrainingRun } from '../../src/training/train.js';
import { trainingStep } from '../../src/training/trainingStep.js';
import { randomParameters } from '../models/smallNetworks.js';
import { lossesOf, smallCorpus, smallNetwork, smallOptions } from './smallTraining.js';

const plain = smallNetwork();
const dropping = smallNetwork({ dropout: 0.2 });

describe('dropout', () => {
  let compiled: Engine;
  beforeAll(async () => {
    compiled = await createEngine('compiled', 1);
  });

  test('masks drop their share, keep a mean of 1, and are the same for the same seed and step', () => {
    const { masks } = dropoutMasks(dropping, 64, 12, 1, 1);
    expect(masks!.length).toBe(5 * 64 * 12 * 16); // embeddings and two branches of two layers
    const kept = masks!.filter((value) => value > 0);
    expect(new Set(kept).size).toBe(1);
    expect(kept[0]).toBeCloseTo(1 / 0.8, 4);
    // 61,440 draws: five standard deviations are 0.008.
    expect(Math.abs(kept.length / masks!.length - 0.8)).toBeLessThan(0.008);
    const odd = masks!.filter((_, i) => i % 2 === 1);
    expect(Math.abs(odd.filter((value) => value > 0).length / odd.length - 0.8)).toBeLessThan(0.0115);
    expect(dropoutMasks(dropping, 64, 12, 1, 1).masks).toEqual(masks);
    expect(dropoutMasks(dropping, 64, 12, 1, 2).masks).not.toEqual(masks);
    expect(dropoutMasks(dropping, 64, 12, 2, 1).masks).not.toEqual(masks);
    expect(dropoutMasks(smallNetwork({ dropout: 0.9999999 }), 64, 12, 1, 1).masks!.every(Number.isFinite)).toBe(true);
  });

  test('at 0 nothing is fed', () => {
    expect(dropoutMasks(plain, 64, 12, 1, 1)).toEqual({});
    const shape = { batch: 2, slots: 12, predictions: 4 };
    expect(trainingStep(plain, shape, smallOptions).inputs).not.toHaveProperty('masks');
    expect(trainingStep(dropping, shape, smallOptions).inputs.masks.shape).toEqual([5, 2, 12, 16]);
  });

  test('the same training compiled and eager, another one than without', async () => {
    const run = { network: dropping, options: { ...smallOptions, steps: 10 } };
    const ours = await lossesOf(compiled, run);
    const eager = await lossesOf(await createEngine('eager', 1, 'wasm'), run);
    ours.forEach((loss, step) => expect(Math.abs(loss - eager[step])).toBeLessThan(1e-3));
    expect(await lossesOf(compiled, run)).toEqual(ours);
    const without = await lossesOf(compiled, { ...run, network: plain });
    expect(Math.abs(without[0] - ours[0])).toBeGreaterThan(1e-3);
    expect(ours[9]).toBeLessThan(ours[0]);
  }, 60_000);

  test('a training that is stopped and goes on drops what one in one go does', async () => {
    const states: TrainingState[] = [];
    const training = (steps: number, from?: TrainingRun['from']) =>
      lossesOf(compiled, {
        network: dropping,
        options: { ...smallOptions, decay: 'none', steps },
        from,
        onEnd: (state) => states.push(state),
      });
    const whole = await training(8);
    const parts = [...(await training(3)), ...(await training(8, { step: 3, state: states[1] }))];
    expect(parts).toEqual(whole);
    expect(states[2]).toEqual(states[0]);
  });

  test('what is measured is the whole network', async () => {
    const theta = randomParameters(plain, 1);
    const [a, b] = [neuralScorer(plain, compiled), neuralScorer(dropping, compiled)];
    const prompts = smallCorpus.world.families[0].prompts.slice(0, 5);
    expect(await b.modelAt(theta).nextTokenLogProbabilities(prompts)).toEqual(
      await a.modelAt(theta).nextTokenLogProbabilities(prompts),
    );
    await a.dispose();
    await b.dispose();
  });

  test('masks of ones change nothing; one that drops all embeddings and branches leaves nothing of a sentence', async () => {
    const hidden = async (mask: number | undefined): Promise<Float32Array> => {
      const [batch, slots] = [2, 6];
      const executable = await compiled.prepare({
        inputs: {
          theta: { shape: [parameterCount(dropping)], dtype: 'float32' },
          tokens: { shape: [batch, slots], dtype: 'int32' },
        },
        run: ({ theta, tokens }) => {
          const layout = {
            positions: tf.tensor1d([0, 1, 2, 3, 4, 5], 'int32'),
            visibility: tf.tensor2d(
              visibilityMatrix(slots, (looking, at) => at <= looking),
              [slots, slots],
            ),
          };
          const masks = mask === undefined ? undefined : (tf.fill([5, batch, slots, 16], mask) as tf.Tensor4D);
          return {
            hidden: dropping.hidden(
              unpackParameters(dropping, theta as tf.Tensor1D),
              tokens as tf.Tensor2D,
              layout,
              masks,
            ),
          };
        },
      });
      const values = await executable.run({
        theta: randomParameters(dropping, 1),
        tokens: Int32Array.from({ length: 12 }, (_, i) => i),
      });
      await executable.dispose();
      return values.hidden;
    };
    const whole = await hidden(undefined);
    (await hidden(1)).forEach((value, i) => expect(Math.abs(value - whole[i])).toBeLessThan(1e-5));
    expect((await hidden(0)).every((value) => Math.abs(value) < 1e-6)).toBe(true);
    expect(whole.some((value) => Math.abs(value) > 0.1)).toBe(true);
  });
});
