/** Facts that have a usual answer: its frequency is as asked, and nothing reveals for whom it is right. */
import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { FamilyOptions } from '../../src/corpus/families/registry.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { common, worldOf } from './worlds.js';

type Usual = Extract<FamilyOptions, { kind: 'usual-answers' }>;
function usual(changes: Partial<Usual> = {}): Usual {
  return {
    kind: 'usual-answers',
    ...common,
    prompts: 4000,
    responses: 8,
    usual: 0.6,
    answerProbability: 0.7,
    ...changes,
  };
}

function counts(answer: Int32Array, responses: number): number[] {
  return Array.from({ length: responses }, (_, r) => answer.filter((each) => each === r).length);
}

describe('usual answers', () => {
  test('one answer is right with probability `usual`, each other one with its share of the rest', () => {
    const {
      families: [family],
    } = worldOf({ a: usual() });
    const sorted = counts(family.answer, 8)
      .sort((a, b) => b - a)
      .map((count) => count / 4000);
    const within = (p: number): number => 4.5 * Math.sqrt((p * (1 - p)) / 4000);
    expect(Math.abs(sorted[0] - 0.6)).toBeLessThan(within(0.6));
    for (const share of sorted.slice(1)) expect(Math.abs(share - 0.4 / 7)).toBeLessThan(within(0.4 / 7));
  });

  test('always or never, exactly', () => {
    const answers = (share: number) =>
      counts(worldOf({ a: usual({ usual: share, prompts: 500, responses: 3 }) }).families[0].answer, 3).sort(
        (a, b) => a - b,
      );
    expect(answers(1)).toEqual([0, 0, 500]);
    expect(answers(0)[0]).toBe(0);
    expect(answers(0)[1]).toBeGreaterThan(150);
  });

  test('families of a world ask other things, and training rows abstain as often as asked', () => {
    const world = worldOf({ a: usual(), b: usual() });
    expect(
      world.families.map(({ prompts: [prompt] }) => tokensText(world.vocabulary, prompt).split(' ').slice(2).join(' ')),
    ).toEqual(["'s language is", "'s breakfast is"]);
    const {
      counts: [{ examples, abstained }],
    } = drawCorpus(world, 4000, 3);
    const share = abstained.reduce((sum, count) => sum + count, 0) / examples;
    expect(Math.abs(share - 0.3)).toBeLessThan(4.5 * Math.sqrt(0.21 / examples));
  });

  test('neither the names nor their order say of whom the usual answer is right', () => {
    const {
      families: [{ answer, prompts }],
    } = worldOf({ a: usual() });
    const top = counts(answer, 8).indexOf(Math.max(...counts(answer, 8)));
    const share = (where: (prompt: number) => boolean): number => {
      const chosen = [...answer.keys()].filter(where);
      return chosen.filter((prompt) => answer[prompt] === top).length / chosen.length;
    };
    expect(Math.abs(share((c) => c < 2000) - share((c) => c >= 2000))).toBeLessThan(0.08);
    expect(Math.abs(share((c) => prompts[c][0] % 2 === 0) - share((c) => prompts[c][0] % 2 === 1))).toBeLessThan(0.08);
  });
});
