import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { brackets, facts, labelled, worldOf } from './worlds.js';

function texts(world: World, family = 0): string[] {
  return world.families[family].prompts.map((prompt) => tokensText(world.vocabulary, prompt));
}
function labelOf(world: World, prompt: number): string {
  return world.families[0].responseTexts[world.families[0].answer[prompt]];
}

/** Checks by a stack that a bracket statement, with ": " between string and closing, is balanced. */
function balanced(statement: string): boolean {
  const pairs = new Map([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['<', '>'],
  ]);
  const due: string[] = [];
  for (const word of statement.replace(' ?', '').replace(' :', '').split(' ')) {
    const close = pairs.get(word);
    if (close !== undefined) due.push(close);
    else if (due.pop() !== word) return false;
  }
  return due.length === 0;
}

describe('labelled statements', () => {
  test('a bracket statement is valid exactly where a stack machine says so', () => {
    for (const count of [300, 2000]) {
      const world = worldOf({ labels: labelled({ of: 'brackets', facts: count }) });
      texts(world).forEach((text, prompt) =>
        expect(labelOf(world, prompt)).toBe(balanced(text) ? 'valid .' : 'invalid .'),
      );
    }
  });

  test('each fact gives a true and a false statement about one person, which are held out together', () => {
    const world = worldOf({ labels: labelled({ facts: 500, heldOut: 0.2 }) });
    const [family] = world.families;
    expect(family).toMatchObject({ nature: 'pattern', idk: 'outside', responseCount: 2 });
    const all = texts(world);
    let validFirst = 0;
    for (let fact = 0; fact < 500; fact++) {
      const [one, other] = [all[2 * fact], all[2 * fact + 1]];
      expect(one).toMatch(/^[A-Z]\S+ [A-Z]\S+ was born on [A-Z]\w+ \d+ \?$/);
      expect(one.split(' ').slice(0, 2)).toEqual(other.split(' ').slice(0, 2));
      expect(one).not.toBe(other);
      expect([labelOf(world, 2 * fact), labelOf(world, 2 * fact + 1)].sort()).toEqual(['invalid .', 'valid .']);
      expect(family.trainingWeight[2 * fact] === 0).toBe(family.trainingWeight[2 * fact + 1] === 0);
      if (labelOf(world, 2 * fact) === 'valid .') validFirst++;
    }
    // Binomial(500, ½): five standard deviations are 56.
    expect(Math.abs(validFirst - 250)).toBeLessThan(56);
    expect(family.trainingWeight.filter((mu) => mu === 0).length).toBe(200);
  });

  test.each([0, 0.1, 0.5, 1])(
    'a share %p of the training rows is false statements, whatever is measured',
    (negatives) => {
      const world = worldOf({ labels: labelled({ negatives, heldOut: 0.3 }) });
      const [family] = world.families;
      const rows = 20_000;
      const corpus = drawCorpus(world, rows, 1);
      let invalid = 0;
      for (let row = 0; row < rows; row++) invalid += family.answer[corpus.examples.prompt[row]];
      // Five standard deviations.
      expect(Math.abs(invalid / rows - negatives)).toBeLessThanOrEqual(
        5 * Math.sqrt((negatives * (1 - negatives)) / rows),
      );
      expect(family.promptWeight.reduce((sum, mu, prompt) => sum + mu * family.answer[prompt], 0)).toBeCloseTo(0.5, 12);
    },
  );

  test('false statements are drawn evenly from the other responses', () => {
    const world = worldOf({ labels: labelled({ facts: 20_000 }) });
    const months = new Map<string, number>();
    texts(world).forEach((text, prompt) => {
      const month = text.split(' ').at(-3)!;
      if (labelOf(world, prompt) === 'invalid .') months.set(month, (months.get(month) ?? 0) + 1);
    });
    for (const [month, count] of months) {
      const days = ['April', 'June', 'September', 'November'].includes(month) ? 30 : month === 'February' ? 28 : 31;
      const expected = (20_000 * days) / 365;
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
    expect(months.size).toBe(12);
  });

  test('synonyms keep the share of each label', () => {
    const [family] = worldOf({ labels: labelled({ facts: 50, negatives: 0.2, synonyms: 3 }) }).families;
    expect(family.trainingWeight.reduce((sum, mu, prompt) => sum + mu * family.answer[prompt], 0)).toBeCloseTo(0.2, 12);
  });

  test('stands beside the kinds that it is made of', () => {
    expect(() =>
      worldOf({ a: facts(), b: labelled(), c: brackets(), d: labelled({ of: 'brackets' }), e: labelled() }),
    ).not.toThrow();
  });
});
