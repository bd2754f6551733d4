/** Small registries and an experiment that uses all of them. */
import { z } from 'zod';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { experimentSchema } from '../../src/config/schema/experimentSchema.js';
import { UserError } from '../../src/errors/userError.js';

const arbitraryFacts = {
  kind: 'arbitrary-facts',
  options: z.strictObject({
    prompts: z.int().min(2).max(200_000).default(2000),
    responses: z.int().min(2).max(10_000).default(365),
    answerProbability: z.number().min(0).max(1).default(1),
  }),
} as const;

const brackets = {
  kind: 'brackets',
  options: z.strictObject({
    depth: z.int().min(1).max(4).default(3),
    lengths: z.array(z.int().min(1)).min(1).default([2, 4]),
    fuzzy: z.union([z.number().min(0), z.strictObject({ rate: z.number().min(0) })]).optional(),
  }),
} as const;

const uniform = { kind: 'uniform', options: z.strictObject({}) } as const;
const zipf = { kind: 'zipf', options: z.strictObject({ exponent: z.number().gt(0).default(1) }) } as const;
const singletonRate = { kind: 'singleton-rate', options: z.strictObject({ target: z.number().gt(0).lt(1) }) } as const;

const transformer = {
  kind: 'transformer',
  options: z
    .object({ layers: z.int().min(1).default(2), width: z.int().min(1).default(64), heads: z.int().min(1).default(4) })
    .refine(({ width, heads }) => width % heads === 0, { path: ['heads'], error: 'a divisor of width' }),
} as const;

const ngram = {
  kind: 'ngram',
  options: z.strictObject({
    order: z.int().min(1).max(12).default(3),
    smoothing: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('add-k'), k: z.number().gt(0).default(0.01) }),
        z.strictObject({ kind: z.literal('kneser-ney'), discount: z.number().gt(0).lt(1).default(0.75) }),
      ])
      .prefault({ kind: 'add-k' }),
  }),
} as const;

const calibratedLearner = { kind: 'calibrated-learner', options: z.strictObject({}) } as const;

export const schema = experimentSchema({
  families: [arbitraryFacts, brackets],
  frequencies: [uniform, zipf, singletonRate],
  models: [transformer, ngram, calibratedLearner],
});

export const FILE = 'experiments/facts.yaml';

/** An experiment whose line numbers the tests of positions know. */
export const TEXT = `# claim
corpus:
  examples: 4000
  families:
    birthdays: {kind: arbitrary-facts, prompts: 4000, frequency: {kind: singleton-rate, target: 0.3}}
    brackets: {kind: brackets, weight: 0.5}
model: {kind: transformer, layers: 3}
sweep:
  corpus.families.birthdays.frequency.target: [0.02, 0.1, 0.3]
  model.kind: [transformer, ngram]
seed: 7
seeds: 2
`;

/** An experiment without a sweep, so that the config of its run is that of the file. */
export const PLAIN = TEXT.split('\n')
  .filter((line) => !/^sweep|^ {2}(corpus|model)\./.test(line))
  .join('\n')
  .replace('seeds: 2', 'seeds: 1');

export function resolve(text: string, ...set: string[]) {
  return resolveExperiment(text, FILE, { set }, schema);
}

/** The error that the action throws, which must be a UserError. */
export function mistake(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The modifiers of a family by default. */
export const UNMODIFIED = {
  heldOut: 0,
  noise: 0,
  synonyms: 1,
  shift: { share: 0, frequency: { kind: 'uniform' } },
  duplicate: { share: 0, times: 1 },
};
