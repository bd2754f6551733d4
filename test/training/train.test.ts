import { beforeAll, describe, expect, test } from '@jest/globals';
import { EAGER_BACKENDS, type EagerBackend, useEagerBackend } from '../../src/engine/eagerBackends.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import type { TrainingState } from '../../src/models/saved/savedModel.js';
import type { FamilyMeasurement } from '../../src/results/familyMeasurement.js';
import { DivergenceError } from '../../src/training/optimiser.js';
import type { TrainingRun } from '../../src/training/train.js';
import { lossesOf, smallCorpus, smallNetwork, smallOptions } from './smallTraining.js';

// tfjs-node is optional: it is compared wherever it was built (docs/tfjs-node.md).
const backends: EagerBackend[] = [];
for (const backend of EAGER_BACKENDS) if ((await useEagerBackend(backend)).available) backends.push(backend);

describe('training', () => {
  let compiled: Engine;
  beforeAll(async () => {
    compiled = await createEngine('compiled', 1);
  });

  test('wasm and cpu load everywhere', () => expect(backends).toEqual(expect.arrayContaining(['wasm', 'cpu'])));

  // A step on plain JavaScript takes most of a second: there, the warm-up and some steps beyond it are compared.
  test.each(backends.map((backend) => [backend === 'cpu' ? 8 : 20, backend] as const))(
    '%i steps have the same losses compiled and eager on %s',
    async (steps, backend) => {
      const options = { ...smallOptions, steps };
      const eager = await lossesOf(await createEngine('eager', 1, backend), { options });
      const ours = await lossesOf(compiled, { options });
      expect(ours).toHaveLength(steps);
      ours.forEach((loss, step) => expect(Math.abs(loss - eager[step])).toBeLessThan(1e-3));
    },
    120_000,
  );

  test('20 steps lower the loss by a third', async () => {
    const losses = await lossesOf(compiled);
    expect(losses[19]).toBeLessThan(losses[0] / 1.5);
  });

  test('the captured step is not slower than eager', async () => {
    const wasm = await createEngine('eager', 1, 'wasm');
    const seconds = async (engine: Engine): Promise<number> => {
      const start = performance.now();
      await lossesOf(engine, { options: { ...smallOptions, steps: 40 } });
      return (performance.now() - start) / 1000;
    };
    await seconds(wasm);
    expect(await seconds(compiled)).toBeLessThan(await seconds(wasm)); // compiling included; ten times quicker in the benchmark
  }, 60_000);

  test('with a tied head, the whole sentence as loss and no clipping, too', async () => {
    const run = {
      network: smallNetwork({ tiedHead: true }),
      options: { ...smallOptions, loss: 'all' as const, clipNorm: null, weightDecay: 0 },
    };
    const eager = await lossesOf(await createEngine('eager', 1, 'wasm'), run);
    const ours = await lossesOf(compiled, run);
    ours.forEach((loss, step) => expect(Math.abs(loss - eager[step])).toBeLessThan(1e-3));
  });

  test('the same seed gives the same losses to the last bit, another seed others', async () => {
    const first = await lossesOf(compiled);
    expect(await lossesOf(compiled)).toEqual(first);
    expect(await lossesOf(compiled, { seed: 4 })).not.toEqual(first);
  });

  test.each(['none', 'cosine'] as const)(
    'a training that is stopped and goes on has the losses and the parameters of one in one go (decay: %s)',
    async (decay) => {
      const options = { ...smallOptions, decay, batchSize: 50 }; // several epochs, and batches that reach over their ends
      const states: TrainingState[] = [];
      const training = (steps: number, from?: TrainingRun['from']) =>
        lossesOf(compiled, { options: { ...options, steps }, from, onEnd: (state) => states.push(state) });
      const whole = await training(20);
      const start = await training(7);
      const end = await training(20, { step: 7, state: states[1] });
      expect(end).toHaveLength(13);
      // Training that goes on follows its own schedule, which differs from the first one, whose rate falls to 0 at its
      // end.
      if (decay === 'none') expect([...start, ...end]).toEqual(whole);
      if (decay === 'none') expect(states[2]).toEqual(states[0]);
      else expect(states[2]).not.toEqual(states[0]);
    },
  );

  test('the loss at the start is that of a model which knows nothing: about ln V', async () => {
    const [first] = await lossesOf(compiled, { options: { ...smallOptions, steps: 1 } });
    expect(Math.abs(first - Math.log(smallCorpus.world.vocabulary.words.length))).toBeLessThan(1.5);
  });

  test('Theorem 1 holds at every measured step, outcomes sum to 1, and what training showed often is learnt', async () => {
    const measured: FamilyMeasurement[][] = [];
    await lossesOf(compiled, {
      options: { ...smallOptions, steps: 250, batchSize: 32, weightDecay: 0 },
      curvePoints: 8,
      onMeasure: async (_step, _loss, model) => {
        const families = [];
        for (const [i, family] of smallCorpus.world.families.entries())
          families.push(await measureFamily(model, family, smallCorpus.counts[i], { gamma: 0.01 }));
        measured.push(families);
      },
    });
    expect(measured).toHaveLength(9);
    for (const m of measured.flat()) {
      expect(m.theorem1.holds).toBe(true);
      expect(m.errorRate + m.invalidMass).toBeGreaterThanOrEqual(m.theorem1.lowerSigned - 1e-9);
      expect(m.errorRate + m.invalidMass + m.abstentionRate + m.accuracy).toBeCloseTo(1, 9);
      expect(m.deltaByDerivative).toBeCloseTo(m.delta, 8);
    }
    const [first, last] = [measured[0][0], measured[8][0]];
    expect(last.crossEntropy).toBeLessThan(first.crossEntropy);
    expect(last.byCount[3].errorRate).toBeLessThan(0.1);
    expect(last.byCount[0].errorRate).toBeGreaterThan(0.5);
    expect(last.trainDelta).toBeLessThan(last.delta);
  }, 60_000);

  test('so do parameters that explode at a step whose own loss was finite', async () => {
    const options = {
      ...smallOptions,
      steps: 1,
      learningRate: 1e39,
      warmupSteps: 0,
      decay: 'none' as const,
      weightDecay: 0,
    };
    await expect(lossesOf(compiled, { options })).rejects.toThrow(
      /parameters are not finite at step 1 .*lower training\.learningRate/,
    );
  });

  test('so do parameters that are finite and give logits that are not', async () => {
    const options = {
      ...smallOptions,
      steps: 1,
      learningRate: 1e30,
      warmupSteps: 0,
      decay: 'none' as const,
      weightDecay: 0,
    };
    const onMeasure = async (_step: number, _loss: number | null, model: LanguageModel): Promise<void> => {
      await model.nextTokenLogProbabilities([smallCorpus.world.families[0].prompts[0]]);
    };
    await expect(lossesOf(compiled, { options, onMeasure })).rejects.toThrow(
      /logits are not finite at step 1 .*lower training\.learningRate/,
    );
  });

  test('a loss that explodes stops the run and says where and what to do', async () => {
    const run = lossesOf(compiled, {
      options: { ...smallOptions, learningRate: 1e12, warmupSteps: 0, clipNorm: null },
    });
    await expect(run).rejects.toThrow(DivergenceError);
    await expect(run).rejects.toThrow(/step \d+ .*learning rate 9.78e\+11.*lower training\.learningRate/);
  });
});
