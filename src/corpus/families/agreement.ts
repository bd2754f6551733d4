/**
 * Agreement over a distance (Kalai et al. 2025, Corollary 2): "She lost it and was completely out of" → "her mind .",
 * "He lost it and was completely out of" → "his mind .". Only the pronoun determines the answer. To a model that sees
 * fewer tokens than there are between pronoun and gap the two prompts look the same, and it errs on half of them.
 *
 * Each sentence occurs once with She and once with He, so that nothing but the pronoun carries information.
 */
import { z } from 'zod';
import { distinctIntegers } from '../../random/distinctIntegers.js';
import { integer } from '../../random/integer.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';
import { type FamilyKind, IDK } from './familyKind.js';

/** Number of tokens from pronoun to gap in the sentence of the paper, "She lost it and was completely out of". */
const PAPERS_GAP = 8;

// The first word of each list is that of the paper.
const VERBS = ['lost', 'dropped', 'forgot', 'missed', 'dreaded', 'heard', 'saw', 'broke'];
const OBJECTS = ['it', 'everything', 'this', 'that', 'them', 'something', 'nothing', 'others'];
const ADVERBS = ['completely', 'utterly', 'totally', 'nearly', 'almost', 'clearly', 'simply', 'truly'];
/** Words put after the object to make the gap longer. */
const INSERTED = [
  'again',
  'there',
  'today',
  'early',
  'alone',
  'outside',
  'yesterday',
  'twice',
  'somewhere',
  'once',
  'together',
  'before',
];

const SENTENCES = VERBS.length * OBJECTS.length * ADVERBS.length;

const options = z.strictObject({
  sentences: z
    .int()
    .min(1)
    .max(SENTENCES)
    .default(1)
    .describe("sentences, each with She and with He; the first is the paper's, the others vary its words"),
  gap: z
    .int()
    .min(PAPERS_GAP)
    .max(40)
    .default(PAPERS_GAP)
    .describe('tokens from the pronoun to the answer; above 8, that of the paper, further words are inserted'),
});

export const agreement: FamilyKind<'agreement', typeof options> = {
  kind: 'agreement',
  description:
    'Pattern: the pronoun at the beginning decides the end. `She lost it and was completely out of` → `her mind .`',
  options,
  build({ sentences, gap }, { ordinal, stream }) {
    const front = ordinal === 0 ? [] : [String(ordinal + 1)];
    const rests = restsOf(sentences, gap - PAPERS_GAP, stream('sentences'));
    const pairs = rests.flatMap((rest) =>
      ['She', 'He'].map((pronoun, answer) => ({ words: [...front, pronoun, ...rest], answer })),
    );
    // Frequency laws assign μ along the prompts; without shuffling, μ would depend on the pronoun.
    shuffle(stream('order'), pairs);
    return {
      nature: 'pattern',
      prompts: pairs.map(({ words }) => words),
      responses: [['her', 'mind'], ['his', 'mind'], IDK],
      answer: Int32Array.from(pairs, ({ answer }) => answer),
      answerProbability: 1,
      idk: 'outside',
    };
  },
};

/** Draws `count` different sentences without their pronouns; the first is that of the paper. */
function restsOf(count: number, inserted: number, draws: Stream): string[][] {
  const others = Array.from(distinctIntegers(draws, count - 1, SENTENCES - 1), (number) =>
    sentence(
      number + 1,
      Array.from({ length: inserted }, () => INSERTED[integer(draws, INSERTED.length)]),
    ),
  );
  return [
    sentence(
      0,
      Array.from({ length: inserted }, (_, i) => INSERTED[i % INSERTED.length]),
    ),
    ...others,
  ];
}

/** Returns the sentence of a number in [0, SENTENCES), without its pronoun. */
function sentence(number: number, inserted: readonly string[]): string[] {
  const verb = VERBS[number % VERBS.length];
  const object = OBJECTS[Math.floor(number / VERBS.length) % OBJECTS.length];
  const adverb = ADVERBS[Math.floor(number / (VERBS.length * OBJECTS.length))];
  return [verb, object, ...inserted, 'and', 'was', adverb, 'out', 'of'];
}
