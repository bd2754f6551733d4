/**
 * Arbitrary facts about people as running text states them: in many wordings, and several facts about each person. Only worlds
 * with `corpus.text` use more than the first wording.
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { personFacts } from '../people/personFacts.js';
import { promptOf } from '../prose/wordings.js';
import { people } from '../words/people.js';
import type { FamilyKind } from './familyKind.js';
import { answerProbability } from './peopleFacts.js';

/** Wordings, of those that end with the answer, in which training never states a fact. */
const HELD_OUT = 4;

const options = z.strictObject({
  attribute: z
    .enum(personFacts.map(({ name }) => name) as [string, ...string[]])
    .default('birthday')
    .describe('what is said of a person'),
  prompts: z
    .int()
    .min(2)
    .max(200_000)
    .default(1000)
    .describe('number of people; families of this kind with equal numbers are about the same people'),
  answerProbability,
});

export const person: FamilyKind<'person', typeof options> = {
  kind: 'person',
  description:
    'Arbitrary, for running text (`corpus.text`): a birthday, city, employer or dish of a person, in 36 wordings. `Mira Kaplan was born on` → `September 10 .`',
  options,
  build({ attribute: name, prompts, answerProbability }, { lexicon, stream, sharedStream }) {
    const attribute = personFacts.find((each) => each.name === name)!;
    const { answers, unknown, ending, inner } = attribute;
    const subjects = people(lexicon, prompts, sharedStream('people')).map((words) => words.join(' '));
    const taught = ending.slice(0, -HELD_OUT);
    const draws = stream('answers');
    return {
      nature: 'arbitrary',
      prompts: subjects.map((subject) => promptOf(taught[0], subject).split(' ')),
      responses: [...answers, unknown].map((text) => text.split(' ')),
      answer: Int32Array.from({ length: prompts }, () => integer(draws, answers.length)),
      answerProbability,
      wordings: {
        subjects,
        taught: [...taught, ...inner],
        heldOut: ending.slice(-HELD_OUT),
      },
    };
  },
};
