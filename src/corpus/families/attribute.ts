/**
 * Arbitrary facts with response sets of other sizes: a pet of two, a month of twelve, a date, a code number of 10⁴.
 * Without abstention this is pure multiple choice, |V_c| = 1 (Kalai et al. 2025, Theorem 3).
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { codeNumbers, dates, months, wordStrings } from '../words/answerWords.js';
import type { FamilyKind } from './familyKind.js';
import { answerProbability, peopleFacts } from './peopleFacts.js';

interface NamedSet {
  readonly answers: () => string[][];
  /** Relations other than those of `arbitrary-facts`, for both kinds ask about people. */
  readonly relations: readonly string[];
}

/** Response sets that have a meaning, by their size. */
const NAMED: ReadonlyMap<number, NamedSet> = new Map([
  [2, { answers: () => [['cat'], ['dog']], relations: ['owns a', 'grew up with a', 'drew a', 'dreams of a'] }],
  [
    12,
    {
      answers: months,
      relations: ["'s favourite month is", "'s busiest month is", "'s worst month is", "'s quietest month is"],
    },
  ],
  [
    365,
    {
      answers: dates,
      relations: ['gave up smoking on', 'learnt to swim on', 'sold the car on', 'bought the house on'],
    },
  ],
  [
    10_000,
    {
      answers: codeNumbers,
      relations: ["'s locker number is", "'s membership number is", "'s ticket number is", "'s room number is"],
    },
  ],
]);
const UNNAMED_RELATIONS = ["'s favourite thing is", "'s password is", "'s team is", "'s boat is"];

const options = z.strictObject({
  prompts: z.int().min(2).max(200_000).default(1000).describe('number of prompts, one person each'),
  responses: z
    .int()
    .min(2)
    .max(10_000)
    .default(2)
    .describe(
      '|R_c|, IDK not counted: 2 pets, 12 months, 365 dates, 10000 code numbers, else strings of one to three words',
    ),
  answerProbability,
  abstention: z
    .boolean()
    .default(true)
    .describe('whether IDK is a valid response; without it (pure multiple choice) α must be 1'),
});

export const attribute: FamilyKind<'attribute', typeof options> = {
  kind: 'attribute',
  description:
    'Arbitrary: people and a pet, a month, a date or a code number. `Mira Kaplan owns a` → `cat .` Without abstention pure multiple choice, |V_c| = 1.',
  options,
  build({ responses, abstention, ...options }, context) {
    if (!abstention && options.answerProbability < 1) {
      throw new UserError({
        code: 'out-of-range',
        summary: 'training examples cannot abstain if IDK is not a response',
        keyPath: `${context.path}.answerProbability`,
        found: String(options.answerProbability),
        allowed: '1, as abstention is false',
        hint: 'set abstention to true, or leave answerProbability out',
      });
    }
    const named = NAMED.get(responses);
    const answers = named?.answers() ?? wordStrings(context.lexicon.words, responses, context.stream('responses'));
    const facts = peopleFacts(options, { answers, relations: named?.relations ?? UNNAMED_RELATIONS }, context);
    return { ...facts, idk: abstention ? 'valid' : 'outside' };
  },
};
