import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyTree, member, padded, put } from '../../src/sweep/tables/treeTable.js';

type Tree = { [key: string]: number | null | Tree | Tree[] };

test('leaves become columns by their paths, in the order in which they came, with null where a row has none', () => {
  const table = emptyTree();
  put(table, { run: 'a', bins: [{ mass: 1 }, { mass: 2 }] }, 0);
  put(member(table, 'families'), {}, 0);
  put(table, { run: 'b', loss: null, bins: [{ mass: 3 }] }, 2);
  expect(table.leaves.map(({ path, cells }) => [path, padded(cells, 4)])).toEqual([
    ['run', ['a', null, 'b', null]],
    ['bins.0.mass', [1, null, 3, null]],
    ['bins.1.mass', [2, null, null, null]],
    ['loss', [null, null, null, null]],
  ]);
});

test('agrees with a path by path reading of random objects', () => {
  const key = fc.constantFrom('a', 'b', 'c', '0');
  const tree = fc.letrec<{ tree: Tree; value: Tree[string] }>((tie) => ({
    tree: fc.dictionary(key, tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Tree>,
    value: fc.oneof(
      { maxDepth: 3 },
      fc.option(fc.double({ noNaN: true })),
      tie('tree'),
      fc.array(tie('tree'), { maxLength: 2 }),
    ),
  })).tree;
  const leaves = (value: object, prefix: string): [string, unknown][] =>
    Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      typeof each === 'object' && each !== null
        ? leaves(each, `${prefix}${name}.`)
        : [[`${prefix}${name}`, each] as [string, unknown]],
    );
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 5 }), (rows) => {
      const table = emptyTree();
      rows.forEach((row, at) => put(table, row, at));
      const byRow = rows.map((row) => Object.fromEntries(leaves(row, '')));
      const paths = [...new Set(byRow.flatMap((row) => Object.keys(row)))];
      expect(
        Object.fromEntries(table.leaves.map(({ path, cells }) => [path, [...padded(cells, rows.length)]])),
      ).toEqual(Object.fromEntries(paths.map((path) => [path, byRow.map((row) => row[path] ?? null)])));
    }),
  );
});
