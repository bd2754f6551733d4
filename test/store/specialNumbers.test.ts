import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runId } from '../../src/store/runId.js';
import { finiteOrNull, fromJson, toJson } from '../../src/store/specialNumbers.js';

describe('JSON that keeps every number', () => {
  test('stores what JSON has no word for as an object, and reads it back', () => {
    expect(JSON.parse(toJson({ a: [Infinity, -Infinity, NaN, -0, 1.5, null], b: 'Infinity' }))).toEqual({
      a: [{ $number: 'Infinity' }, { $number: '-Infinity' }, { $number: 'NaN' }, { $number: '-0' }, 1.5, null],
      b: 'Infinity',
    });
    expect(fromJson(toJson({ a: [Infinity, -Infinity, NaN, -0], b: 'Infinity' }))).toEqual({
      a: [Infinity, -Infinity, NaN, -0],
      b: 'Infinity',
    });
  });

  test('any nest of values survives, every bit of a float included', () => {
    const value = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null)),
      node: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.array(tie('node')),
        fc.dictionary(
          fc.string().filter((key) => key !== '$number' && key !== '__proto__'),
          tie('node'),
          { noNullPrototype: true },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(value, (given) => expect(fromJson(toJson(given))).toEqual(given)),
      { numRuns: 300 },
    );
  });

  test('refuses the key that it needs itself, and broken text', () => {
    expect(() => toJson({ $number: 'Infinity' })).toThrow(/\$number/);
    expect(() => fromJson('{"half":')).toThrow(SyntaxError);
  });

  test('for plain readers holds null instead, and leaves the given object alone', () => {
    const given = Object.freeze({
      a: Object.freeze([Infinity, 2, NaN]),
      b: Object.freeze({ c: -Infinity, d: 'x', e: true, f: null }),
    });
    expect(finiteOrNull(given)).toEqual({ a: [null, 2, null], b: { c: null, d: 'x', e: true, f: null } });
    expect(given.a[0]).toBe(Infinity);
  });
});

describe('run ids', () => {
  test('are 12 hex digits that config and version decide', () => {
    // printf '%s' '["0.1.0","{\"seed\":1}"]' | sha256sum
    expect(runId('{"seed":1}', '0.1.0')).toBe('cc2f29eeabfd');
    expect(runId('{"seed":2}', '0.1.0')).not.toBe(runId('{"seed":1}', '0.1.0'));
    expect(runId('{"seed":1}', '0.1.1')).not.toBe(runId('{"seed":1}', '0.1.0'));
  });

  test('do not run config and version together', () => {
    expect(runId('b', 'a')).not.toBe(runId('', 'ab'));
  });
});
