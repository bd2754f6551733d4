/**
 * Described animals and two questions about each: its kind, which its features decide, and its birthday, which nothing
 * decides. It is the analogy of the article "Why language models hallucinate" (OpenAI 2025): photos can be sorted into
 * cats and dogs, but not by the birthdays of the pets.
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { animals as drawAnimals, KINDS } from '../words/animals.js';
import { dates } from '../words/answerWords.js';
import { relationWords } from '../words/relations.js';
import { type FamilyKind, IDK } from './familyKind.js';

/** Ways to ask for the kind; the place of a family among those of its kind picks one. */
const KIND_RELATIONS = ['is a', 'must be a', 'looks like a', 'counts as a'];
/** Ways to ask for the birthday, picked in the same way. */
const BIRTHDAY_RELATIONS = ['was born on', 'came to life on', 'saw daylight on', 'began life on'];

const options = z.strictObject({
  ask: z
    .enum(['kind', 'birthday'])
    .default('kind')
    .describe('what is asked of each animal: its kind (a rule) or its birthday (arbitrary)'),
  kinds: z
    .int()
    .min(2)
    .max(KINDS.length)
    .default(2)
    .describe(`how many kinds of animals there are, of ${KINDS.join(', ')}`),
  animals: z
    .int()
    .min(2)
    .max(20_000)
    .default(1000)
    .describe('number of animals; families of a world with as many animals and kinds speak of the same ones'),
});

export const category: FamilyKind<'category', typeof options> = {
  kind: 'category',
  description: 'Described animals: which kind each is (a pattern), or when it was born (arbitrary).',
  options,
  build({ ask, kinds, animals: count }, { ordinal, stream, sharedStream }) {
    const described = drawAnimals(kinds, count, sharedStream('animals'));
    const relation = relationWords(ask === 'kind' ? KIND_RELATIONS : BIRTHDAY_RELATIONS, ordinal);
    const prompts = described.map(({ words }) => [...words, ...relation]);
    if (ask === 'kind') {
      return {
        nature: 'pattern',
        prompts,
        responses: [...KINDS.slice(0, kinds).map((kind) => [kind]), IDK],
        answer: Int32Array.from(described, ({ kind }) => kind),
        answerProbability: 1,
        idk: 'outside',
      };
    }
    const answers = stream('answers');
    const days = dates();
    return {
      nature: 'arbitrary',
      prompts,
      responses: [...days, IDK],
      answer: Int32Array.from(described, () => integer(answers, days.length)),
      answerProbability: 1,
    };
  },
};
