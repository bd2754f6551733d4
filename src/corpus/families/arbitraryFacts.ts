/**
 * Arbitrary facts (Kalai et al. 2025, §3.3.1): people and one thing about each that nothing else tells, as birthdays.
 * The answer is uniform on R_c and independent of the prompt's words.
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { dates, wordStrings } from '../words/answers.js';
import { people } from '../words/people.js';
import { relationWords } from '../words/relations.js';
import { type FamilyKind, IDK } from './familyKind.js';

const DATES = 365;

// A world's second family of arbitrary facts takes the second relation, and so on: prompts differ over the world.
const DATE_RELATIONS = ['was born on', 'got married on', 'graduated on', 'moved house on'];
const WORD_RELATIONS = ["'s keyword is", "'s nickname is", "'s motto is", "'s call sign is"];

const options = z.strictObject({
  prompts: z.int().min(2).max(200_000).default(2000).describe('number of prompts, one person each'),
  responses: z
    .int()
    .min(2)
    .max(10_000)
    .default(DATES)
    .describe('|R_c|, IDK not counted: 365 are the dates of a year, others strings of one to three words'),
  answerProbability: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('α: probability that a training example answers its prompt and does not abstain'),
});

export const arbitraryFacts: FamilyKind<'arbitrary-facts', typeof options> = {
  kind: 'arbitrary-facts',
  description:
    'Arbitrary: people, and one thing about each that nothing else tells. `Mira Kaplan was born on` → `September 10 .`',
  options,
  build({ prompts, responses, answerProbability }, { lexicon, ordinal, stream }) {
    const relation = relationWords(responses === DATES ? DATE_RELATIONS : WORD_RELATIONS, ordinal);
    const answerSet = responses === DATES ? dates() : wordStrings(lexicon.words, responses, stream('responses'));
    const answers = stream('answers');
    return {
      nature: 'arbitrary',
      prompts: people(lexicon, prompts, stream('names')).map((name) => [...name, ...relation]),
      responses: [...answerSet, IDK],
      answer: Int32Array.from({ length: prompts }, () => integer(answers, responses)),
      answerProbability,
    };
  },
};
