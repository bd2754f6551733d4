/** The section `posttraining`: responses are drawn, graded, and made more or less likely by their rewards. */
import { z } from 'zod';

/** Far beyond every rate and weight with which a training converges. */
const MOST = 1e6;

const graderSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accuracy') }).describe('a right answer earns 1, every other response 0'),
  z
    .strictObject({
      kind: z.literal('penalty'),
      lambda: z.number().min(0).max(MOST).describe('λ: cost of an error; a right answer earns 1'),
    })
    .describe('an error costs λ, an abstention nothing'),
  z
    .strictObject({
      kind: z.literal('confidence-target'),
      target: z.number().min(0).lt(1).describe('t: an error costs t/(1 − t)'),
    })
    .describe('answering pays if the answer is right with a probability above t'),
  z
    .strictObject({
      kind: z.literal('partial-credit'),
      credit: z.number().min(0).max(1).describe('s: reward of an abstention; an error earns 0'),
    })
    .describe('an abstention earns a part of a right answer'),
  z
    .strictObject({ kind: z.literal('told-target') })
    .describe('an error costs t/(1 − t) at the target t that the prompt states (toldTargets of the family)'),
  z
    .strictObject({ kind: z.literal('brier') })
    .describe(
      'proper score: a right answer that the model gives with probability p earns 1 − p, an error −p, IDK nothing, so that an answer should be given as often as it is right',
    ),
  z
    .strictObject({
      kind: z.literal('log'),
      floor: z
        .number()
        .gt(0)
        .max(0.25)
        .default(0.01)
        .describe('least p (1 − p) by which rewards are divided; below it the score goes on as a quadratic one'),
    })
    .describe(
      'proper score: the rewards of brier, divided by p (1 − p), which weighs very small and very large p more',
    ),
]);

export const posttrainingSchema = z.strictObject({
  grader: graderSchema.describe('rewards of responses'),
  share: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('share of the facts whose answers are graded; the model is measured on the others'),
  steps: z.int().min(1).max(1_000_000).default(300).describe('updates of the parameters'),
  prompts: z.int().min(1).max(65_536).default(100).describe('prompts per step'),
  samples: z
    .int()
    .min(2)
    .max(1000)
    .default(4)
    .describe('responses drawn for each prompt of a step; each is compared with the mean of the others'),
  replay: z
    .int()
    .min(0)
    .max(65_536)
    .default(100)
    .describe(
      'training rows that each step also learns by cross-entropy, so that the model keeps what is not graded; 0: none',
    ),
  replayWeight: z
    .number()
    .positive()
    .max(MOST)
    .default(1)
    .describe('weight of the mean loss of the replayed rows beside the mean reward'),
  learningRate: z
    .number()
    .positive()
    .max(MOST)
    .default(0.0005)
    .describe('peak rate of Adam; its other options are those of the section training'),
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
    .describe('number of steps before the end at which the model is measured; 0 measures the end only'),
});

/** The section with more kinds of graders, each the schema of its options and its kind. */
export function posttrainingWith(kinds: readonly z.ZodObject[]): z.ZodObject {
  if (kinds.length === 0) return posttrainingSchema;
  const grader = z.discriminatedUnion('kind', [...graderSchema.options, ...kinds]);
  return posttrainingSchema.extend({ grader: grader.describe('rewards of responses') });
}

/** Names of the graders of this program. */
export const GRADER_KINDS: readonly string[] = graderSchema.options.map(({ shape }) => shape.kind.value);

export type PosttrainingConfig = Readonly<z.output<typeof posttrainingSchema>>;
