/**
 * Arbitrary facts with response sets of other sizes: a pet of two, a month of twelve, a date, a code number of 10⁴.
 * Without abstention it is pure multiple choice, |V_c| = 1 (Kalai et al. 2025, Theorem 3).
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { integer } from '../../random/integer.js';
import { codeNumbers, dates, months, wordStrings } from '../words/answers.js';
import { people } from '../words/people.js';
import { relationWords } from '../words/relations.js';
import { type FamilyKind, IDK } from './familyKind.js';

interface NamedSet {
  readonly answers: () => string[][];
  /** None of them is a relation of `arbitrary-facts`, for both kinds ask about people. */
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
  answerProbability: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('α: probability that a training example answers its prompt and does not abstain'),
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
  build({ prompts, responses, answerProbability, abstention }, { path, lexicon, ordinal, stream }) {
    if (!abstention && answerProbability < 1) {
      throw new UserError({
        code: 'out-of-range',
        summary: 'training examples cannot abstain where IDK is no response',
        keyPath: `${path}.answerProbability`,
        found: String(answerProbability),
        allowed: '1, as abstention is false',
        hint: 'set abstention to true, or leave answerProbability out',
      });
    }
    const named = NAMED.get(responses);
    const answerSet = named ? named.answers() : wordStrings(lexicon.words, responses, stream('responses'));
    const relation = relationWords(named?.relations ?? UNNAMED_RELATIONS, ordinal);
    const answers = stream('answers');
    return {
      nature: 'arbitrary',
      prompts: people(lexicon, prompts, stream('names')).map((name) => [...name, ...relation]),
      responses: [...answerSet, IDK],
      answer: Int32Array.from({ length: prompts }, () => integer(answers, responses)),
      answerProbability,
      idk: abstention ? 'valid' : 'outside',
    };
  },
};
