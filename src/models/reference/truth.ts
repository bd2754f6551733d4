import { z } from 'zod';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { trueDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/** The model p̂ = p, which knows every answer, seen in training or not. No learner can achieve it. */
export const truth = {
  kind: 'truth' as const,
  description: 'Closed form: p̂ = p, knows every answer, seen or not. No learner can achieve it.',
  options,
  fit: (_, { corpus: { world } }) =>
    referenceModel('truth', world, (family, prompt) => trueDistribution(world.families[family], prompt)),
} satisfies CountedModelKind<typeof options>;
