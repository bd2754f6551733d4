/** The expected singleton rate of a head–tail mix of prompts, as a function of its tail's mass, and its reach. */
import { expectedSingletonRateOfShare } from '../../theory/expectedSingletonRate.js';
import type { FrequencyContext } from './frequencyLaw.js';

export interface Mix extends Omit<FrequencyContext, 'stream'> {
  readonly headPrompts: number;
}

const MAX_PROMPTS = 200_000;

/** As many prompts as would occur with an answer about 20 times each, at most a tenth of all, at least one. */
export function defaultHeadPrompts(
  context: Pick<Mix, 'prompts' | 'answerProbability' | 'totalExamples' | 'weight'>,
): number {
  return Math.max(1, Math.floor(Math.min(context.prompts / 10, answeredRows(context) / 20)));
}

/** E[sr | N ≥ 1] where the tail has the probability `tailMass` and each half is uniform. */
export function rateOf(mix: Mix, tailMass: number): number {
  const tailPrompts = mix.prompts - mix.headPrompts;
  const rateOfPrompt = (weight: number): number =>
    expectedSingletonRateOfShare([weight * mix.answerProbability], mix.totalExamples, mix.weight);
  return (
    mix.headPrompts * rateOfPrompt((1 - tailMass) / mix.headPrompts) +
    tailPrompts * rateOfPrompt(tailMass / tailPrompts)
  );
}

/**
 * The tail mass with the largest rate among those where a tail prompt is expected at most once with an answer: up to
 * there its part N μ'(1 − μ')^(N−1) rises.
 */
export function bestTailMass(mix: Mix): number {
  return Math.min(1, (mix.prompts - mix.headPrompts) / answeredRows(mix));
}

/** The least number of prompts that reaches `target` at these examples; undefined where none up to 200 000 does. */
export function fewestPrompts(mix: Mix, target: number, headPrompts: number | undefined): number | undefined {
  const reaches = (prompts: number): boolean => reachesTarget({ ...mix, prompts }, target, headPrompts);
  if (!reaches(MAX_PROMPTS)) return undefined;
  return leastThat(reaches, mix.prompts, MAX_PROMPTS);
}

/** The largest number of examples that reaches `target` with these prompts; undefined where none does. */
export function mostExamples(mix: Mix, target: number, headPrompts: number | undefined): number | undefined {
  const fails = (totalExamples: number): boolean => !reachesTarget({ ...mix, totalExamples }, target, headPrompts);
  if (fails(1)) return undefined;
  return leastThat(fails, 1, mix.totalExamples) - 1;
}

function reachesTarget(mix: Omit<Mix, 'headPrompts'>, target: number, headPrompts: number | undefined): boolean {
  const full = { ...mix, headPrompts: headPrompts ?? defaultHeadPrompts(mix) };
  return rateOf(full, bestTailMass(full)) >= target;
}

/** The least integer above `low` that passes a monotone test, which `low` fails and `high` passes. */
function leastThat(passes: (value: number) => boolean, low: number, high: number): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function answeredRows(context: Pick<Mix, 'answerProbability' | 'totalExamples' | 'weight'>): number {
  return context.answerProbability * context.totalExamples * context.weight;
}
