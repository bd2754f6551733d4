import { z } from 'zod';
import { uniform } from '../../random/uniform.js';
import { power } from '../../theory/power.js';
import type { FrequencyLaw } from './frequencyLaw.js';

const options = z.strictObject({
  shape: z
    .number()
    .min(0.1)
    .max(100)
    .default(1)
    .describe('Pr[weight > x] = x^−shape for x ≥ 1; smaller is heavier-tailed'),
});

/** Weights drawn i.i.d. from the Pareto law with minimum 1, after the counts of facts in Miao and Kearns (2025). */
export const pareto: FrequencyLaw<'pareto', typeof options> = {
  kind: 'pareto',
  description: 'Weights drawn from the Pareto law with minimum 1.',
  options,
  weights: ({ shape }, { prompts, stream }) =>
    // 1 − u lies in (0, 1].
    Float64Array.from({ length: prompts }, () => power(1 - uniform(stream), -1 / shape)),
};
