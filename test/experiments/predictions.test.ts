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

/** Returns whether a function makes a range, such as one that depends on the number of worlds. */
function makesRange({ returnType }: Tree): boolean {
  const { typeAnnotation } = (returnType ?? {}) as { typeAnnotation?: { typeName?: { value: string } } };
  return typeAnnotation?.typeName?.value === 'Range';
}

/** Ranges whose numbers are written inside a check, apart from the texts that state them: "about with 0.02". */
function rangesInChecks(source: string): readonly string[] {
  const search = (tree: Tree, isInside: boolean): readonly string[] => {
    const callee = tree.type === 'CallExpression' ? (tree.callee as Tree).value : undefined;
    const numbers = isInside && RANGES.includes(String(callee)) ? numbersIn({ arguments: tree.arguments }) : [];
    const isCheck = (isInside || FUNCTIONS.includes(String(tree.type))) && !makesRange(tree);
    return [
      ...(numbers.length > 0 ? [`${callee} with ${numbers.join(', ')}`] : []),
      ...childrenOf(tree).flatMap((child) => search(child, isCheck)),
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

  test('their ranges have names, from which texts and checks are made', () => {
    const found = files.flatMap((file) =>
      rangesInChecks(readFileSync(path.join(FOLDER, file), 'utf8')).map((range) => `${file}: ${range}`),
    );
    expect(found).toEqual([]);
  });

  test('a number inside a check would be found, also within a formula; one in a function that makes a range is not', () => {
    const source = `
      const PREDICTED = atMost(0.1);
      const claim = {
        check: (n: number) => [PREDICTED, atLeast(n), about(n, 0.02), atMost(1 + 3 / Math.sqrt(n))],
        figures() { return between(-1, LUCK); },
      };
      function check(n: number) { return atLeast(0.5 - n); }
      function luck(worlds: number): Range { return about(1, LUCK / Math.sqrt(2 * worlds)); }`;
    expect(rangesInChecks(source)).toEqual([
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
