/**
 * The schema of an experiment file, composed from registries: corpus and models own the options of their kinds and
 * stand on higher floors, so they are handed in.
 */
import { z } from 'zod';
import { examplesSchema, weightSchema } from './corpusKeys.js';
import { type EngineConfig, engineSchema } from './engine.js';
import { MAX_SEED, nameSchema, quickSchema, seedSchema, seedsSchema } from './experimentKeys.js';
import type { SchemaNode } from './jsonSchema.js';
import { type MeasurementConfig, measurementSchema } from './measurement.js';
import { type ModifierConfig, modifierShape } from './modifierSchemas.js';
import { type PosttrainingConfig, posttrainingSchema } from './posttrainingSchema.js';
import { type TrainingConfig, trainingSchema } from './training.js';

/** A kind of family, frequency law or model. `kind` needs its literal type for configs to be told apart by it. */
export interface Kind {
  readonly kind: string;
  /** What it is, in a sentence or two. */
  readonly description?: string;
  /** Without `kind`, and for families without what all families have. Unknown keys are refused even if it is not strict. */
  readonly options: z.ZodObject;
}

export interface Registries {
  readonly families: readonly Kind[];
  /** One of them is `uniform`, the law of a family that names none. */
  readonly frequencies: readonly Kind[];
  /** The first one is the model of an experiment that names none. */
  readonly models: readonly Kind[];
}

/** Resolved options of one of the kinds, told apart by `kind`. */
export type KindConfig<K extends Kind> = K extends Kind
  ? Readonly<z.output<K['options']>> & { readonly kind: K['kind'] }
  : never;

export type FamilyConfig<R extends Registries = Registries> = KindConfig<R['families'][number]> & {
  /** Relative, > 0. */
  readonly weight: number;
  readonly frequency: KindConfig<R['frequencies'][number]>;
} & ModifierConfig<KindConfig<R['frequencies'][number]>>;

/** Everything that a run's results depend on, every default written out: plain JSON, its keys in canonical order. */
export interface RunConfig<R extends Registries = Registries> {
  readonly corpus: {
    readonly examples: number;
    /** By name, in the order of their names. */
    readonly families: Readonly<Record<string, FamilyConfig<R>>>;
  };
  readonly model: KindConfig<R['models'][number]>;
  readonly training: TrainingConfig;
  readonly posttraining?: PosttrainingConfig;
  readonly measurement: MeasurementConfig;
  readonly engine: EngineConfig;
  readonly seed: number;
}

/** A run of a study: a computation of its own, with no corpus and no model of the registry. */
export interface StudyConfig<Studies extends readonly Kind[] = readonly Kind[]> {
  readonly study: KindConfig<Studies[number]>;
  readonly seed: number;
}

/** One combination of swept values, checked, its seeds not yet counted off. */
export type CheckedExperiment<Config> = Config & {
  readonly name: string;
  readonly seeds: number;
  readonly seed: number;
  readonly quick: readonly string[];
};

/** @typeParam Config of one run: `RunConfig` or `StudyConfig` */
export interface ExperimentSchema<Config = RunConfig> {
  /** Checks an experiment whose name is filled in. */
  readonly check: z.ZodType<CheckedExperiment<Config>>;
  /** The same as JSON Schema, of what may be written in the file. */
  readonly tree: SchemaNode;
}

/** @throws Error for registries with a kind twice or none at all: a mistake of the program, not of the user */
export function experimentSchema<R extends Registries>({
  families,
  frequencies,
  models,
}: R): ExperimentSchema<RunConfig<R>> {
  const law = chosen(frequencies).prefault({ kind: 'uniform' });
  const frequency = law.describe('law of the prompt distribution μ');
  const family = chosen(families, { weight: weightSchema, frequency, ...modifierShape(law) });
  return repeated(
    z.strictObject({
      corpus: z
        .strictObject({
          examples: examplesSchema,
          families: z
            .record(nameSchema, family)
            .refine((all) => Object.keys(all).length > 0, 'at least one family')
            .describe('families of facts, each under a name of its own'),
        })
        .describe('what the training data are drawn from'),
      model: chosen(models).prefault({ kind: models[0]?.kind }).describe('what is trained; by default the first kind'),
      training: trainingSchema.prefault({}).describe('how networks are trained; of these keys n-grams use loss alone'),
      posttraining: posttrainingSchema.optional().describe('training under a grader after pretraining; left out: none'),
      measurement: measurementSchema.prefault({}).describe('what is measured besides'),
      engine: engineSchema.prefault({}).describe('what computes'),
    }),
  );
}

/** The schema of experiments that run a study. */
export function studySchema<Studies extends readonly Kind[]>(studies: Studies): ExperimentSchema<StudyConfig<Studies>> {
  return repeated(
    z.strictObject({ study: chosen(studies).describe('what is computed, in place of corpus and model') }),
  );
}

/** Adds to the schema of one run what makes an experiment of it: a name, a sweep, seeds. */
function repeated<Config>(run: z.ZodObject): ExperimentSchema<Config> {
  const experiment = z
    .strictObject({
      name: nameSchema.optional().describe("the experiment's folder in the run store; by default the file's name"),
    })
    .extend(run.shape)
    .extend({
      sweep: z
        .record(z.string(), z.array(z.unknown()).min(1))
        .optional()
        .describe('dotted path of a key to the values that it takes in turn; every combination is run'),
      seed: seedSchema,
      seeds: seedsSchema,
      quick: quickSchema,
    })
    .refine(({ seed, seeds }) => (seed as number) + (seeds as number) - 1 <= MAX_SEED, {
      path: ['seeds'],
      error: `seed + seeds - 1 at most ${MAX_SEED}`,
    });
  return {
    // What zod infers is lost in lists of unknown length; KindConfig says the same from the registries' own types.
    check: experiment as unknown as z.ZodType<CheckedExperiment<Config>>,
    tree: z.toJSONSchema(experiment, { io: 'input', unrepresentable: 'any' }) as SchemaNode,
  };
}

/** One of the kinds, told apart by `kind`, with the keys that all of them share. */
function chosen(kinds: readonly Kind[], shared: z.core.$ZodLooseShape = {}) {
  const options = kinds.map(({ kind, description, options }) => {
    const own = options.strict().safeExtend({ ...shared, kind: z.literal(kind) }) as z.ZodObject;
    return description === undefined ? own : own.describe(description);
  });
  if (options.length === 0) throw new Error('a registry is empty');
  return z.discriminatedUnion('kind', options as [z.ZodObject, ...z.ZodObject[]]);
}
