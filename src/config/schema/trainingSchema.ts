/** The section `training`: how networks are trained. */
import { z } from 'zod';
import { count } from './count.js';

/** Far beyond every rate, decay and norm with which a training converges, and still a number in single precision. */
const MOST = 1e30;

export const trainingSchema = z.strictObject({
  steps: count(1, 10_000_000)
    .default(600)
    .describe('updates of the parameters; 600 of 256 rows are 38 passes over 4000 examples, enough to memorise them'),
  batchSize: count(1, 65_536).default(256).describe('rows per step; large enough to keep two cores busy'),
  optimiser: z
    .enum(['muon', 'adam'])
    .default('muon')
    .describe(
      'muon: steps of Muon for the matrices within the network and of Adam for embeddings, output head, biases and scales; memorises in about half of the steps that adam takes alone',
    ),
  learningRate: z
    .number()
    .positive()
    .max(MOST)
    .default(0.01)
    .describe('peak rate; suits widths up to about 128; adam alone wants less, 0.004'),
  warmupSteps: count(0, 10_000_000)
    .default(20)
    .describe("steps of linear rise to the peak, while Adam's second moment is still rough"),
  decay: z
    .enum(['cosine', 'linear', 'none'])
    .default('linear')
    .describe(
      'fall of the rate from its peak to 0 at the last step, so that the model has settled at the last measurement',
    ),
  weightDecay: z
    .number()
    .min(0)
    .max(MOST)
    .default(0)
    .describe('decoupled weight decay, per unit of learning rate; 0, because facts are to be memorised'),
  clipNorm: z
    .number()
    .positive()
    .max(MOST)
    .nullable()
    .default(1)
    .describe('largest norm of the whole gradient; null does not clip; 1 leaves ordinary steps unchanged'),
  beta1: z
    .number()
    .min(0)
    .lt(1)
    .default(0.8)
    .describe('decay of the first moment per step, the momentum; less than the usual 0.9, because runs are short'),
  beta2: z
    .number()
    .min(0)
    .lt(1)
    .default(0.99)
    .describe("decay of Adam's second moment per step; forgets in 100 steps, which suits short runs"),
  loss: z
    .enum(['response', 'all'])
    .default('response')
    .describe('tokens that count in the loss: the response alone, as in the theorems, or the whole sentence'),
  stages: z
    .array(
      z.strictObject({
        until: z
          .number()
          .gt(0)
          .max(1)
          .default(1)
          .describe('share of the steps at whose end the stage ends; 1 for the last'),
        families: z.array(z.string().min(1)).min(1).describe('families whose rows are read'),
        replay: z
          .number()
          .min(0)
          .lt(1)
          .default(0)
          .describe('share of the rows that come from families of earlier stages'),
      }),
    )
    .min(2)
    .refine((stages) => stages.at(-1)!.until === 1, 'a last stage until 1')
    .refine((stages) => stages.every(({ until }, i) => i === 0 || until > stages[i - 1].until), 'ascending until')
    .optional()
    .describe('stages that teach families one after the other; by default every step reads rows of all of them'),
  save: z
    .boolean()
    .default(false)
    .describe(
      "save the trained network in the run's folder as model.safetensors, as it is before any posttraining; counted models are not saved",
    ),
  resume: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'path of a model.safetensors with the same network and vocabulary; training continues from its step up to `steps`; null starts anew',
    ),
});

export type TrainingConfig = Readonly<z.output<typeof trainingSchema>>;
