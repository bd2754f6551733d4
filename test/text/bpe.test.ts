import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bpeEncoder } from '../../src/text/bpeEncoder.js';
import { BYTE_ALPHABET, fromByteLetters, toByteLetters } from '../../src/text/byteLetters.js';
import { textPieces } from '../../src/text/textPieces.js';
import { tokenizerJson } from '../../src/text/tokenizerJson.js';
import { trainBpe } from '../../src/text/trainBpe.js';

const FOLDER = path.resolve('test/external/tokenizers');
const text = readFileSync(path.join(FOLDER, 'text.txt'), 'utf8');
function counted(from: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const piece of textPieces(from)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}
const bpe = trainBpe(counted(text), { vocabulary: 700, specials: ['<|endoftext|>'] });

describe('a tokenizer that is trained on a text', () => {
  const theirs = JSON.parse(readFileSync(path.join(FOLDER, 'tokenizer.json'), 'utf8')) as unknown;

  test("is that of Hugging Face's tokenizers, merge by merge and id by id", () => {
    expect(JSON.parse(tokenizerJson(bpe))).toEqual(theirs);
  });

  test('gives the same ids, also of odd texts', () => {
    const ids = JSON.parse(readFileSync(path.join(FOLDER, 'ids.json'), 'utf8')) as {
      readonly text: readonly number[];
      readonly odd: string;
      readonly oddIds: readonly number[];
    };
    const { encode } = bpeEncoder(bpe);
    expect(Array.from(encode(text))).toEqual(ids.text);
    expect(Array.from(encode(ids.odd))).toEqual(ids.oddIds);
  });

  test('gives back every text', () => {
    const { encode, decode } = bpeEncoder(bpe);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (any) => {
        expect(decode(encode(any))).toBe(any);
        expect(textPieces(any).join('')).toBe(any);
      }),
    );
  });

  test('has a token for each byte, and no more tokens than pairs allow', () => {
    expect(BYTE_ALPHABET).toHaveLength(256);
    expect(fromByteLetters(toByteLetters('naïve – 日本 👩‍🔬'))).toBe('naïve – 日本 👩‍🔬');
    expect(
      trainBpe(counted('ab ab cd'), { vocabulary: 5000, specials: [] }).merges.map(([a, b]) => [a, b]),
    ).toHaveLength(1);
    expect(() => trainBpe(new Map(), { vocabulary: 200, specials: [] })).toThrow(/from 256/);
    expect(() => fromByteLetters('日')).toThrow(/no byte/);
  });
});
