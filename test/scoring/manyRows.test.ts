/** Pairs in a table with open addressing are those of a set. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { grownColumn, numberedNames, pairTable } from '../../src/scoring/read/manyRows.js';

test('a pair is new exactly where a set says so, over several doublings', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 2000 }), (models, questions) => {
      const [model, question] = [grownColumn(Uint16Array), grownColumn(Uint32Array)];
      const table = pairTable(model.at, question.at);
      const set = new Set<string>();
      for (let row = 0; row < 6000; row++) {
        const [m, q] = [(row * 7) % models, (row * row + 3 * row) % questions];
        const known = set.has(`${m},${q}`);
        expect(table.add(m, q)).toBe(!known);
        if (known) continue;
        set.add(`${m},${q}`);
        model.push(m);
        question.push(q);
      }
      expect(model.values().length).toBe(set.size);
    }),
    { numRuns: 20 },
  );
});

test('names have the numbers of their first occurrences', () => {
  const names = numberedNames();
  expect(['b', 'a', 'b', 'constructor', 'a'].map((name) => names.place(name))).toEqual([0, 1, 0, 2, 1]);
  expect(names.size()).toBe(3);
});
