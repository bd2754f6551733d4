/**
 * Addition modulo m: a pattern that can be learnt, "7 + 12 =" → "19 .". Numbers are tokens, so that only the rule
 * links a pair to its sum. The prompts a + b and b + a state one fact and are held out together.
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { distinctIntegers } from '../../random/distinctIntegers.js';
import { type FamilyKind, IDK } from './familyKind.js';

const options = z.strictObject({
  modulus: z.int().min(2).max(200).default(31).describe('m: numbers and sums are 0 … m − 1; |R_c|'),
  prompts: z
    .int()
    .min(2)
    .max(40_000)
    .nullable()
    .default(null)
    .describe('number of prompts, drawn from all pairs; null: all m² pairs'),
});

export const arithmetic: FamilyKind<'arithmetic', typeof options> = {
  kind: 'arithmetic',
  description: 'Pattern: addition modulo m, numbers being tokens. `7 + 12 =` → `19 .`',
  options,
  build({ modulus, prompts: asked }, { path, ordinal, stream }) {
    const pairs = modulus * modulus;
    const count = asked ?? pairs;
    if (count > pairs) {
      throw new UserError({
        code: 'out-of-range',
        summary: `only ${pairs} pairs of numbers differ modulo ${modulus}`,
        keyPath: `${path}.prompts`,
        found: String(count),
        allowed: `an integer from 2 to ${pairs}`,
        hint: 'lower prompts or raise modulus',
      });
    }
    const front = ordinal === 0 ? [] : [String(ordinal + 1), ':'];
    const drawn = Array.from(distinctIntegers(stream('prompts'), count, pairs), (place) => ({
      a: place % modulus,
      b: Math.floor(place / modulus),
    }));
    return {
      nature: 'pattern',
      prompts: drawn.map(({ a, b }) => [...front, String(a), '+', String(b), '=']),
      responses: [...Array.from({ length: modulus }, (_, sum) => [String(sum)]), IDK],
      answer: Int32Array.from(drawn, ({ a, b }) => (a + b) % modulus),
      answerProbability: 1,
      fact: Int32Array.from(drawn, ({ a, b }) => Math.min(a, b) * modulus + Math.max(a, b)),
      idk: 'outside',
    };
  },
};
