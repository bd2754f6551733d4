import { z } from 'zod';

/** The option `tolerance` of models whose probabilities others computed. @param usual its default */
export function toleranceOption(usual: number) {
  return z
    .number()
    .min(0)
    .max(0.1)
    .default(usual)
    .describe('largest excess over 1 of the sum of a prompt; up to it a prompt is scaled to 1');
}
