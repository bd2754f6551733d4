import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import type { FrequencyLaw } from './frequencyLaw.js';
import { headTailWeights, requireTail } from './headTail.js';
import { bestTailMass, defaultHeadPrompts, fewestPrompts, type Mix, mostExamples, rateOf } from './singletonMix.js';

const options = z.strictObject({
  target: z.number().gt(0).lt(1).describe('the expected singleton rate'),
  headPrompts: z
    .int()
    .min(1)
    .max(200_000)
    .optional()
    .describe('number of prompts in the head; default: as many as occur about 20 times each, at most a tenth of all'),
});

/**
 * The head–tail mix whose expected singleton rate, given N ≥ 1 in the family, is `target`. Prompts of the head are seen
 * often, those of the tail hold the singletons. Two tail masses may give the rate; the law takes the smaller one, at
 * which tail prompts are expected at most once, so that the singleton rate is close to the missing mass.
 */
export const singletonRateLaw: FrequencyLaw<'singleton-rate', typeof options> = {
  kind: 'singleton-rate',
  description:
    'The head–tail mix whose expected singleton rate is the target; a target that is out of reach ends with a message that says what would reach it.',
  options,
  weights({ target, headPrompts }, context) {
    if (headPrompts !== undefined) requireTail(context.path, headPrompts, context.prompts);
    const mix: Mix = { ...context, headPrompts: headPrompts ?? defaultHeadPrompts(context) };
    const largest = rateOf(mix, bestTailMass(mix));
    const smallest = rateOf(mix, 0);
    if (target > largest) throw tooHigh(target, largest, mix, headPrompts);
    if (target < smallest) throw tooLow(target, smallest, mix);
    return headTailWeights(mix.prompts, mix.headPrompts, solve(mix, target));
  },
};

/** Finds the tail mass of the target by bisection, since the rate rises with the tail mass from 0 to the best one. */
function solve(mix: Mix, target: number): number {
  let low = 0;
  let high = bestTailMass(mix);
  while (high - low > 1e-15) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (rateOf(mix, middle) < target) low = middle;
    else high = middle;
  }
  return high;
}

function tooHigh(target: number, largest: number, mix: Mix, headPrompts: number | undefined): UserError {
  const remedies = [];
  const prompts = fewestPrompts(mix, target, headPrompts);
  if (prompts !== undefined) remedies.push(`${mix.path}.prompts of ${prompts} or more`);
  const examples = mostExamples(mix, target, headPrompts);
  if (examples !== undefined) remedies.push(`corpus.examples of ${examples} or fewer`);
  const hint =
    remedies.length > 0
      ? `what would reach it, the rest unchanged: ${remedies.join('; or ')}`
      : `raise answerProbability: no number of prompts or examples reaches it while only a share of ${mix.answerProbability} of the rows has an answer`;
  return outOfReach(target, mix, `at most ${toDigits(largest, Math.floor)}`, hint);
}

function tooLow(target: number, smallest: number, mix: Mix): UserError {
  const hint = 'raise the target or corpus.examples, or lower headPrompts';
  return outOfReach(target, mix, `at least ${toDigits(smallest, Math.ceil)}`, hint);
}

function outOfReach(target: number, mix: Mix, reach: string, hint: string): UserError {
  const { path, prompts, headPrompts, totalExamples, weight } = mix;
  const rows =
    weight === 1
      ? `${totalExamples} examples`
      : `about ${Math.round(weight * totalExamples)} of ${totalExamples} examples`;
  return new UserError({
    code: 'singleton-rate-out-of-reach',
    summary: 'no prompt frequencies give this singleton rate',
    keyPath: `${path}.frequency.target`,
    found: String(target),
    allowed: `${reach} with ${prompts} prompts, ${headPrompts} of them in the head, and ${rows}`,
    hint,
  });
}

/** Rounds to six decimals, to the side on which the printed value is itself within reach. */
function toDigits(rate: number, round: (value: number) => number): string {
  return String(round(rate * 1e6) / 1e6);
}
