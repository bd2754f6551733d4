/**
 * The schema of an experiment file, composed from registries. The folders of corpora and models own the options of their
 * kinds and stand on higher floors, so their registries are parameters.
 */
import { z } from 'zod';
import { examplesSchema, weightSchema } from './corpusKeys.js';
import { drawSchema } from './drawSchema.js';
import { type EngineConfig, engineSchema } from './engineSchema.js';
import { nameSchema, type PluginEntry, pluginsSchema, quickSchema } from './experimentKeys.js';
import type { SchemaNode } from './jsonSchema.js';
import { type MeasurementConfig, measurementSchema } from './measurementSchema.js';
import { type ModifierConfig, modifierShape } from './modifierSchemas.js';
import { type PosttrainingConfig, posttrainingWith } from './posttrainingSchema.js';
import {
  largestSeed,
  MAX_SEED,
  type Seed,
  seedSchema,
  seedsSchema,
  studySeedSchema,
  studySeedsSchema,
} from './seeds.js';
import { type TextConfig, textSchema } from './textSchema.js';
import { type TrainingConfig, trainingSchema } from './trainingSchema.js';

/** A kind of family, frequency law, model or study. `kind` has a literal type, by which configs are distinguished. */
export interface Kind {
  readonly kind: string;
  /** The kind in a sentence or two. */
  readonly description?: string;
  /** Options without `kind`, and without the options of all families. Unknown keys are refused even if it is not strict. */
  readonly options: z.ZodObject;
}

export interface Registries {
  readonly families: readonly Kind[];
  /** One of them is `uniform`, the default law of a family. */
  readonly frequencies: readonly Kind[];
  /** The first one is the default model of an experiment. */
  readonly models: readonly Kind[];
  /** Graders beside those of the section `posttraining`. */
  readonly graders?: readonly Kind[];
}

/** Resolved options of one of the kinds, distinguished by `kind`. */
export type KindConfig<K extends Kind> = K extends Kind
  ? Readonly<z.output<K['options']>> & { readonly kind: K['kind'] }
  : never;

export type FamilyConfig<R extends Registries = Registries> = KindConfig<R['families'][number]> & {
  /** Relative weight, > 0. */
  readonly weight: number;
  readonly frequency: KindConfig<R['frequencies'][number]>;
} & ModifierConfig<KindConfig<R['frequencies'][number]>>;

/** Everything on which the results of a run depend, with every default: plain JSON, its keys in canonical order. */
export interface RunConfig<R extends Registries = Registries> {
  readonly corpus: {
    readonly examples: number;
    /** Families by name, sorted by name. */
    readonly families: Readonly<Record<string, FamilyConfig<R>>>;
    /** Running text; left out where each training row is a fact alone. */
    readonly text?: TextConfig | undefined;
  };
  readonly model: KindConfig<R['models'][number]>;
  readonly training: TrainingConfig;
  readonly posttraining?: PosttrainingConfig;
  readonly measurement: MeasurementConfig;
  readonly engine: EngineConfig;
  readonly seed: Seed;
  /** Plugins whose kinds the run uses, with the digests of their content; left out if it uses none. */
  readonly plugins?: readonly PluginEntry[];
}

/** A run of a study: a computation without a corpus and without a model of the registry. */
export interface StudyConfig<Studies extends readonly Kind[] = readonly Kind[]> {
  readonly study: KindConfig<Studies[number]>;
  readonly seed: number;
}

/** A checked combination of swept values, not yet expanded into its seeds. */
export type CheckedExperiment<Config> = Config & {
  readonly name: string;
  readonly seeds: Seed;
  readonly seed: Seed;
  readonly quick: readonly string[];
  readonly draw?: unknown;
};

/** Schema of experiments. @typeParam Config config of one run: `RunConfig` or `StudyConfig` */
export interface ExperimentSchema<Config = RunConfig> {
  /** Checks an experiment whose name is filled in. */
  readonly check: z.ZodType<CheckedExperiment<Config>>;
  /** The same as JSON Schema, for the file as written. */
  readonly tree: SchemaNode;
}

