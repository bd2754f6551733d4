/**
 * Arbitrary facts about people as running text states them: in many wordings, and several facts about each person. Only worlds
 * with `corpus.text` use more than the first wording.
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';
import type { Lexicon } from '../lexicon.js';
import { personFacts } from '../people/personFacts.js';
import { promptOf } from '../prose/wordings.js';
import { people } from '../words/people.js';
import type { FamilyKind } from './familyKind.js';
import { answerProbability } from './peopleFacts.js';

/** Names from which those of invented people are taken: all pairs of the first and last names that worlds use. */
const MOST_STRANGERS = 16_384;

/** Wordings, of those that end with the answer, in which training never states a fact. */
const HELD_OUT = 4;

const MOST_PEOPLE = 200_000;

const options = z.strictObject({
  attribute: z
    .enum(personFacts.map(({ name }) => name) as [string, ...string[]])
    .default('birthday')
    .describe('what is said of a person'),
  prompts: z
    .int()
    .min(2)
    .max(MOST_PEOPLE)
    .default(1000)
    .describe('number of people; families of this kind with equal prompts, group and groups are about the same people'),
  group: z.int().min(1).max(16).default(1).describe('the group of people that is meant, from 1 to groups'),
  groups: z
    .int()
    .min(1)
    .max(16)
    .default(1)
    .describe('groups of so many different people each, for families about others: the same number in all of them'),
  answerProbability,
});

export const person: FamilyKind<'person', typeof options> = {
  kind: 'person',
  description:
    'Arbitrary, for running text (`corpus.text`): a birthday, city, employer or dish of a person, in 36 wordings. `Mira Kaplan was born on` → `September 10 .`',
  options,
  build({ attribute: name, prompts, group, groups, answerProbability }, { lexicon, stream, sharedStream, path }) {
    if (prompts * groups > MOST_PEOPLE)
      throw new UserError({
        code: 'out-of-range',
        summary: 'there are not so many people',
        keyPath: `${path}.groups`,
        found: `${groups} groups of ${prompts}`,
        allowed: `at most ${MOST_PEOPLE} in all`,
      });
    if (group > groups)
      throw new UserError({
        code: 'out-of-range',
        summary: 'there is no such group',
        keyPath: `${path}.group`,
        found: String(group),
        allowed: `at most groups (${groups})`,
      });
    const attribute = personFacts.find((each) => each.name === name)!;
    const { answers, unknown, ending, inner } = attribute;
    const everybody = people(lexicon, prompts * groups, sharedStream('people')).map((words) => words.join(' '));
    const subjects = everybody.slice((group - 1) * prompts, group * prompts);
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
        strangers: () => strangers(lexicon, new Set(everybody), sharedStream('strangers')),
      },
    };
  },
};

/** Returns names of nobody in the world, made of the same parts. */
function strangers(lexicon: Lexicon, everybody: ReadonlySet<string>, draws: Stream): readonly string[] {
  return people(lexicon, MOST_STRANGERS, draws)
    .map((words) => words.join(' '))
    .filter((name) => !everybody.has(name));
}
