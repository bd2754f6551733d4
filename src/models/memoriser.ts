import { z } from 'zod';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';
import type { CountedModelKind } from './modelKind.js';

const options = z.strictObject({
  unanswered: z
    .enum(['uniform', 'fixed', 'abstain'])
    .default('uniform')
    .describe('on prompts never answered in training: any response of R_c alike, always its first one, or IDK'),
});

/**
 * Gives the answer of every prompt that training answered, always; elsewhere it guesses or abstains. It knows no rule:
 * on pattern families too it has only what it saw.
 */
export const memoriser = {
  kind: 'memoriser' as const,
  description: 'Closed form: gives every answer that training gave, and elsewhere guesses or abstains. It knows no rules.',
  options,
  fit: ({ unanswered }, { corpus: { world, counts } }) =>
    referenceModel('memoriser', world, (family, prompt) => {
      const familyWorld = world.families[family];
      const always = (response: number): Float64Array =>
        responseDistribution(familyWorld, 0, 0, { response, probability: 1 });
      if (counts[family].answered[prompt] > 0) return always(familyWorld.answer[prompt]);
      if (unanswered === 'fixed') return always(0);
      if (unanswered === 'abstain') return responseDistribution(familyWorld, 1, 0);
      return responseDistribution(familyWorld, 0, 1 / familyWorld.responseCount);
    }),
} satisfies CountedModelKind<typeof options>;
