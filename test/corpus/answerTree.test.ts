import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildAnswerTree, responsePath } from '../../src/corpus/answerTree.js';
import { facts, worldOf } from './worlds.js';

const path = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
function isPrefix(a: readonly number[], b: readonly number[]): boolean {
  return a.every((token, i) => token === b[i]);
}
function clash(paths: readonly (readonly number[])[]): boolean {
  return paths.some((a, i) => paths.some((b, j) => i !== j && isPrefix(a, b)));
}

describe('buildAnswerTree', () => {
  test('gives back every path, edge by edge, in the promised order', () => {
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 40 }), (drawn) => {
        const paths = drawn.filter(
          (a, i) =>
            !drawn.some(
              (b, j) => (j < i && isPrefix(a, b)) || (j !== i && isPrefix(b, a) && (b.length < a.length || j < i)),
            ),
        );
        const tree = buildAnswerTree(paths);
        paths.forEach((each, response) => {
          const walked: number[] = [];
          for (let edge = tree.leafEdge[response]; edge >= 0; edge = tree.edgeParent[edge])
            walked.unshift(tree.edgeToken[edge]);
          expect(walked).toEqual(each);
          expect(Array.from(responsePath(tree, response))).toEqual(each);
        });
        tree.edgeToken.forEach((_, edge) => {
          const parent = tree.edgeParent[edge];
          const prefix = Array.from(tree.prefixes[tree.edgePrefix[edge]]);
          expect(parent).toBeLessThan(edge);
          if (parent < 0) expect(prefix).toEqual([]);
          else expect(prefix).toEqual([...tree.prefixes[tree.edgePrefix[parent]], tree.edgeToken[parent]]);
        });
        expect(tree.prefixes[0].length).toBe(0);
        const keys = tree.prefixes.map((prefix) => prefix.join());
        expect(new Set(keys).size).toBe(keys.length);
        tree.prefixes.forEach((prefix, node) => {
          if (node > 0) expect(keys.indexOf(prefix.subarray(0, -1).join())).toBeLessThan(node);
        });
      }),
    );
  });

  test('refuses exactly the sets in which a path occurs twice or is a prefix of another', () => {
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 6 }), (paths) => {
        if (clash(paths)) expect(() => buildAnswerTree(paths)).toThrow(RangeError);
        else expect(() => buildAnswerTree(paths)).not.toThrow();
      }),
    );
  });

  test('refuses an empty path', () => {
    expect(() => buildAnswerTree([[1], []])).toThrow(RangeError);
  });

  test('365 dates and IDK: the root, 12 months, and "I", "I don\'t"', () => {
    const { tree } = worldOf({ birthdays: facts() }).families[0];
    expect(tree.prefixes.length).toBe(13 + 2);
    expect(tree.leafEdge.length).toBe(366);
    expect(tree.edgeToken.length).toBe(12 + 365 + 3);
  });
});
