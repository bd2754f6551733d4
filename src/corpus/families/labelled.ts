/**
 * Statements with a label, "Mira Kaplan was born on September 10 ?" → "valid .", from which a discriminator can learn.
 * It is the Is-It-Valid problem (Kalai et al. 2025, §3) posed as a question, with labels that pretraining never has:
 * each fact gives a true statement and a false one, whose response is drawn uniformly from E_c.
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';
import { arbitraryFacts } from './arbitraryFacts.js';
import { brackets } from './brackets.js';
import { type FamilyContext, type FamilyKind, type FamilyParts, IDK } from './familyKind.js';

const VALID = 0;
const INVALID = 1;

const options = z.strictObject({
  of: z
    .enum(['birthdays', 'brackets'])
    .default('birthdays')
    .describe('what the statements are about: arbitrary facts, or a pattern'),
  facts: z.int().min(2).max(50_000).default(1000).describe('number of facts; each gives a true and a false statement'),
  negatives: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('share of the training rows that are false statements; measured is always half and half'),
});

export const labelled: FamilyKind<'labelled', typeof options> = {
  kind: 'labelled',
  description:
    'True and false statements with their labels, as a discriminator is trained. `Mira Kaplan was born on September 10 ?` → `valid .`',
  options,
  build({ of, facts, negatives }, context) {
    const stated = factsOf(of, facts, context);
    const draws = context.stream('statements');
    const prompts: string[][] = [];
    const answer = new Int32Array(2 * facts);
    for (let fact = 0; fact < facts; fact++) {
      // Frequency laws assign μ along the prompts, so that the first statement of a pair must be drawn.
      const first = integer(draws, 2);
      const response = [stated.answer[fact], wrongResponse(stated, fact, draws)];
      for (const label of first === VALID ? [VALID, INVALID] : [INVALID, VALID]) {
        answer[prompts.length] = label;
        prompts.push([
          ...stated.prompts[fact],
          ...stated.responses[response[label]].filter((word) => word !== '.'),
          '?',
        ]);
      }
    }
    return {
      nature: 'pattern',
      ...(stated.nature === 'arbitrary' && { ruleless: true }),
      prompts,
      responses: [['valid'], ['invalid'], IDK],
      answer,
      answerProbability: 1,
      fact: Int32Array.from(prompts, (_, prompt) => Math.floor(prompt / 2)),
      trainingFactor: Float64Array.from(answer, (label) => (label === VALID ? 2 * (1 - negatives) : 2 * negatives)),
      idk: 'outside',
    };
  },
};

/** Builds the facts of the statements, by the kind of family that has them. */
function factsOf(of: 'birthdays' | 'brackets', count: number, context: FamilyContext): FamilyParts {
  if (of === 'birthdays') return arbitraryFacts.build(arbitraryFacts.options.parse({ prompts: count }), context);
  // There are 1164, 9264 and 72 930 strings of up to 6, 8 and 10 brackets.
  const length = count <= 1000 ? 6 : count <= 9000 ? 8 : 10;
  return brackets.build(brackets.options.parse({ prompts: count, length }), context);
}

function wrongResponse({ answer, responses }: FamilyParts, fact: number, draws: Stream): number {
  const other = integer(draws, responses.length - 2);
  return other < answer[fact] ? other : other + 1;
}
