import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printable, printableName, printableScreen } from '../../src/errors/printable.js';

/** Characters that a terminal obeys, and those that reorder or hide text. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

test('no text leaves a character that a terminal obeys; a name leaves no line break either', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(OBEYED);
      expect(printableName(text)).not.toMatch(/[\t\n]/);
    }),
    { numRuns: 2000 },
  );
});

test('JSON means the same afterwards', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.parse(printable(text))).toEqual(JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
});

test('words of every script, and our own styles on a screen, stay as they are', () => {
  for (const text of ['naïve Ü 中文 עברית', 'می‌خواهم', '👩‍🔬 × 2', 'a\tb\nc']) expect(printable(text)).toBe(text);
  expect(printableScreen('\u001b[1mbold\u001b[22m \u001b[34mok\u001b[0m \u001b]0;t\u0007\u001b[5m')).toBe(
    '\u001b[1mbold\u001b[22m \u001b[34mok\u001b[0m \\u001b]0;t\\u0007\\u001b[5m',
  );
  expect(printable('\u{e0041}')).toBe('\\udb40\\udc41');
});
