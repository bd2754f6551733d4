/**
 * Many worlds of arbitrary facts, each drawn anew, to check bounds that hold with high probability or in expectation.
 */
import { z } from 'zod';
import { promptWeights } from '../../corpus/frequencies/registry.js';
import { aliasSampler } from '../../random/aliasSampler.js';
import { stream } from '../../random/stream.js';
import { countOption, type StudyKind } from '../study.js';
import { type SampledWorld, sampleWorld, type WorldLaw } from './sampledWorld.js';
import { valuesOfWorlds } from './worldValues.js';

const options = z.strictObject({
  prompts: countOption(2, 1_000_000).default(2000).describe('number of prompts'),
  responses: countOption(3, 1_000_000).default(365).describe('|R_c| without IDK'),
  examples: countOption(1, 10_000_000).default(1400).describe('N: training examples'),
  answerProbability: z.number().gt(0).max(1).default(1).describe('α: probability that an example answers'),
  frequency: z
    .enum(['uniform', 'zipf'])
    .default('uniform')
    .describe('law of the prompt distribution μ; zipf with exponent 1'),
  worlds: countOption(2, 1_000_000)
    .default(1000)
    .describe('how many worlds; facts and examples are drawn anew for each'),
  gamma: z
    .number()
    .min(1e-9)
    .max(1 - 1e-9)
    .default(0.01)
    .describe('γ: probability with which a bound may fail'),
});

export type WorldsOptions = Readonly<z.infer<typeof options>>;

export const worlds: StudyKind<'worlds', typeof options> = {
  kind: 'worlds',
  options,
  description:
    'Many worlds of arbitrary facts, each with facts and examples of its own, and learners whose error rate and δ are known in closed form: ' +
    'how far the missing mass lies from the singleton rate, and whether Theorem 2 holds over worlds.',
  columns: [
    { path: 'singletonRate', heading: 'sr', meaning: 'singleton rate, mean over worlds' },
    { path: 'missingMass', heading: 'MM', meaning: 'missing mass, mean over worlds' },
    { path: 'calibrated.error', heading: 'err', meaning: 'error rate of the calibrated learner, mean over worlds' },
    { path: 'lemma1.violations', heading: 'L1 ✗', meaning: 'worlds in which |MM − sr| exceeds the bound of Lemma 1' },
    { path: 'lemma1.largestRatio', heading: 'L1 max', meaning: '|MM − sr| at its largest, as a share of that bound' },
    {
      path: 'upper.violations',
      heading: 'T2 ✗',
      meaning: "worlds in which the calibrated learner errs above Theorem 2's upper bound",
    },
    {
      path: 'calibrated.slack',
      heading: 'T2 ≥',
      meaning: 'E[err] − (E[MM] − 2/K − E[δ]) of the calibrated learner: not negative',
    },
  ],
  run: (chosen, { seed, onProgress }) => {
    const { worlds: many, gamma, ...law } = chosen;
    const world = lawOf(chosen, seed);
    const drawPrompt = aliasSampler(world.promptWeight);
    // The stream is named after the law, so that the settings of a sweep have different worlds.
    const draws = stream(seed, `sample/${JSON.stringify(law)}`);
    const sampled: SampledWorld[] = [];
    for (let i = 0; i < many; i++) {
      sampled.push(sampleWorld(world, drawPrompt, draws));
      if (i % 100 === 0) onProgress(i / many);
    }
    return valuesOfWorlds(world, sampled, gamma);
  },
};

function lawOf({ prompts, responses, examples, answerProbability, frequency }: WorldsOptions, seed: number): WorldLaw {
  return {
    promptWeight: promptWeights(frequency === 'uniform' ? { kind: 'uniform' } : { kind: 'zipf', exponent: 1 }, {
      path: 'study',
      prompts,
      answerProbability,
      totalExamples: examples,
      weight: 1,
      stream: stream(seed, 'world/frequency'),
    }),
    answerProbability,
    responses,
    examples,
  };
}
