/** Sections of an experiment whose options are the same for every kind of corpus and model. */
import { z } from 'zod';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const NAME_WORDS = '1 to 64 letters, digits, _ and -, the first one a letter or digit';

/** Name of an experiment or a family. It becomes part of a path in the run store, so nothing in it may lead elsewhere. */
export const nameSchema = z.string().regex(NAME, NAME_WORDS);

// A row takes 10 bytes in memory, so this is a gigabyte.
const MAX_EXAMPLES = 100_000_000;

export const examplesSchema = z
  .int()
  .min(1)
  .max(MAX_EXAMPLES)
  .describe('N: training examples of all families together');

// Far from where a sum of weights overflows.
const MAX_WEIGHT = 1e6;

/** Relative; the corpus divides by the sum. */
export const weightSchema = z
  .number()
  .positive()
  .max(MAX_WEIGHT)
  .default(1)
  .describe('share of the examples, relative to the other families');

function count(least: number, most: number) {
  return z.int().min(least).max(most);
}

export const trainingSchema = z.strictObject({
  steps: count(1, 10_000_000)
    .default(1200)
    .describe('updates of the parameters; 1200 of 256 rows are 77 passes over 4000 examples, enough to memorise them'),
  batchSize: count(1, 65_536).default(256).describe('rows per step; large enough that two cores are kept busy'),
  learningRate: z.number().positive().default(0.003).describe('peak rate of Adam; suits widths up to about 128'),
  warmupSteps: count(0, 10_000_000)
    .default(100)
    .describe("steps of linear rise to the peak, while Adam's second moment is still rough"),
  decay: z
    .enum(['cosine', 'linear', 'none'])
    .default('cosine')
    .describe(
      'fall of the rate from its peak to 0 at the last step; cosine ends gently, so the last measurement is a settled one',
    ),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe('decoupled, per unit of learning rate; 0, for facts are to be memorised'),
  clipNorm: z
    .number()
    .positive()
    .nullable()
    .default(1)
    .describe('largest norm of the whole gradient; null does not clip; 1 leaves ordinary steps alone'),
  beta1: z.number().min(0).lt(1).default(0.9).describe("decay of Adam's first moment per step; the usual value"),
  beta2: z
    .number()
    .min(0)
    .lt(1)
    .default(0.99)
    .describe("decay of Adam's second moment per step; forgets in 100 steps, as short runs need"),
  loss: z
    .enum(['response', 'all'])
    .default('response')
    .describe('tokens that count: the response alone, which the theorems speak of, or the whole sentence'),
  save: z
    .boolean()
    .default(false)
    .describe(
      "keep the trained network in the run's folder as model.safetensors, as it is before any posttraining; what is counted is not kept",
    ),
  resume: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'a model.safetensors of the same network and vocabulary, to be trained on from its step to steps; null starts anew',
    ),
});

export const measurementSchema = z.strictObject({
  curvePoints: count(0, 1000)
    .default(8)
    .describe(
      'steps between 0 and the end at which a trained model is measured; 0 measures the end only; 8 show the shape of a curve',
    ),
  reliability: z
    .boolean()
    .default(false)
    .describe('also measure p̂ and p by bins of p̂, from which δ at every threshold follows'),
  temperatures: z
    .array(z.number().min(0))
    .default([])
    .describe('also measure the final model with p̂(r|c) ∝ p̂(r|c)^(1/T) at these T; 0 is arg-max'),
  idkBiases: z
    .array(z.number())
    .default([])
    .describe('also measure the final model with the logit of IDK raised by so much'),
  confidenceThresholds: z
    .array(z.number().min(0).max(1))
    .default([])
    .describe('also measure the final model that abstains unless its likeliest answer has p̂ above this'),
  confidenceTargets: z
    .array(z.number().min(0).max(1))
    .optional()
    .describe(
      'also measure the final model that gives its likeliest answer where its confidence is above this, and abstains elsewhere',
    ),
  answers: z
    .boolean()
    .optional()
    .describe('also measure the likeliest answers: risk and coverage, calibration of their confidence'),
  recalibrationExamples: z
    .array(count(2, 1_000_000))
    .optional()
    .describe('with answers: also recalibrate their confidence by two parameters, fitted on so many of them'),
  samples: count(100, 1_000_000)
    .default(2000)
    .describe("responses drawn where a family's response set is too large to enumerate"),
  gamma: z.number().gt(0).lt(1).default(0.01).describe("γ: probability with which a bound may fail; the paper's"),
});

export const engineSchema = z.strictObject({
  kind: z
    .enum(['compiled', 'eager'])
    .default('compiled')
    .describe('compiled: captured once as an ONNX graph; eager: operation by operation, much slower'),
  device: z
    .enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml'])
    .default('cpu')
    .describe('of the compiled engine; doctor says which of them this machine has'),
  threads: count(1, 256).default(1).describe('threads of one run; 1, for a sweep gains more from one run a core'),
});

// Streams of random numbers are seeded by 32 bits.
export const MAX_SEED = 2 ** 32 - 1;

export const seedSchema = count(0, MAX_SEED).default(1).describe('root of every random draw of the first run');
/** Overrides of a quick look, as `--set` takes them: fewer seeds, shorter training, a coarser sweep. */
export const quickSchema = z.array(z.string()).default([]).describe('overrides, key=value each, that --quick applies');

export const seedsSchema = count(1, 1000)
  .default(1)
  .describe('how many runs of each combination: with seed, seed + 1, …');
