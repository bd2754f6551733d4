/** The schema of this program's experiments: config's sections with the kinds of corpus and models. */
import { experimentSchema, type RunConfig } from '../config/experimentSchema.js';
import { familyKinds } from '../corpus/families.js';
import { frequencyLaws } from '../corpus/frequencies.js';
import { modelKinds } from '../models/registry.js';

const registries = { families: familyKinds, frequencies: frequencyLaws, models: modelKinds };

export const schema = experimentSchema(registries);

/** Everything that one run's results depend on. */
export type RunOptions = RunConfig<typeof registries>;
