/** Log-probability of one response after each prompt: the quick functions of models against one context per token. */
import { describe, expect, test } from '@jest/globals';
import { responsePath } from '../../src/corpus/answerTree.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { createEngine } from '../../src/engine/engine.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { pathLogProbabilities } from '../../src/measurement/pathLogProbabilities.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { initialParameters } from '../../src/models/networks/network.js';
import { neuralScorer } from '../../src/models/neuralScoring/neuralScorer.js';
import { ngram } from '../../src/models/ngram/ngram.js';
import { abstainer } from '../../src/models/reference/abstainer.js';
import { calibratedLearner } from '../../src/models/reference/calibratedLearner.js';
import { memoriser } from '../../src/models/reference/memoriser.js';
import { truth } from '../../src/models/reference/truth.js';
import { uniformModel } from '../../src/models/reference/uniformModel.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { facts, spelling, worldOf } from '../corpus/worlds.js';
import { smallNetwork } from '../training/smallTraining.js';

const world = worldOf({ birthdays: facts({ prompts: 40 }), spelling: spelling({ words: 200, heldOut: 0.2 }) });
const corpus = drawCorpus(world, 500, 1);
const context = { corpus, loss: 'response' as const };
const [birthdays, words] = world.families;

/** Paths of other prompts' responses, so that lengths differ within a call. */
function pathsOf({ prompts, tree }: (typeof world.families)[number]): Int32Array[] {
  return prompts.map((_, c) => responsePath(tree, (5 * c) % tree.leafEdge.length));
}

async function compare(model: LanguageModel, tolerance: number): Promise<void> {
  const { pathLogProbabilities: quickWay, ...plain } = model;
  expect(quickWay).toBeDefined();
  for (const family of world.families) {
    const quick = await pathLogProbabilities(model, family.prompts, pathsOf(family));
    const slow = await pathLogProbabilities(plain, family.prompts, pathsOf(family));
    quick.forEach((value, c) => {
      if (slow[c] === -Infinity) expect(value).toBe(-Infinity);
      else expect(Math.abs(value - slow[c])).toBeLessThan(tolerance);
    });
  }
}

test('a network: whole sentences give what a context a token gives', async () => {
  const network = smallNetwork({}, corpus);
  const random = stream(1, 'initialisation');
  const scorer = neuralScorer(network, await createEngine('compiled', 1));
  await compare(scorer.modelAt(initialParameters(network, () => 2 * normal(random))), 5e-4);
  await scorer.dispose();
});

test.each([
  ['truth', truth.fit({}, context)],
  ['uniform', uniformModel.fit({ includeAbstention: true }, context)],
  ['memoriser', memoriser.fit({ unanswered: 'uniform' }, context)],
])('a reference model, %s', async (_, model) => compare(model, 1e-12));

test('a reference model gives no probability to strings outside its tree, and refuses strings that are not prompts', async () => {
  const model = uniformModel.fit({ includeAbstention: true }, context);
  const path = responsePath(words.tree, 0);
  const longer = Int32Array.of(path[0], ...path);
  const past = Int32Array.of(...path, path[0]);
  expect([...(await model.pathLogProbabilities!([words.prompts[0], words.prompts[0]], [longer, past]))]).toEqual([
    -Infinity,
    -Infinity,
  ]);
  await expect(model.pathLogProbabilities!([path], [path])).rejects.toThrow(
    'must begin with a prompt of the world, got ',
  );
});

describe('measuring spelling', () => {
  const measure = (model: LanguageModel) =>
    measureFamily(model, words, corpus.counts[1], {
      gamma: 0.01,
      sampling: { samples: 300, stream: stream(1, 'measurement/spelling') },
    });

  test('who knows the rule errs never', async () => {
    for (const model of [truth.fit({}, context), calibratedLearner.fit({}, context)]) {
      const measured = await measure(model);
      expect(measured).toMatchObject({
        method: 'sampled',
        errorRate: 0,
        invalidMass: 0,
        accuracy: expect.closeTo(1, 12),
        delta: 0,
        iivError: 0,
      });
      expect(measured.heldOut).toEqual({ mass: expect.closeTo(0.2, 12), errorRate: 0 });
      expect(measured.theorem1.holds).toBe(true);
    }
  });

  test('who memorises errs on the words that training never shows', async () => {
    const measured = await measure(memoriser.fit({ unanswered: 'fixed' }, context));
    expect(measured.heldOut.errorRate).toBe(1);
    expect(measured.errorRate).toBeCloseTo(measured.unansweredMass, 12);
    expect(measured.byCount[0].mass).toBeCloseTo(measured.unansweredMass, 12);
  });

  test('who abstains is outside R_c: no error, no accuracy, and Theorem 1 holds', async () => {
    const measured = await measure(abstainer.fit({}, context));
    expect(measured).toMatchObject({
      errorRate: 0,
      invalidMass: 0,
      abstentionRate: expect.closeTo(1, 12),
      accuracy: 0,
      iivError: expect.closeTo(0.5, 12),
    });
    expect(measured.byCount[0].errorRate).toBeCloseTo(1, 12);
    expect(measured.theorem1.holds).toBe(true);
  });

  test('an n-gram is measured by its own next-token probabilities', async () => {
    const model = ngram.fit(ngram.options.parse({}), context);
    const measured = await measure(model);
    expect(measured.accuracy + measured.errorRate + measured.invalidMass + measured.abstentionRate).toBeCloseTo(1, 12);
    expect(measured.theorem1.holds).toBe(true);
    expect(birthdays.open).toBeNull();
  });
});
