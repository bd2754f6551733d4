/** Samples of one prompt, and the pairs of them that must say the same. */
import type { GradedSample } from './gradedSample.js';

/** Samples by prompt, in order. @param samples of one question and penalty stand together */
export function samplesByPrompt(samples: readonly GradedSample[]): readonly (readonly GradedSample[])[] {
  const groups: GradedSample[][] = [];
  for (const sample of samples) {
    const last = groups.at(-1)?.[0].request;
    const { question, penalty } = sample.request;
    if (last?.question === question && last.penalty === penalty) groups[groups.length - 1].push(sample);
    else groups.push([sample]);
  }
  return groups;
}

/** Every pair of the samples of a prompt. */
export function samplePairs(
  samples: readonly GradedSample[],
): readonly (readonly [one: GradedSample, other: GradedSample])[] {
  return samples.flatMap((one, at) => samples.slice(at + 1).map((other) => [one, other] as const));
}
