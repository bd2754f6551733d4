/** XXH64 against numbers that its reference implementation gives (python-xxhash 4.1.0, seed 0). */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xxh64 } from '../../src/data/packed/xxh64.js';

/** Bytes of the sequence 0, 251, 246 … modulo 256, n of them. */
function sequence(n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (251 * i) % 256);
}
function checksumOf(...parts: readonly Uint8Array[]): number {
  const hash = xxh64();
  for (const part of parts) hash.add(part);
  return hash.checksum();
}

const REFERENCE: readonly (readonly [length: number, expected: number])[] = [
  [0, 0x51d8e999],
  [1, 0xdb052768],
  [3, 0xc0d2eed8],
  [4, 0x4e6687cd],
  [7, 0xa3da5ba3],
  [8, 0xc364f84b],
  [15, 0x164291f8],
  [31, 0x3285f998],
  [32, 0x70c2cc1d],
  [33, 0x5655a83e],
  [63, 0x621ad053],
  [64, 0x9d19dee7],
  [100, 0x569a538e],
  [1000, 0xf4bc7130],
  [100003, 0x60637cee],
];

test.each(REFERENCE)('the low half of the hash of %i bytes', (length, expected) => {
  expect(checksumOf(sequence(length))).toBe(expected);
});

test('bytes may come in any parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200), { maxLength: 5 }), (bytes, cuts) => {
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const parts = places.slice(1).map((place, at) => bytes.subarray(places[at], place));
      expect(checksumOf(...parts)).toBe(checksumOf(bytes));
    }),
  );
});
