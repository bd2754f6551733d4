import { describe, expect, test } from '@jest/globals';
import type { Corpus } from '../../src/corpus/corpus.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { sentence } from '../../src/corpus/sentence.js';
import { STOP } from '../../src/corpus/vocabulary.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { abstainer } from '../../src/models/reference/abstainer.js';
import { calibratedLearner } from '../../src/models/reference/calibratedLearner.js';
import { lookup } from '../../src/models/reference/lookup.js';
import { marginal } from '../../src/models/reference/marginal.js';
import { memoriser } from '../../src/models/reference/memoriser.js';
import { referenceModel } from '../../src/models/reference/referenceModel.js';
import { truth } from '../../src/models/reference/truth.js';
import { uniformModel } from '../../src/models/reference/uniformModel.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { brackets, facts, worldOf } from '../corpus/worlds.js';

const world = worldOf({
  birthdays: facts({ prompts: 30, answerProbability: 0.8 }),
  keywords: facts({ prompts: 20, responses: 40, answerProbability: 0.25 }),
  brackets: brackets({ prompts: 40, kinds: 2, depth: 3 }),
});
const corpus = drawCorpus(world, 60, 3);
const context = { corpus, loss: 'response' as const };

/**
 * p̂ of every response of a prompt, [R + 1]: the product of next-token probabilities over the sentence's end, stop
 * included.
 */
async function distributionOf(model: LanguageModel, family: number, prompt: number): Promise<number[]> {
  const { responseCount } = world.families[family];
  const sentences = Array.from({ length: responseCount + 1 }, (_, r) => sentence(world, family, prompt, r));
  const contexts = sentences.flatMap(({ tokens, responseStart }) =>
    Array.from({ length: tokens.length - responseStart }, (_, i) => tokens.slice(0, responseStart + i)),
  );
  const rows = await model.nextTokenLogProbabilities(contexts);
  let row = 0;
  return sentences.map(({ tokens, responseStart }) => {
    let sum = 0;
    for (const token of tokens.subarray(responseStart)) sum += rows[row++ * model.vocabularySize + token];
    return Math.exp(sum);
  });
}

/** Returns the same from `answerTreeLogProbabilities`, with the stop of the path and without other stops. */
async function quickDistributionOf(model: LanguageModel, family: number, prompt: number): Promise<number[]> {
  const { tree, prompts } = world.families[family];
  const edges = await model.answerTreeLogProbabilities!([prompts[prompt]], tree);
  return Array.from(tree.leafEdge, (leaf) => {
    let sum = 0;
    for (let edge = leaf; edge >= 0; edge = tree.edgeParent[edge]) sum += edges[edge];
    return Math.exp(sum);
  });
}

type Expected = (family: number, prompt: number, response: number) => number;
function describeWorld(family: number, prompt: number, of: Corpus = corpus) {
  const { answerProbability, answer, responseCount, nature } = of.world.families[family];
  return {
    alpha: answerProbability[prompt],
    answer: answer[prompt],
    R: responseCount,
    nature,
    seen: of.counts[family].answered[prompt] > 0,
  };
}
const closedForms: [string, LanguageModel, Expected][] = [
  [
    'calibrated learner',
    calibratedLearner.fit({}, context),
    (f, c, r) => {
      const { alpha, answer, R, nature, seen } = describeWorld(f, c);
      if (r === R) return 1 - alpha;
      return seen || nature === 'pattern' ? (r === answer ? alpha : 0) : alpha / R;
    },
  ],
  ['abstainer', abstainer.fit({}, context), (f, c, r) => (r === describeWorld(f, c).R ? 1 : 0)],
  ['uniform', uniformModel.fit({ includeAbstention: true }, context), (f, c) => 1 / (describeWorld(f, c).R + 1)],
  [
    'uniform without IDK',
    uniformModel.fit({ includeAbstention: false }, context),
    (f, c, r) => (r === describeWorld(f, c).R ? 0 : 1 / describeWorld(f, c).R),
  ],
  [
    'marginal',
    marginal.fit({}, context),
    (f, c, r) => {
      const { alpha, R } = describeWorld(f, c);
      return r === R ? 1 - alpha : alpha / R;
    },
  ],
  [
    'truth',
    truth.fit({}, context),
    (f, c, r) => {
      const { alpha, answer, R } = describeWorld(f, c);
      return r === R ? 1 - alpha : r === answer ? alpha : 0;
    },
  ],
  [
    'memoriser, uniform',
    memoriser.fit({ unanswered: 'uniform' }, context),
    (f, c, r) => {
      const { answer, R, seen } = describeWorld(f, c);
      return r === R ? 0 : seen ? Number(r === answer) : 1 / R;
    },
  ],
  [
    'memoriser, fixed',
    memoriser.fit({ unanswered: 'fixed' }, context),
    (f, c, r) => {
      const { answer, seen } = describeWorld(f, c);
      return Number(r === (seen ? answer : 0));
    },
  ],
  [
    'memoriser, abstain',
    memoriser.fit({ unanswered: 'abstain' }, context),
    (f, c, r) => {
      const { answer, R, seen } = describeWorld(f, c);
      return Number(r === (seen ? answer : R));
    },
  ],
  [
    'lookup',
    lookup.fit({}, context),
    (f, c, r) => {
      const { answer, R, seen, nature } = describeWorld(f, c);
      return Number(r === (seen || nature === 'pattern' ? answer : R));
    },
  ],
];

