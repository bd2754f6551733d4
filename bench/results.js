// @ts-check
/** Schema of bench/results.json. */
import { z } from 'zod';

const positive = z.number().positive();
const memory = { peakMiB: positive, loadedMiB: positive };

const stepFigures = z.strictObject({
  msPerStep: positive,
  tokensPerSecond: positive,
  gflops: positive,
  fractionOfPeak: positive,
  compileMs: z.number().min(0),
  threads: z.int().min(1),
  forms: z.record(z.string(), positive).describe('ms per step of each form that was tried; the best counts'),
  timesCompiled: positive.describe('how many times as long as compiled, each turn against its neighbour'),
});

const sizeFigures = z.strictObject({
  compiled: stepFigures,
  wasm: stepFigures.optional(),
  tensorflow: stepFigures.optional(),
  pytorch: stepFigures.optional(),
  libtorch: stepFigures.optional(),
  jax: stepFigures.optional(),
});

const stages = z.strictObject({
  corpusSampling: z.strictObject({ examplesPerSecond: positive, ...memory }),
  ngramTraining: z.strictObject({ tokensPerSecond: positive, kneserNeyTokensPerSecond: positive, ...memory }),
  countedMeasurement: z.strictObject({ pairsPerSecond: positive, ...memory }),
  transformerMeasurement: z.strictObject({
    pairsPerSecond: positive,
    msPerMeasurement: positive,
    firstMs: positive,
    msPerStep: positive,
    measurements: z.int().min(1),
    steps: z.int().min(1),
    shareOfTraining: positive,
    ...memory,
  }),
  sweep: z
    .strictObject({ runs: z.int(), secondsWithOneWorker: positive, secondsWithTwoWorkers: positive, speedUp: positive })
    .optional(),
});

export const results = z.strictObject({
  machine: z.looseObject({
    processor: z.string(),
    cores: z.int(),
    memoryGiB: positive,
    loadBefore: z.number(),
    node: z.string(),
    onnxruntime: z.string(),
    torch: z.string().nullable(),
    jax: z.string().nullable().optional(),
  }),
  peakGflops: positive,
  sizes: z.strictObject({ S: sizeFigures, M: sizeFigures, L: sizeFigures }).partial(),
  stages: stages.partial(),
});

/** @typedef {z.infer<typeof results>} Results */

/**
 * Returns the entries of an object whose values are not undefined.
 * @template Value
 * @param {{ readonly [name: string]: Value | undefined }} object
 * @returns {readonly (readonly [string, Value])[]}
 */
export function entriesOf(object) {
  return Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [/** @type {const} */ ([name, value])],
  );
}
