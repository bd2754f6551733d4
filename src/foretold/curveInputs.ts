/** The inputs of the learning curve: a training in numbers, each in units of its spread over the fitted runs. */
import type { PromptClass } from './promptClasses.js';

/** Kinds of networks to which the curve was fitted. */
export const CURVE_KINDS = ['transformer', 'gru', 'lstm', 'mlp'] as const;

/** A training of one family, before its first step. */
export interface TrainingSetting {
  readonly kind: (typeof CURVE_KINDS)[number];
  readonly layers: number;
  readonly width: number;
  readonly steps: number;
  readonly batchSize: number;
  /** The peak rate; its cosine decay makes the sum over steps half of rate · steps. */
  readonly learningRate: number;
  /** Training rows of all families. */
  readonly rows: number;
  /** Facts of all arbitrary families that training answers. */
  readonly facts: number;
  /** |R_c| of the family. */
  readonly responses: number;
  /** α of the family. */
  readonly answerProbability: number;
  /** True if the answers are dates, which have two tokens; others have one to three. */
  readonly dates: boolean;
  /** True if the corpus has other arbitrary facts. */
  readonly besideFacts: boolean;
  /** True if the corpus has a pattern. */
  readonly besidePattern: boolean;
}

/** Middle and spread of each input over the design; they only make the penalties of the fit alike. */
const SCALE = {
  exposures: [4, 1.5],
  learning: [0.5, 0.9],
  rate: [-5.8, 0.6],
  batch: [4.1, 0.5],
  facts: [5.5, 0.8],
  width: [3.6, 0.5],
  layers: [1.5, 0.5],
  responses: [4.4, 1.1],
  alpha: [0.8, 0.2],
  flag: [0.3, 0.45],
  share: [0.15, 0.25],
  passes: [3, 1.2],
} as const;

function scaled(name: keyof typeof SCALE, value: number): number {
  return (value - SCALE[name][0]) / SCALE[name][1];
}

function flag(value: boolean): number {
  return scaled('flag', Number(value));
}

/** ln of the number of passes over the training rows. */
function logPasses({ steps, batchSize, rows }: TrainingSetting): number {
  return Math.log((steps * batchSize) / rows);
}

/** Returns the inputs of what is known of a class: exposures, learning, what competes for the network, its kind. */
export function knownInputs(setting: TrainingSetting, { shown, logRows, abstainedShare }: PromptClass): Float64Array {
  const { kind, layers, width, steps, batchSize, learningRate, facts, responses, answerProbability } = setting;
  return Float64Array.of(
    scaled('exposures', logPasses(setting) + logRows),
    scaled('learning', Math.log((learningRate * steps) / 2)),
    scaled('rate', Math.log(learningRate)),
    scaled('batch', Math.log(batchSize)),
    scaled('facts', Math.log(facts)),
    scaled('width', Math.log(width)),
    scaled('layers', layers),
    scaled('responses', Math.log(responses)),
    scaled('alpha', answerProbability),
    scaled('share', abstainedShare),
    Number(shown === 'abstained') * 2,
    flag(setting.dates),
    flag(setting.besideFacts),
    flag(setting.besidePattern),
    ...CURVE_KINDS.map((each) => Number(each === kind)),
  );
}

/** Returns the inputs of what is malformed, which early training is about. */
export function malformedInputs(setting: TrainingSetting): Float64Array {
  const { kind, width, steps, batchSize, learningRate, responses, answerProbability, dates } = setting;
  const learning = scaled('learning', Math.log((learningRate * steps) / 2));
  const size = scaled('width', Math.log(width));
  return Float64Array.of(
    1,
    learning,
    learning ** 2,
    scaled('rate', Math.log(learningRate)),
    scaled('batch', Math.log(batchSize)),
    scaled('responses', Math.log(responses)),
    scaled('alpha', answerProbability),
    size,
    flag(dates),
    ...CURVE_KINDS.slice(1).flatMap((each) => (each === kind ? [1, learning, size] : [0, 0, 0])),
  );
}

/** Returns the inputs of the abstention on prompts never shown, beside that of the rows. */
export function abstentionInputs(setting: TrainingSetting): Float64Array {
  const { kind, width, steps, learningRate, facts, responses, answerProbability } = setting;
  return Float64Array.of(
    1,
    scaled('passes', logPasses(setting)),
    scaled('learning', Math.log((learningRate * steps) / 2)),
    scaled('alpha', answerProbability),
    scaled('responses', Math.log(responses)),
    scaled('facts', Math.log(facts)),
    scaled('width', Math.log(width)),
    ...CURVE_KINDS.slice(1).map((each) => Number(each === kind)),
  );
}
