import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseYaml } from '../../src/config/load/yamlText.js';
import { mistake } from './fixtures.js';

function parse(text: string) {
  return parseYaml(text, (line, column) => `${line}:${column}`);
}

describe('parseYaml', () => {
  test('reads plain data and knows the place of every key', () => {
    const { value, locate } = parse('# head\na: 1\nb:\n  c: [x, {d: 2}]\n');
    expect(value).toEqual({ a: 1, b: { c: ['x', { d: 2 }] } });
    expect(['a', 'b'].map((key) => locate([key]))).toEqual(['2:1', '3:1']);
    expect(locate(['b', 'c', 1, 'd'])).toBe('4:11');
    expect(locate(['b', 'c', 1, 'd', 'deeper'])).toBe('4:11');
    expect(locate(['b', 'missing'])).toBe('3:1');
    expect(locate(['b', 'c', 7])).toBe('4:3');
  });

  test('locates keys behind an alias at the anchor', () => {
    expect(parse('a: &x\n  k: 1\nb: *x\n').locate(['b', 'k'])).toBe('2:3');
  });

  test('merges keys of anchors (<<), of which the first and the mapping’s own count, and locates them', () => {
    const { value, locate } = parse(
      'a: &a {k: 1, l: 1}\nb: &b {l: 2, m: 2}\nc:\n  <<: [*a, *b]\n  k: 3\nd:\n  <<: *b\n',
    );
    expect(value).toEqual({ a: { k: 1, l: 1 }, b: { l: 2, m: 2 }, c: { k: 3, l: 1, m: 2 }, d: { l: 2, m: 2 } });
    expect(['k', 'l', 'm'].map((key) => locate(['c', key]))).toEqual(['5:3', '1:14', '2:14']);
    expect(locate(['d', 'm'])).toBe('2:14');
    expect(locate(['d', 'missing'])).toBe('6:1');
    for (const text of ['a:\n  <<: 3\n', 'a: &a\n  <<: *a\n'])
      expect(mistake(() => parse(text))).toMatchObject({ code: 'yaml-aliases' });
  });

  test.each([
    ['a: {b: 1', 'broken-yaml', '1:9'],
    ['a: 1\nb: : 2\n', 'broken-yaml', '2:4'],
    ['a: "x\n', 'broken-yaml', '2:1'],
    ['a: 1\n---\nb: 2\n', 'broken-yaml', '2:1'],
    ['a: !foo 3', 'broken-yaml', '1:4'],
    ['? [a]\n: 1', 'broken-yaml', '1:3'],
    ['a: 1\nb: 2\na: 3\n', 'duplicate-key', '3:1'],
    ['a: {c: 1, c: 2}\n', 'duplicate-key', '1:11'],
    ['a: 1\n__proto__: {b: 1}\n', 'unknown-key', '2:1'],
    ['a: {"__proto__": 1}\n', 'unknown-key', '1:5'],
    ['a: *x', 'yaml-aliases', '1:1'],
    ['a: &x [*x, *x]', 'yaml-depth', '1:1'],
    ['a: &x {b: *x}', 'yaml-depth', '1:1'],
    ['['.repeat(30) + ']'.repeat(30), 'yaml-depth', '1:1'],
    ['['.repeat(20_000), 'yaml-depth', '1:1'],
  ])('refuses %.20p: %s at %s', (text, code, where) => {
    expect(mistake(() => parse(text)).problems[0]).toMatchObject({ code, where });
  });

  test('names a duplicate key', () => {
    expect(mistake(() => parse('model: 1\nmodel : 2\n')).message).toBe(
      'the same key twice\n  where:   2:1\n  found:   model\n  allowed: each key once',
    );
  });

  test('refuses aliases that would grow into gigabytes, at once', () => {
    const levels = Array.from(
      { length: 15 },
      (_, i) => `k${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
    );
    expect(mistake(() => parse(['k0: &a0 [x]', ...levels].join('\n'))).problems[0]).toMatchObject({
      code: 'yaml-aliases',
    });
  });

  test('reads back every value that YAML can write, and refuses other texts only by a UserError', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.jsonValue({ maxDepth: 3 }),
        ),
        (value) => {
          fc.pre(!JSON.stringify(value).includes('__proto__'));
          const plain: unknown = JSON.parse(JSON.stringify(value)); // JSON has no −0
          expect(parse(stringify(plain)).value).toEqual(plain);
        },
      ),
    );
    const ink = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      '&',
      '*',
      '"',
      "'",
      '#',
      '!',
      '|',
      '>',
      '%',
      '?',
      ',',
      '\t',
      '1',
      '~',
      '<<',
    );
    fc.assert(
      fc.property(fc.array(ink, { maxLength: 30 }), (parts) => {
        try {
          parse(parts.join(''));
        } catch (error) {
          expect(
            mistake(() => {
              throw error;
            }).message,
          ).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
