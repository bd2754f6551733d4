/** The sources of the experiments: each number of a prediction stands once, and tables are read through the typed reader. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const FOLDER = path.join('src', 'experiments');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();

const RANGES = ['atMost', 'atLeast', 'between', 'about'];
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'MethodProperty'];

type Tree = { readonly [key: string]: unknown };

function childrenOf(tree: Tree): readonly Tree[] {
  return Object.values(tree)
    .flat()
    .filter((each): each is Tree => typeof each === 'object' && each !== null);
}

function numbersIn(tree: Tree): readonly unknown[] {
  return tree.type === 'NumericLiteral' ? [tree.value] : childrenOf(tree).flatMap(numbersIn);
}

/** Ranges whose numbers are written inside a function, apart from the texts that state them: "about with 0.02". */
function rangesInFunctions(source: string): readonly string[] {
  const search = (tree: Tree, isInside: boolean): readonly string[] => {
    const callee = tree.type === 'CallExpression' ? (tree.callee as Tree).value : undefined;
    const numbers = isInside && RANGES.includes(String(callee)) ? numbersIn({ arguments: tree.arguments }) : [];
    return [
      ...(numbers.length > 0 ? [`${callee} with ${numbers.join(', ')}`] : []),
      ...childrenOf(tree).flatMap((child) => search(child, isInside || FUNCTIONS.includes(String(tree.type)))),
    ];
  };
  return search(parseSync(source, { syntax: 'typescript' }) as unknown as Tree, false);
}

/** Lines of code, without comments, that match a pattern. */
function linesWith(pattern: RegExp): string[] {
  return files.flatMap((file) =>
    readFileSync(path.join(FOLDER, file), 'utf8')
      .split('\n')
      .flatMap((line, at) =>
        pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [],
      ),
  );
}

describe('predictions', () => {
  test('the sources are found', () => expect(files.length).toBeGreaterThan(50));

  test('their ranges stand in named constants, from which texts and checks are made', () => {
    const found = files.flatMap((file) =>
      rangesInFunctions(readFileSync(path.join(FOLDER, file), 'utf8')).map((range) => `${file}: ${range}`),
    );
    expect(found).toEqual([]);
  });

  test('a number inside a function would be found, also within a formula', () => {
    const source = `
      const PREDICTED = atMost(0.1);
      const claim = {
        check: (n: number) => [PREDICTED, atLeast(n), about(n, 0.02), atMost(1 + 3 / Math.sqrt(n))],
        figures() { return between(-1, LUCK); },
      };
      function check(n: number) { return atLeast(0.5 - n); }`;
    expect(rangesInFunctions(source)).toEqual([
      'about with 0.02',
      'atMost with 1, 3',
      'between with 1',
      'atLeast with 0.5',
    ]);
  });
});

describe('readings', () => {
  test('no number of a table is read by a path in a text', () => {
    expect(linesWith(/['"`](families|study|rules|told|answers|byCount)\./)).toEqual([]);
  });

  test('what is missing is null', () => {
    expect(linesWith(/\bNaN\b|isNaN|Number\.isFinite/)).toEqual([]);
  });
});
