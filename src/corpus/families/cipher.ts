/**
 * Decryption (Kalai et al. 2025, Observation 2): "What is the decryption of 7 12 ?" → "3 9 .", h = e_S(m). With the
 * key, the answer follows by a rule; the cipher decides whether a learner can find it from examples. Messages and
 * cipher texts are two digits of base b, each a token. "I don't know ." is a valid response.
 *
 * A permutation gives no message twice, so that the answers are not independent and Theorem 2 does not apply: the
 * nature is `pattern`.
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { shuffle } from '../../random/shuffle.js';
import { feistel, randomPermutation, xor } from '../words/ciphers.js';
import { type FamilyKind, IDK } from './familyKind.js';

const SMALLEST_BASE = 4;
const LARGEST_BASE = 64;

const options = z.strictObject({
  messages: z
    .int()
    .min(SMALLEST_BASE ** 2)
    .max(LARGEST_BASE ** 2)
    .default(256)
    .describe('M = b²: messages, and as many cipher texts; a square'),
  key: z
    .enum(['permutation', 'xor', 'feistel'])
    .default('permutation')
    .describe('permutation: any of all; xor: digit by digit; feistel: rounds that mix the digits'),
  rounds: z.int().min(1).max(16).default(3).describe('rounds of the feistel network; other keys have none'),
  answerProbability: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('α: probability that a training example answers and does not abstain'),
});

export const cipher: FamilyKind<'cipher', typeof options> = {
  kind: 'cipher',
  description: 'Pattern: decryption under a secret key. `What is the decryption of 7 12 ?` → `3 9 .`',
  options,
  build({ messages, key, rounds, answerProbability }, { path, ordinal, stream }) {
    const base = baseOf(messages, path);
    const decrypted =
      key === 'permutation'
        ? randomPermutation(base, stream('key'))
        : key === 'xor'
          ? xor(base, stream('key'))
          : feistel(base, rounds, stream('key'));
    const digits = (number: number): string[] => [String(Math.floor(number / base)), String(number % base)];
    // A number before "of" makes the prompts of the second cipher of a world differ; each cipher has a key of its own.
    const asked = ['What', 'is', 'the', 'decryption', ...(ordinal === 0 ? [] : [String(ordinal + 1)]), 'of'];
    const texts = shuffle(
      stream('order'),
      Int32Array.from({ length: messages }, (_, text) => text),
    );
    return {
      nature: 'pattern',
      prompts: Array.from(texts, (text) => [...asked, ...digits(text), '?']),
      responses: [...Array.from({ length: messages }, (_, message) => digits(message)), IDK],
      answer: texts.map((text) => decrypted[text]),
      answerProbability,
    };
  },
};

/** Returns b, the root of M. @throws UserError if M is not a square */
function baseOf(messages: number, path: string): number {
  const base = Math.round(Math.sqrt(messages));
  if (base * base === messages) return base;
  throw new UserError({
    code: 'out-of-range',
    summary: 'a message is two digits, so that the number of messages must be a square',
    keyPath: `${path}.messages`,
    found: String(messages),
    allowed: `b² for b from ${SMALLEST_BASE} to ${LARGEST_BASE}`,
    hint: `the nearest square is ${base * base}`,
  });
}
