import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import type { FrequencyLaw } from './frequencyLaw.js';

const options = z.strictObject({
  headPrompts: z.int().min(1).max(200_000).describe('number of prompts that share the head; fewer than all'),
  headMass: z.number().min(0).max(1).describe('probability of the head, spread evenly over its prompts'),
});

/** Two plateaus: the first `headPrompts` prompts share `headMass`, the others the rest. */
export const headTail: FrequencyLaw<'head-tail', typeof options> = {
  kind: 'head-tail',
  description: 'Two plateaus: some prompts share a given mass, the others the rest.',
  options,
  weights({ headPrompts, headMass }, { path, prompts }) {
    requireTail(path, headPrompts, prompts);
    return headTailWeights(prompts, headPrompts, 1 - headMass);
  },
};

/** Returns μ of a head and a tail, [prompts]. */
export function headTailWeights(prompts: number, headPrompts: number, tailMass: number): Float64Array {
  return new Float64Array(prompts)
    .fill((1 - tailMass) / headPrompts, 0, headPrompts)
    .fill(tailMass / (prompts - headPrompts), headPrompts);
}

/** @throws UserError if the head takes all prompts */
export function requireTail(path: string, headPrompts: number, prompts: number): void {
  if (headPrompts < prompts) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'the head leaves no prompts to the tail',
    keyPath: `${path}.frequency.headPrompts`,
    found: String(headPrompts),
    allowed: `an integer from 1 to ${prompts - 1}, as the family has ${prompts} prompts`,
    hint: `lower headPrompts or raise ${path}.prompts`,
  });
}
