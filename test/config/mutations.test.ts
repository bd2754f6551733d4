/** A changed experiment is either valid, or refused by a UserError that names the place. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { isMapping, type KeyPath } from '../../src/config/paths.js';
import { UserError } from '../../src/errors/userError.js';
import { PLAIN, resolve, TEXT } from './fixtures.js';

function pathsOf(value: unknown, path: KeyPath = []): KeyPath[] {
  return [
    path,
    ...(Array.isArray(value) ? [...value.entries()] : isMapping(value) ? Object.entries(value) : []).flatMap(
      ([key, each]) => pathsOf(each, [...path, key]),
    ),
  ];
}

/** A copy with `change` applied to the value at the path; undefined removes the value. */
function changed(value: unknown, [key, ...rest]: KeyPath, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((each, i) => (i === key ? changed(each, rest, change) : each));
  const entries = Object.entries(value as object).map(([name, each]) => [
    name,
    name === key ? changed(each, rest, change) : each,
  ]);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  fc.constantFrom(
    undefined,
    null,
    -1,
    0,
    1,
    2,
    0.5,
    1e300,
    NaN,
    Infinity,
    '',
    '1',
    'uniform',
    'ngram',
    'brackets',
    [],
    {},
    { kind: 'ngram' },
    { kind: 'toString' },
    { constructor: 1 },
  ),
);
const oddKey = fc.oneof(
  fc.string(),
  fc.constantFrom('kind', 'weight', 'sweep', 'constructor', '__proto__', 'toString', 'target', '', 'a.b', '0'),
);

function survives(text: string, ...set: string[]): void {
  let resolved: ReturnType<typeof resolve>;
  try {
    resolved = resolve(text, ...set);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.problems[0].where).toMatch(/^(experiments\/facts\.yaml|--set )/);
    expect(error.message).not.toMatch(/undefined|\[object/);
    return;
  }
  expect(resolved.runs.length).toBeGreaterThan(0);
  for (const { config } of resolved.runs) expect(JSON.parse(JSON.stringify(config))).toEqual(config);
}

describe('one change to a valid experiment', () => {
  const valid: unknown = parse(TEXT);
  const paths = pathsOf(valid);

  test('another value, or a missing one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), odd, (path, value) =>
        survives(stringify(changed(valid, path, () => value)) ?? ''),
      ),
      { numRuns: 400 },
    );
  });

  test('an additional key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), oddKey, odd, (path, key, value) =>
        survives(
          stringify(
            changed(valid, path, (old) =>
              isMapping(old) ? Object.fromEntries([...Object.entries(old), [key, value]]) : old,
            ),
          ),
        ),
      ),
      { numRuns: 250 },
    );
  });

  test('one character of the text', () => {
    fc.assert(
      fc.property(
        fc.nat(TEXT.length),
        fc.constantFrom('', ':', '{', ']', '&', '*', '"', '-', '\n', '\t', '#', '!', '0', 'x'),
        (at, ink) => survives(TEXT.slice(0, at) + ink + TEXT.slice(at + 1)),
      ),
      { numRuns: 250 },
    );
  });

  test('an override', () => {
    const keys = fc.oneof(
      fc.constantFrom(...paths).map((path) => path.join('.')),
      fc.constantFrom('training.steps', 'model.order', 'engine', 'corpus.families.new', 'sweep.seed'),
      oddKey,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(TEXT, PLAIN),
        fc.array(fc.tuple(keys, odd), { minLength: 1, maxLength: 3 }),
        (text, pairs) =>
          survives(
            text,
            ...pairs.map(
              ([key, value]) =>
                `${key}=${value === undefined ? '' : stringify(value, { collectionStyle: 'flow' }).trim()}`,
            ),
          ),
      ),
      { numRuns: 250 },
    );
  });
});
