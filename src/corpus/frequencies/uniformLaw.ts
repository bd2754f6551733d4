import { z } from 'zod';
import type { FrequencyLaw } from './frequencyLaw.js';

const options = z.strictObject({});

/** All prompts are equally likely: E[sr] ≈ exp(−N/|C|) if every row answers. */
export const uniformLaw: FrequencyLaw<'uniform', typeof options> = {
  kind: 'uniform',
  description: 'All prompts alike.',
  options,
  weights: (_, { prompts }) => new Float64Array(prompts).fill(1),
};
