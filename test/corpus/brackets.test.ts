import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { bracketStrings } from '../../src/corpus/words/bracketStrings.js';
import type { World } from '../../src/corpus/world.js';
import { UserError } from '../../src/errors/userError.js';
import { brackets, facts, worldOf } from './worlds.js';

function texts(world: World, family = 0): string[] {
  return world.families[family].prompts.map((prompt) => tokensText(world.vocabulary, prompt));
}

/** Reads a text bracket by bracket and returns what would close it; undefined where it closes wrongly. */
function closing(text: string): { answer: string; deepest: number } | undefined {
  const pairs = new Map([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['<', '>'],
  ]);
  const due: string[] = [];
  let deepest = 0;
  for (const bracket of text.split(' ')) {
    const close = pairs.get(bracket);
    if (close !== undefined) due.push(close);
    else if (due.pop() !== bracket) return undefined;
    deepest = Math.max(deepest, due.length);
  }
  return { answer: [...due.reverse(), '.'].join(' '), deepest };
}

/** All bracket texts within the limits that leave something open, by trying every word at every place. */
function allTexts(kinds: number, depth: number, length: number): Set<string> {
  const words = ['(', '[', '{', '<'].slice(0, kinds).concat([')', ']', '}', '>'].slice(0, kinds));
  const found = new Set<string>();
  let texts = [''];
  for (let n = 0; n < length; n++) {
    texts = texts
      .flatMap((text) => words.map((word) => `${text} ${word}`.trim()))
      .filter((text) => {
        const read = closing(text);
        if (!read || read.deepest > depth) return false;
        if (read.answer !== '.') found.add(text);
        return true;
      });
  }
  return found;
}