/** The schema of experiments that measure models. @throws Error for a registry that is empty or has a kind twice, which is a bug */
export function experimentSchema<R extends Registries>({
  families,
  frequencies,
  models,
  graders = [],
}: R): ExperimentSchema<RunConfig<R>> {
  const law = chosen(frequencies).prefault({ kind: 'uniform' });
  const frequency = law.describe('frequency law of the prompt distribution μ');
  const family = chosen(families, { weight: weightSchema, frequency, ...modifierShape(law) });
  return repeated(
    z.strictObject({
      corpus: z
        .strictObject({
          examples: examplesSchema,
          families: z
            .record(nameSchema, family)
            .refine((all) => Object.keys(all).length > 0, 'at least one family')
            .describe('families of facts, each under its own name'),
          text: textSchema.optional(),
        })
        .describe('facts from which the training data are drawn'),
      model: chosen(models)
        .prefault({ kind: models[0]?.kind })
        .describe('model that is trained and measured; by default the first kind'),
      training: trainingSchema.prefault({}).describe('training of networks; n-grams use only the key loss'),
      posttraining: posttrainingWith(kindSchemas(graders))
        .optional()
        .describe('training under a grader after pretraining; by default there is none'),
      measurement: measurementSchema.prefault({}).describe('measurements besides the error rates'),
      engine: engineSchema.prefault({}).describe('engine and device that compute'),
      plugins: pluginsSchema,
    }),
    { seed: seedSchema, seeds: seedsSchema },
  );
}

/** The schema of experiments that run a study. */
export function studySchema<Studies extends readonly Kind[]>(studies: Studies): ExperimentSchema<StudyConfig<Studies>> {
  return repeated(
    z.strictObject({ study: chosen(studies).describe('study that is computed, in place of corpus and model') }),
    { seed: studySeedSchema, seeds: studySeedsSchema },
  );
}

/** The schema of an experiment: the schema of one run, with a name, a sweep and seeds. */
function repeated<Config>(run: z.ZodObject, seeds: z.ZodRawShape): ExperimentSchema<Config> {
  const experiment = z
    .strictObject({
      name: nameSchema
        .optional()
        .describe("name of the experiment and of its folder in the run store; by default the file's name"),
    })
    .extend(run.shape)
    .extend({
      sweep: z
        .record(z.string(), z.array(z.unknown()).min(1))
        .optional()
        .describe('swept keys: the dotted path of each key, with the list of its values; every combination is run'),
      draw: drawSchema
        .optional()
        .describe('random configs, as in a random search; with a sweep, each is run with every combination of it'),
      ...seeds,
      quick: quickSchema,
    })
    .refine(({ seed, seeds: number }) => largestSeed(seed as Seed, number as Seed) <= MAX_SEED, {
      path: ['seeds'],
      error: `seed + seeds - 1 at most ${MAX_SEED}`,
    })
    .refine(({ draw, seeds }) => draw === undefined || seeds === 1, {
      path: ['seeds'],
      error: '1, because each drawn config has a seed of its own; draw.runs is their number',
    });
  return {
    // zod loses the types of lists of unknown length; KindConfig infers the same from the registries' own types.
    check: experiment as unknown as z.ZodType<CheckedExperiment<Config>>,
    tree: z.toJSONSchema(experiment, { io: 'input', unrepresentable: 'any' }) as SchemaNode,
  };
}

/** Schema of one of the kinds, distinguished by `kind`, with the keys that all kinds share. */
function chosen(kinds: readonly Kind[], shared: z.core.$ZodLooseShape = {}) {
  const options = kindSchemas(kinds, shared);
  if (options.length === 0) throw new Error('a registry is empty');
  return z.discriminatedUnion('kind', options as [z.ZodObject, ...z.ZodObject[]]);
}

/** Schema of each kind: its options, its `kind`, and the shared keys. */
function kindSchemas(kinds: readonly Kind[], shared: z.core.$ZodLooseShape = {}): readonly z.ZodObject[] {
  return kinds.map(({ kind, description, options }) => {
    const own = options.strict().safeExtend({ ...shared, kind: z.literal(kind) }) as z.ZodObject;
    return description === undefined ? own : own.describe(description);
  });
}
