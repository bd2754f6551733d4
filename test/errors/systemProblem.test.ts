import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { systemProblem } from '../../src/errors/systemProblem.js';

function systemError(errno: number, code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: words, ${syscall}`), { errno, code, syscall, path: 'a/file' });
}

describe('an error of a system call', () => {
  test.each([...getSystemErrorMap()].map(([errno, [code, words]]) => [code, errno, words] as const))(
    '%s is told in the words of the system, with a remedy',
    (code, errno, words) => {
      const problem = systemProblem(systemError(errno, code, 'open'));
      expect(problem).toMatchObject({ summary: words, where: 'a/file', hint: expect.stringMatching(/\w+ \w+/) });
      expect(problem?.found).toMatch(/^[A-Z]\w+ \(open\)$/);
    },
  );

  test('that Node has no word for is named, too', () => {
    for (const name of ['EDQUOT', 'ESTALE'] as const) {
      const error = systemError(-constants.errno[name], 'UNKNOWN', 'write');
      expect(systemProblem(error)).toMatchObject({ summary: expect.stringMatching(/ /), found: `${name} (write)` });
    }
  });

  test('in a message of the database, and memory that is used up', () => {
    const full = new Error('IO Error: Could not write file "x": No space left on device');
    expect(systemProblem(full)).toMatchObject({ summary: 'no space left on device', found: 'ENOSPC' });
    expect(systemProblem(new RangeError('Array buffer allocation failed'))?.code).toBe('out-of-memory');
    expect(systemProblem(Object.assign(new Error('x'), { code: 'ERR_STRING_TOO_LONG' }))?.code).toBe('too-large');
  });
});

test('a bug stays a bug', () => {
  for (const error of [
    new RangeError('Invalid typed array length: -1'),
    new TypeError('x is not a function'),
    'text',
    null,
  ])
    expect(systemProblem(error)).toBeUndefined();
});
