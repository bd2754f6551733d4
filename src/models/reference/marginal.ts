import { z } from 'zod';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/** A model that knows how often prompts are answered but no answers: IDK with 1 − α_c, else uniform on R_c. */
export const marginal = {
  kind: 'marginal' as const,
  description:
    'Closed form: knows how often prompts are answered and no answer: IDK with 1 − α_c, else uniform on R_c.',
  options,
  fit: (_, { corpus: { world } }) =>
    referenceModel('marginal', world, (family, prompt) => {
      const { answerProbability, responseCount } = world.families[family];
      const alpha = answerProbability[prompt];
      return responseDistribution(world.families[family], 1 - alpha, alpha / responseCount);
    }),
} satisfies CountedModelKind<typeof options>;
