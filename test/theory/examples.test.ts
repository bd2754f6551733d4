/**
 * The examples in the doc comments of src/theory: `@example f(args) // => value`, or `// ≈ value` to the digits
 * printed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const FOLDER = 'src/theory';

interface Example {
  readonly file: string;
  readonly expression: string;
  readonly relation: string;
  readonly value: string;
}

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const examples = files.flatMap((file): Example[] =>
  Array.from(
    readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(/@example (.*) \/\/ (=>|≈) (.*?)( \*\/)?$/gm),
    ([, expression, relation, value]) => ({ file, expression, relation, value }),
  ),
);

/** Evaluates JavaScript text in which the names of `scope` are known. */
function evaluate(text: string, scope: Record<string, unknown> = {}): unknown {
  return new Function(...Object.keys(scope), `return (${text});`)(...Object.values(scope));
}

/** Decimals of each number in the text: `0.5` has one. */
function decimalsOf(text: string): number {
  return Math.max(...Array.from(text.matchAll(/\d+(?:\.(\d+))?/g), ([, decimals = '']) => decimals.length));
}

function rounded(value: unknown, decimals: number): unknown {
  return JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === 'number' ? Number(each.toFixed(decimals)) : each,
  );
}

test.each(examples)('$file: $expression $relation $value', async ({ file, expression, relation, value }) => {
  const module = (await import(`../../${FOLDER}/${file}`)) as Record<string, unknown>;
  const found = evaluate(expression, { ...module });
  const expected = evaluate(value);
  if (relation === '=>') expect(found).toEqual(expected);
  else expect(rounded(found, decimalsOf(value))).toEqual(rounded(expected, decimalsOf(value)));
});

test('every example is read', () => {
  const written = files.map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8').split('@example').length - 1);
  expect(examples.length).toBe(written.reduce((sum, each) => sum + each, 0));
  expect(examples.length).toBeGreaterThan(40);
});
