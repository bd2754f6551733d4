/** Arbitrary facts about people: the builder that `arbitrary-facts` and `attribute` share. */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { people } from '../words/people.js';
import { relationWords } from '../words/relations.js';
import { type FamilyContext, type FamilyParts, IDK } from './familyKind.js';

/** The option α of families that ask about people. */
export const answerProbability = z
  .number()
  .min(0)
  .max(1)
  .default(1)
  .describe('α: probability that a training example answers its prompt and does not abstain');

/** Words of a set of facts. */
export interface FactWords {
  /** R_c without IDK, [responses]. */
  readonly answers: readonly (readonly string[])[];
  /** Words between a person and the answer, such as "was born on"; the ordinal of the family picks one of the list. */
  readonly relations: readonly string[];
}

/** Builds one prompt a person, whose answer is uniform on R_c and independent of the words of the prompt. */
export function peopleFacts(
  { prompts, answerProbability }: { readonly prompts: number; readonly answerProbability: number },
  { answers, relations }: FactWords,
  { lexicon, ordinal, stream }: FamilyContext,
): FamilyParts {
  const relation = relationWords(relations, ordinal);
  const draws = stream('answers');
  return {
    nature: 'arbitrary',
    prompts: people(lexicon, prompts, stream('names')).map((name) => [...name, ...relation]),
    responses: [...answers, IDK],
    answer: Int32Array.from({ length: prompts }, () => integer(draws, answers.length)),
    answerProbability,
  };
}
