/** Expected singleton rate of a head–tail mix of prompts by the mass of its tail, and the rates within reach. */
import { expectedSingletonRateOfShare } from '../../theory/expectedSingletonRate.js';
import type { FrequencyContext } from './frequencyLaw.js';

/** A head–tail mix of prompts without the mass of its tail. */
export interface Mix extends Omit<FrequencyContext, 'stream'> {
  readonly headPrompts: number;
}

const MAX_PROMPTS = 200_000;

/** Returns the number of prompts that would be answered about 20 times each, at least 1, at most a tenth of all. */
export function defaultHeadPrompts(
  context: Pick<Mix, 'prompts' | 'answerProbability' | 'totalExamples' | 'weight'>,
): number {
  return Math.max(1, Math.floor(Math.min(context.prompts / 10, answeredRows(context) / 20)));
}

/** Returns E[sr | N ≥ 1] if the tail has probability `tailMass` and head and tail are each uniform. */
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
 * Returns the tail mass with the largest rate among those at which a tail prompt is expected at most once with an
 * answer. Up to there the part N μ'(1 − μ')^(N−1) of a tail prompt rises.
 */
export function bestTailMass(mix: Mix): number {
  return Math.min(1, (mix.prompts - mix.headPrompts) / answeredRows(mix));
}

/** Returns the least number of prompts that reaches `target`; undefined if none up to 200 000 does. */
export function fewestPrompts(mix: Mix, target: number, headPrompts: number | undefined): number | undefined {
  const reaches = (prompts: number): boolean => reachesTarget({ ...mix, prompts }, target, headPrompts);
  if (!reaches(MAX_PROMPTS)) return undefined;
  return leastThat(reaches, mix.prompts, MAX_PROMPTS);
}

/** Returns the largest number of examples that reaches `target` with these prompts; undefined if none does. */
export function mostExamples(mix: Mix, target: number, headPrompts: number | undefined): number | undefined {
  const fails = (totalExamples: number): boolean => !reachesTarget({ ...mix, totalExamples }, target, headPrompts);
  if (fails(1)) return undefined;
  return leastThat(fails, 1, mix.totalExamples) - 1;
}

function reachesTarget(mix: Omit<Mix, 'headPrompts'>, target: number, headPrompts: number | undefined): boolean {
  const full = { ...mix, headPrompts: headPrompts ?? defaultHeadPrompts(mix) };
  return rateOf(full, bestTailMass(full)) >= target;
}

/** Returns the least integer above `low` that passes a monotone test, which `low` fails and `high` passes. */
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
