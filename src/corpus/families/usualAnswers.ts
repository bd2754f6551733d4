/**
 * People and one thing about each that has a usual answer, such as a first language: one response is right for a given
 * share of the people, and nothing in the prompt says for whom. A model that has learnt the family and not the person
 * can be right with exactly that probability, so that several such families are questions of several degrees of doubt.
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { uniform } from '../../random/uniform.js';
import { wordStrings } from '../words/answerWords.js';
import { people } from '../words/people.js';
import { relationWords } from '../words/relations.js';
import { type FamilyKind, IDK } from './familyKind.js';
import { answerProbability } from './peopleFacts.js';

const RELATIONS = ["'s language is", "'s breakfast is", "'s holiday is", "'s trade is"];

const options = z.strictObject({
  prompts: z.int().min(2).max(200_000).default(2000).describe('number of prompts, one person each'),
  responses: z.int().min(2).max(10_000).default(8).describe('|R_c|, IDK not counted: strings of one to three words'),
  usual: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('probability that the usual answer is the right one; the others share the rest evenly'),
  answerProbability,
});

export const usualAnswers: FamilyKind<'usual-answers', typeof options> = {
  kind: 'usual-answers',
  description:
    "A rule with exceptions: people, and one thing about each whose usual answer is right for a given share of them. `Mira Kaplan 's language is` → `brisk harbour .`",
  options,
  build({ prompts, responses, usual, answerProbability: alpha }, { lexicon, ordinal, stream }) {
    const usualAnswer = integer(stream('usual'), responses);
    const answers = stream('answers');
    const exception = (): number => {
      const other = integer(answers, responses - 1);
      return other < usualAnswer ? other : other + 1;
    };
    const relation = relationWords(RELATIONS, ordinal);
    return {
      // Not `arbitrary`: Theorem 2 asks for answers uniform on R_c. So reference models that know the rules know the
      // exceptions.
      nature: 'pattern',
      ruleless: true,
      prompts: people(lexicon, prompts, stream('names')).map((name) => [...name, ...relation]),
      responses: [...wordStrings(lexicon.words, responses, stream('responses')), IDK],
      answer: Int32Array.from({ length: prompts }, () => (uniform(answers) < usual ? usualAnswer : exception())),
      answerProbability: alpha,
    };
  },
};
