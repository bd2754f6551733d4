/** The study of many worlds: its closed forms against the measuring path, and its sums against the theory. */
import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { calibratedLearner } from '../../src/models/reference/calibratedLearner.js';
import { memoriser } from '../../src/models/reference/memoriser.js';
import type { StudyValues } from '../../src/studies/study.js';
import { type LearnerName, learners, twiceIivErrorOfCalibrated } from '../../src/studies/worlds/learners.js';
import { summed, type WorldLaw } from '../../src/studies/worlds/sampledWorld.js';
import { worlds } from '../../src/studies/worlds/worlds.js';
import { valuesOfWorlds } from '../../src/studies/worlds/worldValues.js';
import { facts, lexicon, worldOf } from '../corpus/worlds.js';

const SETTINGS = [
  { responses: 12, answerProbability: 0.8, frequency: { kind: 'uniform' }, seed: 1 },
  { responses: 64, answerProbability: 1, frequency: { kind: 'zipf', exponent: 1 }, seed: 2 },
  { responses: 365, answerProbability: 0.6, frequency: { kind: 'zipf', exponent: 1 }, seed: 3 },
] as const;

describe.each(SETTINGS)(
  'on a world with $responses responses, the closed forms are what is measured of',
  ({ seed, ...changes }) => {
    const examples = 150;
    const world = worldOf({ facts: facts({ prompts: 100, ...changes }) }, { examples, seed });
    const corpus = drawCorpus(world, examples, seed);
    const [family] = world.families;
    const law: WorldLaw = {
      promptWeight: family.promptWeight,
      answerProbability: changes.answerProbability,
      responses: changes.responses,
      examples,
    };
    const sums = summed(law, corpus.counts[0].answered, (prompt) => family.answer[prompt] === 0);
    const fitted = {
      calibrated: calibratedLearner.fit({}, { corpus, loss: 'response' }),
      memoriser: memoriser.fit({ unanswered: 'uniform' }, { corpus, loss: 'response' }),
      confident: memoriser.fit({ unanswered: 'fixed' }, { corpus, loss: 'response' }),
      abstaining: memoriser.fit({ unanswered: 'abstain' }, { corpus, loss: 'response' }),
    };

    test.each(Object.keys(fitted) as LearnerName[])('the %s learner', async (name) => {
      const measured = await measureFamily(fitted[name], family, corpus.counts[0], { gamma: 0.01 });
      const { error, delta } = learners[name](sums, law);
      expect(measured.errorRate).toBeCloseTo(error, 9);
      expect(measured.delta).toBeCloseTo(delta, 9);
      expect(measured.missingMass).toBeCloseTo(sums.missingMass, 9);
      expect(measured.singletonRate).toBe(sums.singletons / examples);
      if (name === 'calibrated') expect(2 * measured.iivError).toBeCloseTo(twiceIivErrorOfCalibrated(sums, law), 9);
    });
  },
);

describe('figures of many worlds', () => {
  const context = { seed: 1, lexicon, onProgress: () => {} };
  const run = async (options: object, seed = 1) =>
    (await worlds.run(worlds.options.parse(options), { ...context, seed })) as StudyValues &
      Record<string, Record<string, number>>;

  test('the mean of sr − MM is Σ μ′²(1 − μ′)^(N−1), and its spread what n_1 and n_2 say', async () => {
    const figures = await run({ prompts: 300, examples: 300, worlds: 4000, responses: 12 });
    // 300 prompts of μ = 1/300: E[sr] = (1 − μ)^299, E[MM] = (1 − μ)^300.
    expect(figures.singletonRate).toBeCloseTo((299 / 300) ** 299, 2);
    expect(figures.goodTuring.expectedBias).toBeCloseTo((299 / 300) ** 299 / 300, 12);
    expect(Math.abs(figures.goodTuring.z)).toBeLessThan(4);
    expect(Math.abs(figures.goodTuring.spread - 1)).toBeLessThan(0.05);
  });

  test('worlds that break a bound are counted', () => {
    const law: WorldLaw = {
      promptWeight: new Float64Array(4).fill(0.25),
      answerProbability: 1,
      responses: 12,
      examples: 10_000,
    };
    const world = (missingMass: number) => ({
      singletons: 3000,
      doubletons: 1000,
      unansweredMass: missingMass,
      missingMass,
      luckyMass: 0,
    });
    // Lemma 1 allows 4.42 √(ln 500/10⁴) = 0.110 about sr = 0.3, Theorem 2's upper half err ≤ 0.275 + 0.13.
    const figures = valuesOfWorlds(law, [world(0.3), world(0.42), world(0.46)], 0.01) as Record<
      string,
      Record<string, number>
    >;
    expect(figures.lemma1).toMatchObject({ violations: 2 });
    expect(figures.lemma1.largestRatio).toBeCloseTo(0.16 / 0.1102, 2);
    expect(figures.upper).toMatchObject({ violations: 1 });
  });

  test('the abstaining learner meets the bound by its δ alone: equality where α = 1', async () => {
    const { abstaining, calibrated } = await run({ prompts: 200, examples: 100, worlds: 50, responses: 12 });
    expect(abstaining.error).toBe(0);
    expect(abstaining.slack).toBeCloseTo(2 / 11, 12);
    expect(calibrated.delta).toBe(0);
    expect(calibrated.slack).toBeGreaterThan(0);
  });

  test('depends on the seed and on the options, and on nothing else', async () => {
    const options = { prompts: 100, examples: 80, worlds: 20 };
    expect(await run(options)).toEqual(await run(options));
    expect(await run(options, 2)).not.toEqual(await run(options));
    expect((await run({ ...options, responses: 12 })).singletonRate).not.toBe((await run(options)).singletonRate);
  });
});
