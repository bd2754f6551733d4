import { z } from 'zod';
import { power } from '../../theory/power.js';
import type { FrequencyLaw } from './frequencyLaw.js';

const options = z.strictObject({
  exponent: z.number().min(0).max(10).default(1).describe('s: the prompt of rank k has weight k^−s'),
});

/** Zipf's law: the prompt of rank k, counting from 1, has μ ∝ k^−exponent. */
export const zipf: FrequencyLaw<'zipf', typeof options> = {
  kind: 'zipf',
  description: 'The prompt of rank k has weight k^−exponent.',
  options,
  weights: ({ exponent }, { prompts }) => Float64Array.from({ length: prompts }, (_, i) => power(i + 1, -exponent)),
};
