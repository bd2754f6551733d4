/** Training after pretraining: answers are drawn, graded, and made likelier or less likely by what they earn. */
import { z } from 'zod';

const graderSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accuracy') }).describe('a right answer earns 1, all else nothing'),
  z
    .strictObject({
      kind: z.literal('penalty'),
      lambda: z.number().min(0).max(1e6).describe('λ: what an error costs; a right answer earns 1'),
    })
    .describe('errors cost, abstentions do not'),
  z
    .strictObject({
      kind: z.literal('confidence-target'),
      target: z.number().min(0).lt(1).describe('t: an error costs t/(1 − t)'),
    })
    .describe('answering pays where the answer is right with a probability above t'),
  z
    .strictObject({
      kind: z.literal('partial-credit'),
      credit: z.number().min(0).max(1).describe('s: what an abstention earns; an error earns nothing'),
    })
    .describe('an abstention earns a part of a point'),
  z
    .strictObject({ kind: z.literal('told-target') })
    .describe('an error costs t/(1 − t) at the t that the prompt states (toldTargets of the family)'),
]);

export const posttrainingSchema = z.strictObject({
  grader: graderSchema.describe('what answers earn'),
  share: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('share of the facts whose answers are graded; the model is measured on the others'),
  steps: z.int().min(1).max(1_000_000).default(300).describe('updates of the parameters'),
  prompts: z.int().min(1).max(65_536).default(100).describe('prompts a step'),
  samples: z
    .int()
    .min(2)
    .max(1000)
    .default(4)
    .describe('answers drawn to each prompt of a step; each is compared with the mean of the others'),
  replay: z
    .int()
    .min(0)
    .max(65_536)
    .default(100)
    .describe(
      'training rows that each step goes on learning by cross-entropy, lest what is not graded be forgotten; 0: none',
    ),
  replayWeight: z
    .number()
    .positive()
    .default(1)
    .describe('weight of their mean loss beside the mean reward of the answers'),
  learningRate: z
    .number()
    .positive()
    .default(0.0005)
    .describe('peak rate of Adam; its other options are those of training'),
  warmupSteps: z.int().min(0).max(1_000_000).default(20).describe('steps of linear rise to the peak'),
  decay: z
    .enum(['cosine', 'linear', 'none'])
    .default('cosine')
    .describe('fall of the rate from its peak to 0 at the last step'),
  curvePoints: z
    .int()
    .min(0)
    .max(1000)
    .default(4)
    .describe('steps at which the model is measured on the way; 0 measures the end only'),
});

export type PosttrainingConfig = Readonly<z.output<typeof posttrainingSchema>>;
