/**
 * Arbitrary facts (Kalai et al. 2025, §3.3.1): people, and one fact about each, such as a birthday, that follows from
 * nothing else. The answer is uniform on R_c and independent of the words of the prompt.
 */
import { z } from 'zod';
import { dates, wordStrings } from '../words/answerWords.js';
import type { FamilyKind } from './familyKind.js';
import { answerProbability, peopleFacts } from './peopleFacts.js';

const DATES = 365;

// The second family of arbitrary facts in a world takes the second relation, and so on, so that all prompts differ.
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
  answerProbability,
});

export const arbitraryFacts: FamilyKind<'arbitrary-facts', typeof options> = {
  kind: 'arbitrary-facts',
  description:
    'Arbitrary: people, and one fact about each that follows from nothing else. `Mira Kaplan was born on` → `September 10 .`',
  options,
  build({ responses, ...options }, context) {
    const words =
      responses === DATES
        ? { answers: dates(), relations: DATE_RELATIONS }
        : {
            answers: wordStrings(context.lexicon.words, responses, context.stream('responses')),
            relations: WORD_RELATIONS,
          };
    return peopleFacts(options, words, context);
  },
};
