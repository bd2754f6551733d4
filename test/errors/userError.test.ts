import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors/userError.js';

describe('UserError', () => {
  test('shows one problem as a block, without its missing parts', () => {
    const error = new UserError({
      code: 'out-of-range',
      summary: 'out of range',
      keyPath: 'a.b',
      where: 'x.yaml:1:2',
      found: '3',
      allowed: 'less',
      hint: 'try 2',
    });
    expect(error.message).toBe(
      ['out of range: a.b', '  where:   x.yaml:1:2', '  found:   3', '  allowed: less', '  hint:    try 2'].join('\n'),
    );
    expect(error.code).toBe('out-of-range');
    expect(new UserError({ code: 'c', summary: 'only this' }).message).toBe('only this');
  });

  test('shows each further problem on one line, and counts those beyond a dozen', () => {
    const other = { code: 'c', summary: 'wrong', keyPath: 'k', where: 'f:1:1', found: '1', allowed: '2' };
    expect(new UserError({ code: 'c', summary: 'first' }, [other]).message).toBe(
      'first\n1 more:\n  f:1:1 wrong: k (found 1; allowed 2)',
    );
    const lines = new UserError({ code: 'c', summary: 'first' }, Array(15).fill(other)).message.split('\n');
    expect(lines).toHaveLength(2 + 12 + 1);
    expect(lines.at(-1)).toBe('  … and 3 others');
  });

  test('escapes control characters, and cuts long texts', () => {
    const { message, problems } = new UserError({
      code: 'c',
      summary: 'wrong',
      where: 'a\u001b[2J\u0000.csv',
      found: `\u202egpj${'x'.repeat(5000)}`,
    });
    expect(message).toContain('where:   a\\u001b[2J\\u0000.csv\n');
    expect(message).toMatch(/found: {3}\\u202egpjx+… \(5004 characters\)$/);
    expect(message.length).toBeLessThan(1200);
    expect(problems[0].where).toBe('a\u001b[2J\u0000.csv');
  });

  test('takes a bare sentence, and is an Error with a name', () => {
    const error = new UserError('too few names');
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.message]).toEqual(['UserError', 'user-error', 'too few names']);
  });
});