test('the corpus leaves some prompts of every family unanswered, and not all', () => {
  for (const { answered } of corpus.counts) {
    expect(answered.some((count) => count === 0)).toBe(true);
    expect(answered.some((count) => count > 0)).toBe(true);
  }
});

describe.each(closedForms)('%s', (_, model, expected) => {
  test('has its closed form, by next tokens and by the tree', async () => {
    for (const family of world.families.keys()) {
      // The first prompts and one of each kind: answered and unanswered.
      const { answered } = corpus.counts[family];
      for (const prompt of new Set([0, 1, answered.indexOf(0), answered.findIndex((count) => count > 0)])) {
        const slow = await distributionOf(model, family, prompt);
        const quick = await quickDistributionOf(model, family, prompt);
        slow.forEach((probability, response) => {
          expect(Math.abs(probability - expected(family, prompt, response))).toBeLessThan(1e-12);
          expect(Math.abs(quick[response] - probability)).toBeLessThan(1e-12);
        });
      }
    }
  });

  test('every row is normalised, also after responses that it never gives', async () => {
    for (const [index, { prompts, tree }] of world.families.entries()) {
      const contexts = tree.prefixes.map((prefix) => Int32Array.from([...prompts[index], ...prefix]));
      const rows = await model.nextTokenLogProbabilities(contexts);
      for (let i = 0; i < contexts.length; i++) {
        const row = rows.subarray(i * model.vocabularySize, (i + 1) * model.vocabularySize);
        expect(row.reduce((sum, logP) => sum + Math.exp(logP), 0)).toBeCloseTo(1, 12);
      }
    }
  });
});

describe('referenceModel', () => {
  test('gives any distribution back, zeros included', async () => {
    const draws = stream(1, 'sample');
    const tables = world.families.map(({ prompts, responseCount }) =>
      prompts.map(() => {
        const weights = Float64Array.from({ length: responseCount + 1 }, () =>
          uniform(draws) < 0.6 ? 0 : uniform(draws) ** 20,
        );
        weights[responseCount] += 1e-9;
        const total = weights.reduce((a, b) => a + b);
        return weights.map((weight) => weight / total);
      }),
    );
    const model = referenceModel('table', world, (family, prompt) => tables[family][prompt]);
    for (const family of world.families.keys()) {
      for (const prompt of [0, 7, 19]) {
        const slow = await distributionOf(model, family, prompt);
        const quick = await quickDistributionOf(model, family, prompt);
        tables[family][prompt].forEach((probability, response) => {
          expect(Math.abs(slow[response] - probability)).toBeLessThan(1e-12);
          expect(Math.abs(quick[response] - probability)).toBeLessThan(1e-12);
        });
      }
    }
  });

  test('stops after a finished response', async () => {
    const { tokens } = sentence(world, 0, 4, 17);
    const row = await truth.fit({}, context).nextTokenLogProbabilities([tokens.slice(0, -1)]);
    expect(row[STOP]).toBe(0);
    expect(row.filter((logP) => logP > -Infinity).length).toBe(1);
  });

  test('refuses contexts that are not in its table', async () => {
    const model = truth.fit({}, context);
    const [prompt] = world.families[0].prompts;
    const whole = sentence(world, 0, 0, 0).tokens;
    await expect(model.nextTokenLogProbabilities([prompt.slice(0, -1)])).rejects.toThrow(
      'must begin with a prompt of the world, got ',
    );
    await expect(model.nextTokenLogProbabilities([new Int32Array(0)])).rejects.toThrow(
      'must begin with a prompt of the world, got ',
    );
    await expect(model.nextTokenLogProbabilities([Int32Array.from([...prompt, prompt[0]])])).rejects.toThrow(
      'must be the beginning of a response',
    );
    await expect(model.nextTokenLogProbabilities([whole])).rejects.toThrow('up to its stop');
    const closed = sentence(world, 2, 0, 0).tokens;
    await expect(model.nextTokenLogProbabilities([closed])).rejects.toThrow('up to its stop');
    await expect(model.answerTreeLogProbabilities!([prompt], world.families[1].tree)).rejects.toThrow(
      'must be of the family of the answer tree',
    );
    await expect(model.answerTreeLogProbabilities!([whole], world.families[0].tree)).rejects.toThrow(
      'must be of the family of the answer tree',
    );
  });
});
