/** Confidence targets in the prompt: the rows that training reads, and measurement at each target. */
import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { measureToldTargets } from '../../src/measurement/measureInOtherForms.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { trainingSet } from '../../src/training/trainingSet.js';
import { facts, worldOf } from '../corpus/worlds.js';

const told = worldOf(
  { a: facts({ prompts: 20, responses: 4, answerProbability: 0.8, toldTargets: [0, 0.5, 0.9] }) },
  { examples: 30, seed: 2 },
);
const plain = worldOf({ a: facts({ prompts: 20, responses: 4, answerProbability: 0.8 }) }, { examples: 30, seed: 2 });

describe('told targets', () => {
  test('stand last in the prompt; the world is otherwise what it was', () => {
    const [family] = told.families;
    family.prompts.forEach((prompt, c) => {
      expect(tokensText(told.vocabulary, prompt)).toBe(
        `${tokensText(plain.vocabulary, plain.families[0].prompts[c])} [t=0]`,
      );
    });
    expect(family.told!.map(({ target }) => target)).toEqual([0, 0.5, 0.9]);
    expect(Array.from(family.answer)).toEqual(Array.from(plain.families[0].answer));
    expect(plain.families[0].told).toBeUndefined();
  });

  test('training reads each row with every target, so that the rows say nothing of what it means; counts are of the draws', () => {
    const corpus = drawCorpus(told, 30, 2);
    const set = trainingSet(corpus, 'response');
    expect(corpus.examples.prompt).toHaveLength(30);
    expect(corpus.counts[0].examples).toBe(30);
    expect(set.rows).toBe(90);
    const rowTokens = (row: number) => Array.from(set.tokens.subarray(row * set.slots, (row + 1) * set.slots));
    for (let row = 0; row < 90; row += 3) {
      const targets = [0, 1, 2].map((i) =>
        rowTokens(row + i).filter((token) => told.families[0].told!.some((each) => each.token === token)),
      );
      expect(targets.map(([token]) => told.vocabulary.words[token])).toEqual(['[t=0]', '[t=0.5]', '[t=0.9]']);
      const without = (i: number) => rowTokens(row + i).map((token) => (token === targets[i][0] ? -1 : token));
      expect(without(1)).toEqual(without(0));
      expect(without(2)).toEqual(without(0));
      expect(set.labels.subarray((row + 1) * set.predictions, (row + 2) * set.predictions)).toEqual(
        set.labels.subarray(row * set.predictions, (row + 1) * set.predictions),
      );
    }
  });

  test('a model that answers evenly below t = 0.5 and abstains above is measured so, answered prompts apart', async () => {
    const [family] = told.families;
    const { counts } = drawCorpus(told, 30, 2);
    const answering = family.told![0].token;
    // By the answer tree: even over all responses, or all on IDK, whose first word is "I".
    const model = {
      kind: 'fake',
      trainableParameters: 0,
      vocabularySize: told.vocabulary.words.length,
      nextTokenLogProbabilities: () => Promise.reject(new Error('not asked')),
      answerTreeLogProbabilities: (prompts, tree) => {
        const edges = tree.edgeToken.length;
        const logs = new Float64Array(prompts.length * edges).fill(-Infinity);
        prompts.forEach((prompt, i) => {
          tree.leafEdge.forEach((leaf, r) => {
            const path: number[] = [];
            for (let edge = leaf; edge >= 0; edge = tree.edgeParent[edge]) path.push(edge);
            const p = prompt.at(-1) === answering ? (r < 4 ? 1 / 4 : 0) : Number(r === 4);
            path.reverse().forEach((edge, depth) => p > 0 && (logs[i * edges + edge] = depth === 0 ? Math.log(p) : 0));
          });
        });
        return Promise.resolve(logs);
      },
    } satisfies LanguageModel as LanguageModel;
    const [at0, at50, at90] = await measureToldTargets(model, family, counts[0]);
    expect(at0).toMatchObject({
      target: 0,
      accuracy: expect.closeTo(0.25, 9),
      errorRate: expect.closeTo(0.75, 9),
      abstentionRate: 0,
    });
    expect(at0.unanswered.errorRate).toBeCloseTo(0.75, 9);
    const everythingAnswered = { ...counts[0], answered: counts[0].answered.map(() => 1) };
    const [all] = await measureToldTargets(model, family, everythingAnswered);
    expect(all.answered.errorRate).toBeCloseTo(0.75, 9);
    expect(all.unanswered).toEqual({ accuracy: null, errorRate: null, invalidMass: null, abstentionRate: null });
    for (const [at, t] of [
      [at50, 0.5],
      [at90, 0.9],
    ] as const)
      expect(at).toMatchObject({
        target: t,
        accuracy: 0,
        errorRate: 0,
        abstentionRate: 1,
        answered: { abstentionRate: 1 },
      });
  });
});
