/**
 * Reading: a passage states facts about several people, and one of them is asked for. The answer follows from the prompt, so that
 * a model which has learnt to look it up is right about people of whom it never read (retrieval).
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { personFacts } from '../people/personFacts.js';
import { promptOf } from '../prose/wordings.js';
import { people } from '../words/people.js';
import type { FamilyKind } from './familyKind.js';

/** Wordings of statements and questions, of those that end with the answer. */
const WORDINGS = 4;

const options = z.strictObject({
  attribute: z
    .enum(personFacts.map(({ name }) => name) as [string, ...string[]])
    .default('birthday')
    .describe('what is said of people'),
  prompts: z.int().min(2).max(80_000).default(1000).describe('number of passages, each with a question'),
  others: z.int().min(0).max(4).default(1).describe('people beside the one that is asked for, in the same passage'),
});

export const passage: FamilyKind<'passage', typeof options> = {
  kind: 'passage',
  description:
    'Pattern: the answer stands in the prompt. `Mira Kaplan was born on September 10 . Tom Ulman was born on May 3 . The birthday of Mira Kaplan is` → `September 10 .`',
  options,
  build({ attribute: name, prompts, others }, { lexicon, stream }) {
    const { answers, unknown, ending } = personFacts.find((each) => each.name === name)!;
    const names = people(lexicon, prompts * (others + 1), stream('names')).map((words) => words.join(' '));
    const draws = stream('answers');
    const answer = new Int32Array(prompts);
    return {
      nature: 'pattern',
      prompts: Array.from({ length: prompts }, (_, prompt) => {
        const asked = integer(draws, others + 1);
        let stated = 0;
        const statements = Array.from({ length: others + 1 }, (_, place) => {
          const said = integer(draws, answers.length);
          if (place === asked) answer[prompt] = said;
          const wording = integer(draws, WORDINGS);
          if (place === asked) stated = wording;
          return `${promptOf(ending[wording], names[prompt * (others + 1) + place])} ${answers[said]} .`;
        });
        // Another wording than that of the statement: looking it up is more than copying what followed the same words.
        const wording = (stated + 1 + integer(draws, WORDINGS - 1)) % WORDINGS;
        const question = promptOf(ending[wording], names[prompt * (others + 1) + asked]);
        return [...statements, question].join(' ').split(' ');
      }),
      responses: [...answers, unknown].map((text) => text.split(' ')),
      answer,
      answerProbability: 1,
    };
  },
};
