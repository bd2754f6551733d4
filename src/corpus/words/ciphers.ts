/**
 * Keyed permutations of the messages 0 … b² − 1, each read as two digits of base b, the higher one first.
 * A cipher is the table of its decryption: `decrypted[h] = m` where h = e_S(m).
 */
import { integer } from '../../random/integer.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';

type Digits = readonly [high: number, low: number];

/** Draws any permutation of all messages. Known messages reveal of the others only that they differ. */
export function randomPermutation(base: number, key: Stream): Int32Array {
  return shuffle(
    key,
    Int32Array.from({ length: base * base }, (_, message) => message),
  );
}

/**
 * XORs each digit with a digit of the key if b is a power of two. For other bases the result might not be a digit, and
 * the two are added modulo b instead.
 */
export function xor(base: number, key: Stream): Int32Array {
  const keyed: Digits = [integer(key, base), integer(key, base)];
  const powerOfTwo = Number.isInteger(Math.log2(base));
  const digit = (place: 0 | 1, value: number): number =>
    powerOfTwo ? value ^ keyed[place] : (value + keyed[place]) % base;
  return decryptionOf(base, ([high, low]) => [digit(0, high), digit(1, low)]);
}

/** Applies a Feistel network: each round turns (l, r) into (r, l + F(r) mod b), with its own random function F. */
export function feistel(base: number, rounds: number, key: Stream): Int32Array {
  const functions = Array.from({ length: rounds }, () => Int32Array.from({ length: base }, () => integer(key, base)));
  return decryptionOf(base, (message) =>
    functions.reduce<Digits>(([left, right], f) => [right, (left + f[right]) % base], message),
  );
}

/** Returns the table that undoes an encryption, which must be one to one. */
function decryptionOf(base: number, encrypt: (message: Digits) => Digits): Int32Array {
  const decrypted = new Int32Array(base * base);
  for (let message = 0; message < base * base; message++) {
    const [high, low] = encrypt([Math.floor(message / base), message % base]);
    decrypted[high * base + low] = message;
  }
  return decrypted;
}