describe('brackets', () => {
  test('every answer closes its prompt, read by an independent stack machine', () => {
    const limits = fc.record({
      kinds: fc.integer({ min: 1, max: 4 }),
      depth: fc.integer({ min: 2, max: 6 }),
      length: fc.integer({ min: 6, max: 20 }),
    });
    fc.assert(
      fc.property(limits, fc.integer(), (each, seed) => {
        const world = worldOf({ brackets: brackets({ ...each, prompts: 5 }) }, { seed });
        const [family] = world.families;
        texts(world).forEach((text, c) => {
          expect(text.endsWith(' :')).toBe(true);
          const read = closing(text.slice(0, -2))!;
          expect(read.deepest).toBeLessThanOrEqual(each.depth);
          expect(text.split(' ').length - 1).toBeLessThanOrEqual(each.length);
          expect(family.responseTexts[family.answer[c]]).toBe(read.answer);
        });
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [1, 2, 6],
    [2, 2, 5],
    [3, 3, 5],
    [2, 4, 6],
  ])('all prompts that exist can be asked for: %p kinds, depth %p, length %p', (kinds, depth, length) => {
    const exist = allTexts(kinds, depth, length);
    const world = worldOf({ brackets: brackets({ kinds, depth, length, prompts: exist.size }) });
    expect(new Set(texts(world).map((text) => text.slice(0, -2)))).toEqual(exist);
    const oneMore = (): unknown => worldOf({ brackets: brackets({ kinds, depth, length, prompts: exist.size + 1 }) });
    expect(oneMore).toThrow(UserError);
    expect(oneMore).toThrow(`only ${exist.size} prompts differ`);
    expect(oneMore).toThrow('corpus.families.brackets.prompts');
  });

  test('responses are all closing sequences up to the depth, and IDK', () => {
    const [family] = worldOf({ brackets: brackets({ kinds: 2, depth: 2, prompts: 10 }) }).families;
    expect(family.responseTexts).toEqual([') .', '] .', ') ) .', ') ] .', '] ) .', '] ] .', "I don't know ."]);
    expect(family.responseCount).toBe(6);
    expect(family.nature).toBe('pattern');
    expect(new Set(family.answerProbability)).toEqual(new Set([1]));
    const [whole] = worldOf({ brackets: brackets({ prompts: 10 }) }).families;
    expect(whole.responseCount).toBe(3 + 9 + 27);
  });

  test('prompts are distinct and balanced over the open depths', () => {
    const world = worldOf({ brackets: brackets({ length: 8, prompts: 999 }) });
    expect(new Set(texts(world)).size).toBe(999);
    const depths = [0, 0, 0];
    texts(world).forEach((text) => depths[closing(text.slice(0, -2))!.answer.split(' ').length - 2]++);
    expect(depths).toEqual([333, 333, 333]);
    // No order of depths along which μ could be laid.
    const firstHalf = texts(world)
      .slice(0, 500)
      .filter((text) => closing(text.slice(0, -2))!.answer.split(' ').length === 2).length;
    expect(Math.abs(firstHalf - 500 / 3)).toBeLessThan(50);
  });

  test('the default has all three depths and both kinds of move', () => {
    const world = worldOf({ brackets: brackets() });
    const all = texts(world);
    expect(all.some((text) => /[)\]}] :$/.test(text))).toBe(true);
    expect(all.some((text) => /[([{] :$/.test(text))).toBe(true);
  });

  test('a second family asks differently', () => {
    const world = worldOf({ first: brackets({ prompts: 300 }), facts: facts(), second: brackets({ prompts: 300 }) });
    const all = [...texts(world, 0), ...texts(world, 2)];
    expect(new Set(all).size).toBe(600);
    expect(texts(world, 2).every((text) => text.startsWith('2 '))).toBe(true);
  });

  test('a single response is refused', () => {
    expect(() => worldOf({ brackets: brackets({ kinds: 1, depth: 1 }) })).toThrow(UserError);
  });
});

test('distractors stand anywhere and change neither the brackets nor the answers', () => {
  const plain = worldOf({ brackets: brackets() });
  const world = worldOf({ brackets: brackets({ distractors: 4 }) });
  const without = texts(world).map((text) =>
    text
      .split(' ')
      .filter((word) => !/[xyz]/.test(word))
      .join(' '),
  );
  expect(without).toEqual(texts(plain));
  expect(world.families[0].answer).toEqual(plain.families[0].answer);
  const counts = texts(world).map((text) => text.split(' ').filter((word) => /[xyz]/.test(word)).length);
  // 0 … 4 of them, each as likely: 200 ± 5 standard errors of 1000 prompts.
  for (const count of [0, 1, 2, 3, 4])
    expect(Math.abs(counts.filter((each) => each === count).length - 200)).toBeLessThan(5 * Math.sqrt(160));
  expect(texts(world).some((text) => /^[xyz] /.test(text))).toBe(true);
  expect(texts(world).some((text) => /[xyz] :$/.test(text))).toBe(true);
});

test('the number of strings is an exact integer at the largest limits, as whole numbers of any size count it', () => {
  const { counts } = bracketStrings({ kinds: 4, depth: 6, length: 20 });
  expect(counts.reduce((sum, each) => sum + each, 0)).toBeLessThan(2 ** 53);
  // Strings by what they leave open, one more bracket at a time.
  let now = [1n, 0n, 0n, 0n, 0n, 0n, 0n];
  const all = now.map(() => 0n);
  for (let length = 1; length <= 20; length++) {
    now = now.map((_, open) => (open > 0 ? 4n * now[open - 1] : 0n) + (now[open + 1] ?? 0n));
    now.forEach((each, open) => (all[open] += each));
  }
  expect(counts.map(BigInt)).toEqual(all.slice(1));
});

test('the largest limits can be drawn from', () => {
  const world = worldOf({ brackets: brackets({ kinds: 4, depth: 6, length: 20, prompts: 4000 }) });
  expect(new Set(texts(world)).size).toBe(4000);
  expect(world.families[0].responseCount).toBe(4 + 4 ** 2 + 4 ** 3 + 4 ** 4 + 4 ** 5 + 4 ** 6);
});

test.each([
  [{}, ['( ) ( { :', '{ } ( ) [ [ :', '[ { } [ ( :']],
  [
    { kinds: 4, depth: 4, length: 12 },
    ['< { { ( ) < > } ( ) < :', '< > ( { < > } [ { < > :', '{ } { ( ) [ ] [ < > ] :'],
  ],
])('the first prompts of seed 1 are those that they have always been: %p', (limits, first) => {
  expect(texts(worldOf({ brackets: brackets(limits) })).slice(0, 3)).toEqual(first);
});
