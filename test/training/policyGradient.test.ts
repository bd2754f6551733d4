/** Training under a grader: the draws, their rewards, and the gradient, which is that of the expected reward. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { responsePath } from '../../src/corpus/answerTree.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { gru } from '../../src/models/networks/gru.js';
import { parameterCount } from '../../src/models/networks/network.js';
import { stream } from '../../src/random/stream.js';
import { accuracy, confidenceTarget, type Grader, partialCredit, penaltyGrader } from '../../src/scoring/grader.js';
import { DivergenceError } from '../../src/training/optimiser.js';
import { drawAnswers } from '../../src/training/posttraining/drawAnswers.js';
import { type PosttrainingOptions, trainUnderGrader } from '../../src/training/posttraining/policyGradient.js';
import { gradedAnswers, promptSampler, reward } from '../../src/training/posttraining/rewardedAnswers.js';
import { splitForGrading } from '../../src/training/posttraining/splitPrompts.js';
import { longestSentence, train } from '../../src/training/train.js';
import { facts, worldOf } from '../corpus/worlds.js';
import { rowOf, smallTokens, smallWorld, tableModel } from '../measurement/smallWorld.js';
import { smallNetwork, smallOptions } from './smallTraining.js';

function treeModel(rows: readonly Float64Array[]) {
  const family = smallWorld({ responseCount: 4, answer: rows.map(() => 1), answerProbability: 1 });
  const model = tableModel(family, rows);
  const { edgeLogProbabilities } = edges;
  return {
    family,
    model: {
      ...model,
      answerTreeLogProbabilities: (prompts, tree) => edgeLogProbabilities(model, prompts, tree),
    } as LanguageModel,
  };
}
const edges = await import('../../src/models/edgeLogProbabilities.js');

describe('answers that are drawn', () => {
  test('come as often as p̂ says, and so do strings that are not responses', async () => {
    // 0.1 of the probability leaves the tree.
    const { family, model } = treeModel([
      rowOf(4, [
        [0, 0.3],
        [1, 0.2],
        [3, 0.1],
        [4, 0.3],
      ]),
    ]);
    const count = 20_000;
    const [drawn] = await drawAnswers(
      model,
      family.tree,
      [family.prompts[0]],
      count,
      stream(1, 'posttraining/answers'),
    );
    const share = (response: number | null) => drawn.filter((each) => each.response === response).length / count;
    for (const [response, p] of [
      [0, 0.3],
      [1, 0.2],
      [2, 0],
      [3, 0.1],
      [4, 0.3],
      [null, 0.1],
    ] as const) {
      expect(Math.abs(share(response) - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count) + 1e-12);
    }
    const { stray } = smallTokens(4);
    for (const { response, path } of drawn) {
      if (response === null) expect(path.at(-1)).toBe(stray);
      else expect(Array.from(path)).toEqual(Array.from(responsePath(family.tree, response)));
    }
  });

  test('advantages sum to 0 over the answers to a prompt, and the truth enters by the reward alone', async () => {
    const { family, model } = treeModel([
      rowOf(4, [
        [0, 0.4],
        [1, 0.4],
        [4, 0.2],
      ]),
      rowOf(4, [[1, 1]]),
    ]);
    const asked = [0, 1].map((prompt) => ({ family: 0, prompt, tokens: family.prompts[prompt], target: null }));
    const world = { vocabulary: null as never, families: [family] };
    const answersOf = (grade: Parameters<typeof gradedAnswers>[4]) =>
      gradedAnswers(model, world, asked, 5, grade, stream(2, 'posttraining/answers'));
    const graded = await answersOf((_, outcome) => reward(penaltyGrader(1), outcome));
    for (const prompt of [0, 1]) {
      const ofPrompt = graded.filter((each) => each.prompt === prompt);
      expect(ofPrompt).toHaveLength(5);
      expect(ofPrompt.reduce((sum, { advantage }) => sum + advantage, 0)).toBeCloseTo(0, 12);
    }
    expect(graded.some(({ advantage }) => Math.abs(advantage) > 0.1)).toBe(true);
    // A constant reward teaches nothing, whatever is true.
    expect((await answersOf(() => 0.7)).every(({ advantage }) => Math.abs(advantage) < 1e-12)).toBe(true);
  });

  test('rewards: abstaining earns 0, a right answer 1 more than an error, and the sign shows what is best', () => {
    for (const grader of [
      accuracy,
      penaltyGrader(1),
      penaltyGrader(9),
      confidenceTarget(0.75),
      partialCredit(0.4),
    ] satisfies Grader[]) {
      expect(reward(grader, 'abstention')).toBeCloseTo(0, 15);
      expect(reward(grader, 'right') - reward(grader, 'error')).toBeCloseTo(1, 15);
    }
    expect(reward(confidenceTarget(0.75), 'error')).toBeCloseTo(-0.75, 12);
    expect(reward(partialCredit(0.4), 'error')).toBeCloseTo(-0.4, 12);
  });
});

describe('prompts that are graded', () => {
  const world = worldOf({ a: facts({ prompts: 40, synonyms: 2 }), b: facts({ prompts: 50, toldTargets: [0, 0.5] }) });
  const { graded, others } = splitForGrading(world, 0.25, (family) => stream(3, `posttraining/${family}/split`));

  test('every fact on one side, its synonyms with it; both μ sum to 1, training is untouched', () => {
    world.families.forEach((family, i) => {
      const [ofGraded, ofOthers] = [graded.families[i], others.families[i]];
      const facts = new Set(Array.from(family.fact).filter((_, c) => ofGraded.promptWeight[c] > 0));
      expect(facts.size).toBe(Math.round(0.25 * new Set(family.fact).size));
      family.fact.forEach((fact, c) => {
        expect(ofGraded.promptWeight[c] > 0).toBe(facts.has(fact));
        expect(ofOthers.promptWeight[c] > 0).toBe(!facts.has(fact));
      });
      for (const part of [ofGraded, ofOthers]) {
        expect(part.promptWeight.reduce((sum, mu) => sum + mu, 0)).toBeCloseTo(1, 12);
        expect(part.trainingWeight).toBe(family.trainingWeight);
      }
    });
  });

  test("only they are asked, each with one of its family's targets", () => {
    const draw = promptSampler(graded);
    const random = stream(4, 'posttraining/prompts');
    const drawn = Array.from({ length: 500 }, () => draw(random));
    for (const { family, prompt, target, tokens } of drawn) {
      expect(graded.families[family].promptWeight[prompt]).toBeGreaterThan(0);
      expect(world.vocabulary.words[tokens.at(-1)!]).toBe(
        family === 0 ? world.vocabulary.words[world.families[0].prompts[prompt].at(-1)!] : `[t=${target}]`,
      );
      expect(target === null).toBe(family === 0);
    }
    expect(new Set(drawn.map(({ target }) => target))).toEqual(new Set([null, 0, 0.5]));
  });
});

describe('policy gradient', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine('compiled', 1);
  });
  // 3 answers and IDK, met half the time: a model that has seen nothing of the other facts guesses or abstains.
  const corpus = drawCorpus(
    worldOf(
      { a: facts({ prompts: 40, responses: 3, answerProbability: 0.5, heldOut: 0.5 }) },
      { examples: 60, seed: 6 },
    ),
    60,
    6,
  );
  const plain = smallNetwork({}, corpus);
  const options: PosttrainingOptions = {
    ...smallOptions,
    steps: 40,
    learningRate: 0.01,
    weightDecay: 0,
    prompts: 20,
    samples: 8,
    replay: 0,
    replayWeight: 1,
  };

  const after = async (
    grader: Grader,
    seed = 7,
    network = plain,
  ): Promise<{ accuracy: number; abstentionRate: number; theta: string }> => {
    const { theta } = await train({
      corpus,
      network,
      engine,
      options: { ...smallOptions, weightDecay: 0 },
      seed: 3,
      curvePoints: 0,
      onMeasure: async () => {},
    });
    let result = { accuracy: NaN, abstentionRate: NaN, theta: '' };
    await trainUnderGrader({
      corpus,
      world: corpus.world,
      network,
      engine,
      theta,
      options,
      seed,
      curvePoints: 0,
      grade: (_, outcome) => reward(grader, outcome),
      onMeasure: async (_, model) => {
        const { accuracy, abstentionRate, crossEntropy } = await measureFamily(
          model,
          corpus.world.families[0],
          corpus.counts[0],
          { gamma: 0.01 },
        );
        result = { accuracy, abstentionRate, theta: String(crossEntropy) };
      },
    });
    return result;
  };

  test('under accuracy abstention dies, under a heavy penalty it takes over; the same seed gives the same bits', async () => {
    const [guesser, again, other] = [await after(accuracy), await after(accuracy), await after(accuracy, 8)];
    expect(guesser.abstentionRate).toBeLessThan(0.05);
    expect(again).toEqual(guesser);
    expect(other.theta).not.toBe(guesser.theta);
    const careful = await after(penaltyGrader(20));
    expect(careful.abstentionRate).toBeGreaterThan(0.9);
    expect(guesser.accuracy).toBeGreaterThan(careful.accuracy + 0.2);
  }, 60_000);

  test('so does a network that reads sequences, whose answer trees are read context by context', async () => {
    const network = gru.network(
      gru.options.parse({ width: 16 }),
      corpus.world.vocabulary.words.length,
      longestSentence(corpus.world),
    );
    expect((await after(accuracy, 7, network)).abstentionRate).toBeLessThan(0.05);
  }, 60_000);

  test('one that diverges says so, and at which step', async () => {
    const diverging = trainUnderGrader({
      corpus,
      world: corpus.world,
      network: plain,
      engine,
      theta: new Float32Array(parameterCount(plain)).fill(1e30),
      options,
      seed: 7,
      curvePoints: 0,
      grade: (_, outcome) => reward(accuracy, outcome),
      onMeasure: async () => {},
    });
    await expect(diverging).rejects.toThrow(DivergenceError);
  });

  test('a base model that was trained with dropout is graded whole', async () => {
    const guesser = await after(accuracy, 7, smallNetwork({ dropout: 0.1 }, corpus));
    expect(guesser.abstentionRate).toBeLessThan(0.05);
  }, 60_000);
});
