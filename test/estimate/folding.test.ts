/** `--normalize`: texts that count as the same, in this program and in the database. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import { fold, normalized, registerFolding } from '../../src/estimate/folding.js';

/** Ranges of Unicode that hold characters that fold; between them are ideographs, and nothing else. */
const WITH_FOLDINGS = [
  [1, 0x20000],
  [0x2f800, 0x2fa20],
  [0xe0000, 0xe1000],
] as const;

describe('folding', () => {
  test.each([
    ['STRASSE', 'Straße'],
    ['ＦＵＬＬ　ｗｉｄｔｈ　１２', 'full width 12'],
    ['ｶﾞ', 'ガ'],
    ['of\u00a0\u202f course', 'of course'],
    ['zero\u200bwidth\ufeff \u2060and so\u00adft', 'zerowidth and soft'],
    ['ΟΔΟΣ', 'οδος'],
    ['ﬁne', 'FINE'],
    ['x²', 'x2'],
    ['e\u0301', 'É'],
    [' \t two\r\n\u0085lines\v\f', 'two lines'],
  ])('%j and %j are the same', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test.each([
    ['resume', 'résumé'],
    ['ılık', 'ilik'],
    ['naive', 'naïve'],
    ['l’eau', "l'eau"],
    ['a b', 'ab'],
    ['東京', '京東'],
  ])('%j and %j are different', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  // Unicode folds Cherokee to capitals, and `fold` to small letters: the same texts count as the same.
  const changes = /\p{Changes_When_NFKC_Casefolded}|[\s\u0085\u2028\u2029]|\p{Script=Cherokee}/u;

  test('every character: folded twice is folded once; case and compatibility form make no difference', () => {
    for (const [from, to] of WITH_FOLDINGS)
      for (let code = from; code < to; code++) {
        if (code >= 0xd800 && code < 0xe000) continue;
        const letter = String.fromCodePoint(code);
        const once = fold(`1${letter}1`);
        // One comparison instead of a million `expect`s, which take a minute.
        if (
          fold(once) !== once ||
          fold(`1${letter.normalize('NFKC')}1`) !== once ||
          fold(`1${letter.normalize('NFD')}1`) !== once
        )
          throw new Error(`U+${code.toString(16)} → ${JSON.stringify(once)}`);
        // Unicode's own property names the characters that folding changes; white space comes on top.
        if (!changes.test(letter) && once !== `1${letter}1`)
          throw new Error(`U+${code.toString(16)} is changed into ${JSON.stringify(once)}`);
        if (/(?!\p{Script=Cherokee})\p{Changes_When_NFKC_Casefolded}/u.test(letter) && once === `1${letter}1`)
          throw new Error(`U+${code.toString(16)} stays`);
      }
  });

  test('the database says the same of any text', async () => {
    await withDatabase(async (database) => {
      registerFolding(database);
      const texts = fc.sample(
        fc.oneof(
          fc.string({ unit: 'binary-ascii' }),
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: fc.constantFrom(' ', '\v', '\t', '\u00a0', 'A', 'ß', 'Ｂ', '\u200b') }),
        ),
        { numRuns: 3000, seed: 5 },
      );
      const values = texts.map((text, position) => `(${position}, ${literal(text.replaceAll('\0', ''))})`).join(', ');
      const rows = await database.rows(
        `SELECT t, ${normalized('t')} AS folded FROM (VALUES ${values}, (3001, NULL)) AS texts(i, t) ORDER BY i`,
      );
      expect(rows).toHaveLength(3001);
      for (const { t, folded } of rows) expect(folded).toBe(t === null ? null : fold(t as string));
    });
  });
});
