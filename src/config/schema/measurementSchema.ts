/** The section `measurement`: what is measured besides the error rates. */
import { z } from 'zod';
import { count } from './count.js';
import { sha256Schema } from './sha256Schema.js';

/** Beyond it every distribution is even in double precision. */
const MAX_TEMPERATURE = 1e6;

/** Least distance of a probability from 0 and 1 with which a bound may fail. */
const NEAREST = 1e-9;

/** Beyond it every probability of IDK is 0 or 1 in double precision. */
const MAX_BIAS = 500;

export const measurementSchema = z.strictObject({
  curvePoints: count(0, 1000)
    .default(8)
    .describe(
      'number of steps between 0 and the end at which a trained model is measured; 0 measures the end only; 8 show the shape of a curve',
    ),
  reliability: z
    .boolean()
    .default(false)
    .describe('also measure p̂ and p by bins of p̂, from which δ at every threshold follows'),
  temperatures: z
    .array(z.number().min(0).max(MAX_TEMPERATURE))
    .default([])
    .describe(
      'also measure the final model with each token drawn with probability ∝ p̂(token)^(1/T) at these T; 0 is the likeliest token',
    ),
  idkBiases: z
    .array(z.number().min(-MAX_BIAS).max(MAX_BIAS))
    .default([])
    .describe('also measure the final model with these amounts added to the logit of IDK'),
  confidenceThresholds: z
    .array(z.number().min(0).max(1))
    .default([])
    .describe(
      'also measure the final model when it abstains unless p̂ of its likeliest answer is above these thresholds',
    ),
  confidenceTargets: z
    .array(z.number().min(0).max(1))
    .optional()
    .describe(
      'also measure the final model when it gives its likeliest answer if its confidence is above these targets, and abstains otherwise',
    ),
  agreement: z
    .array(count(1, 100))
    .optional()
    .describe(
      'also measure the final model when it gives an answer only if these numbers of independent samples all agree on it, and abstains otherwise',
    ),
  answers: z
    .boolean()
    .optional()
    .describe('also measure the likeliest answers: risk and coverage, calibration of their confidence'),
  unprompted: count(1, 1_000_000)
    .optional()
    .describe(
      'also measure the statements that a model makes without a prompt, this many of them; needs training.loss: all, one family and true rows. With corpus.text, the facts that it states in this many texts',
    ),
  recalibrationExamples: z
    .array(count(2, 1_000_000))
    .optional()
    .describe('with answers: also recalibrate their confidence by two parameters, fitted on these numbers of answers'),
  counts: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .describe('table with the columns prompt and count, and family where families share prompts'),
      sha256: sha256Schema.optional().describe('SHA-256 of the file; the program fills it in'),
    })
    .optional()
    .describe(
      'how often the training data of a model that was trained elsewhere answer each prompt; prompts that the table does not have count 0. By default the rows that are drawn here are counted',
    ),
  timelines: count(1, 10_000)
    .optional()
    .describe(
      'also store, for this many prompts of each family that is measured exactly, how often training had stated them at each measured step and what the model then says: timelines.arrow. Of more prompts a sample is drawn, with equal shares for those stated 0, 1, 2, 3–4, 5–9 and more times',
    ),
  samples: count(100, 1_000_000)
    .default(2000)
    .describe("number of responses drawn where a family's response set is too large to enumerate"),
  gamma: z
    .number()
    .min(NEAREST)
    .max(1 - NEAREST)
    .default(0.01)
    .describe("γ: probability with which a bound may fail; 0.01 is the paper's value"),
});

export type MeasurementConfig = Readonly<z.output<typeof measurementSchema>>;
