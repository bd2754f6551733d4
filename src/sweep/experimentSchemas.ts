/** The schemas of this program's experiments: config's sections with the kinds of corpus and models, or with the studies. */

import type { Mapping } from '../config/paths.js';
import {
  type ExperimentSchema,
  experimentSchema,
  type RunConfig,
  type StudyConfig,
  studySchema,
} from '../config/schema/experimentSchema.js';
import { familyKinds } from '../corpus/families/registry.js';
import { frequencyLaws } from '../corpus/frequencies/registry.js';
import { modelKinds } from '../models/registry.js';
import { studies } from '../studies/registry.js';

const registries = { families: familyKinds, frequencies: frequencyLaws, models: modelKinds };

/** The schema of experiments that ask a model of a corpus: every key with its range, default and meaning. */
export const schema = experimentSchema(registries);

/** The schema of experiments that compute a study, which asks no model of a corpus. */
export const schemaOfStudies = studySchema(studies);

/** Everything that the results of one run depend on: of a model on a corpus, or of a study. */
export type ModelRunConfig = RunConfig<typeof registries>;
export type StudyRunConfig = StudyConfig<typeof studies>;
export type AnyConfig = ModelRunConfig | StudyRunConfig;

export function isStudy(config: AnyConfig): config is StudyRunConfig {
  return 'study' in config;
}

/** The schema that a file asks for by its keys. */
export function schemaOf(file: Mapping): ExperimentSchema<AnyConfig> {
  return Object.hasOwn(file, 'study')
    ? (schemaOfStudies as ExperimentSchema<AnyConfig>)
    : (schema as ExperimentSchema<AnyConfig>);
}
