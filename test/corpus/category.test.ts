import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { chiSquareDeviate } from '../random/chiSquare.js';
import { category, facts, lexicon, worldOf } from './worlds.js';

function texts(world: World, family: number): string[] {
  return world.families[family].prompts.map((prompt) => tokensText(world.vocabulary, prompt));
}
function both(animals: number, kinds = 2, seed = 1): World {
  return worldOf(
    {
      birthdays: category({ ask: 'birthday', animals, kinds, heldOut: 0.2 }),
      kinds: category({ animals, kinds, heldOut: 0.2 }),
    },
    { seed },
  );
}

describe('described animals', () => {
  test('both questions are about the same animals, in the same order, and hold out the same ones', () => {
    const world = both(200);
    const [birthdays, kinds] = world.families;
    const animal = (text: string): string => text.split(' ').slice(0, 9).join(' ');
    expect(texts(world, 0).map(animal)).toEqual(texts(world, 1).map(animal));
    expect(texts(world, 0)[0]).toMatch(/^(\w+ ){3}animal (\w+ ){5}was born on$/);
    expect(new Set([...texts(world, 0), ...texts(world, 1)]).size).toBe(400);
    const unseen = birthdays.trainingWeight.map((mu) => Number(mu === 0));
    expect(unseen.reduce((a, b) => a + b)).toBe(40);
    expect(kinds.trainingWeight.map((mu) => Number(mu === 0))).toEqual(unseen);
    expect(birthdays).toMatchObject({ nature: 'arbitrary', responseCount: 365, idk: 'valid' });
    expect(kinds).toMatchObject({ nature: 'pattern', responseCount: 2, idk: 'outside' });
    expect(kinds.responseTexts).toEqual(['cat .', 'dog .', "I don't know ."]);
  });

  test('the kind is a function of the features: each votes, and no word votes for two kinds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 1000 }), (kinds, seed) => {
        const world = both(400, kinds, seed);
        const family = world.families[1];
        // For each telling word, the kind with which it occurs most often, learnt from the animals as a reader would.
        const votes = new Map<string, number[]>();
        const features = texts(world, 1).map((text) => text.split(' ').slice(4, 9));
        features.forEach((words, c) =>
          words.forEach((word) => {
            const of = votes.get(word) ?? new Array<number>(kinds).fill(0);
            of[family.answer[c]]++;
            votes.set(word, of);
          }),
        );
        const typicalOf = (word: string): number => votes.get(word)!.indexOf(Math.max(...votes.get(word)!));
        features.forEach((words, c) => {
          const count = new Array<number>(kinds).fill(0);
          words.forEach((word) => count[typicalOf(word)]++);
          expect(count.filter((each) => each >= count[family.answer[c]]).length).toBe(1);
        });
      }),
      { numRuns: 15 },
    );
  });

  test('birthdays are uniform and say nothing of the kind', () => {
    const {
      families: [birthdays, kinds],
    } = both(20_000);
    const months = 12;
    const observed = new Float64Array(months * 2);
    const days = birthdays.answer.map((answer) => Math.floor((answer * months) / 365));
    days.forEach((day, c) => observed[day * 2 + kinds.answer[c]]++);
    const perKind = [0, 1].map((kind) => kinds.answer.filter((each) => each === kind).length);
    const perDay = Array.from({ length: months }, (_, day) => days.filter((each) => each === day).length);
    expect(chiSquareDeviate(Float64Array.from(perKind), new Float64Array(2).fill(10_000))).toBeLessThan(5);
    expect(
      chiSquareDeviate(
        observed,
        observed.map((_, i) => (perDay[i >> 1] * perKind[i % 2]) / 20_000),
      ),
    ).toBeLessThan(5);
  });

  test('more families of the kind ask in other words, and no feature is a word of people', () => {
    const same = category({ animals: 50 });
    const world = worldOf({
      a: same,
      b: same,
      c: same,
      d: same,
      e: same,
      f: category({ animals: 50, ask: 'birthday' }),
      people: facts({ prompts: 50 }),
    });
    expect(new Set(world.families.flatMap((_, index) => texts(world, index))).size).toBe(350);
    const words = new Set(texts(world, 0).flatMap((text) => text.split(' ').slice(0, 9)));
    const { english: _words, ...lists } = lexicon; // families turn English words into tokens of their own
    for (const list of Object.values(lists)) for (const word of list) expect(words.has(word)).toBe(false);
  });
});
