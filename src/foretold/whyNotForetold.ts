/** Reasons why the learning curve foretells nothing of a family, in plain words. */
import type { PosttrainingConfig } from '../config/schema/posttrainingSchema.js';
import { type TrainingConfig, trainingSchema } from '../config/schema/trainingSchema.js';
import type { FamilyWorld } from '../corpus/world.js';
import { type ModelOptions, modelKindOf } from '../models/registry.js';
import { type FittedCurve, RANGE_NAMES, type RangeName } from './curveForecast.js';
import { CURVE_KINDS, type TrainingSetting } from './curveInputs.js';

/** The parts of a run's config on which a prediction depends, beside its corpus. */
export interface ForetoldConfig {
  readonly model: ModelOptions;
  readonly training: TrainingConfig;
  readonly posttraining?: PosttrainingConfig | undefined;
}

/** Options that the fitted runs vary; all others have their defaults there. */
const VARIED_OF_MODEL: ReadonlySet<string> = new Set(['kind', 'layers', 'width']);
const VARIED_OF_TRAINING: ReadonlySet<string> = new Set(['steps', 'batchSize', 'learningRate', 'save']);

/** A setting may lie beyond the fitted runs by this factor. */
const NEAR = 2;

/** Settings that are compared as they are: a factor would mean nothing. */
const EXACT: ReadonlySet<RangeName> = new Set(['layers', 'answerProbability']);

const NAMES: Readonly<Record<RangeName, string>> = {
  layers: 'model.layers',
  width: 'model.width',
  steps: 'training.steps',
  batchSize: 'training.batchSize',
  learningRate: 'training.learningRate',
  rows: 'the number of training rows',
  facts: 'the number of answered facts',
  responses: 'the number of responses R',
  answerProbability: 'answerProbability',
};

/** The reason why training itself is unlike that of the fitted runs; undefined if it is alike. */
export function whyNotTraining({ model, training, posttraining }: ForetoldConfig): string | undefined {
  if (posttraining !== undefined) return 'training under a grader changes what the network says';
  if (training.stages !== undefined) return 'families are taught in stages';
  if (training.resume !== null) return 'training goes on from a saved network (resume)';
  if (!CURVE_KINDS.some((kind) => kind === model.kind))
    return `networks of the kind ${model.kind} were not among the fitted runs`;
  return (
    otherDefault('model', model, modelKindOf(model.kind).options.parse({}), VARIED_OF_MODEL) ??
    otherDefault('training', training, trainingSchema.parse({}), VARIED_OF_TRAINING)
  );
}

function otherDefault(
  section: string,
  options: object,
  defaults: object,
  varied: ReadonlySet<string>,
): string | undefined {
  const values = new Map<string, unknown>(Object.entries(options));
  const other = Object.entries(defaults).find(([key, value]) => !varied.has(key) && values.get(key) !== value);
  return other === undefined
    ? undefined
    : `${section}.${other[0]} is ${String(values.get(other[0]))}, and it was ${String(other[1])} in all fitted runs`;
}

/** The reason why a family is unlike those of the fitted runs; undefined if it is alike. */
export function whyNotFamily({ nature, kind, noise, duplicate, told, fact }: FamilyWorld): string | undefined {
  if (nature === 'pattern') return 'its answers follow a rule, which a network may find at any step';
  if (kind !== 'arbitrary-facts') return `families of the kind ${kind} were not among the fitted runs`;
  if (noise > 0) return 'some of its training rows are wrong (noise)';
  if (duplicate.share > 0) return 'some of its training rows are repeated (duplicate)';
  if (told !== undefined) return 'its prompts state confidence targets (toldTargets)';
  if (new Set(fact).size < fact.length) return 'its facts have several prompts (synonyms)';
  return undefined;
}

/** The reason why a setting lies far outside of the fitted runs; undefined if it does not. */
export function whyNotRange(setting: TrainingSetting, ranges: FittedCurve['ranges']): string | undefined {
  const outside = RANGE_NAMES.find((name) => {
    const [least, most] = ranges[name];
    const factor = EXACT.has(name) ? 1 : NEAR;
    return setting[name] < least / factor || setting[name] > most * factor;
  });
  if (outside === undefined) return undefined;
  const [least, most] = ranges[outside];
  return `${NAMES[outside]} is ${setting[outside]}, far outside of the fitted runs (${least} to ${most})`;
}
