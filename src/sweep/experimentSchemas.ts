/** The schemas of this program's experiments: the sections of config with the kinds of corpora and models, or with the studies. */
import type { Mapping } from '../config/paths.js';
import {
  type ExperimentSchema,
  experimentSchema,
  type RunConfig,
  type StudyConfig,
  studySchema,
} from '../config/schema/experimentSchema.js';
import { type PluginKinds, pluginKinds } from '../config/schema/pluginKinds.js';
import { familyKinds } from '../corpus/families/registry.js';
import { frequencyLaws } from '../corpus/frequencies/registry.js';
import { modelKinds } from '../models/registry.js';
import { studies } from '../studies/registry.js';

const registries = { families: familyKinds, frequencies: frequencyLaws, models: modelKinds };

/** The schema of experiments that measure a model on a corpus: every key with its range, default and meaning. */
export const schema = experimentSchema(registries);

/** The schema of experiments that compute a study, without a corpus and a model. */
export const schemaOfStudies = studySchema(studies);

/** Everything on which the results of one run of a model depend. */
export type ModelRunConfig = RunConfig<typeof registries>;
/** Everything on which the results of one run of a study depend. */
export type StudyRunConfig = StudyConfig<typeof studies>;
export type AnyConfig = ModelRunConfig | StudyRunConfig;

const extended = new WeakMap<PluginKinds, ExperimentSchema<ModelRunConfig>>();

/** The schema with the kinds of the plugins that are in force. */
export function schemaInForce(): ExperimentSchema<ModelRunConfig> {
  const kinds = pluginKinds();
  if (Object.values(kinds).every((each: PluginKinds[keyof PluginKinds]) => each.length === 0)) return schema;
  const known = extended.get(kinds) ?? schemaWith(kinds);
  extended.set(kinds, known);
  return known;
}

function schemaWith({ families, frequencies, models, graders }: PluginKinds): ExperimentSchema<ModelRunConfig> {
  return experimentSchema({
    families: [...familyKinds, ...families],
    frequencies: [...frequencyLaws, ...frequencies],
    models: [...modelKinds, ...models],
    graders,
  }) as unknown as ExperimentSchema<ModelRunConfig>; // the kinds of plugins are not in the types of this program
}

export function isStudy(config: AnyConfig): config is StudyRunConfig {
  return 'study' in config;
}

/** The schema of a file, chosen by its keys: a file with the key `study` is a study. */
export function schemaOf(file: Mapping): ExperimentSchema<AnyConfig> {
  return Object.hasOwn(file, 'study')
    ? (schemaOfStudies as ExperimentSchema<AnyConfig>)
    : (schemaInForce() as ExperimentSchema<AnyConfig>);
}
