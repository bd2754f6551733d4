import { z } from 'zod';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/** A model that always says IDK: err = 0, and Theorem 1 holds because of its large δ. */
export const abstainer = {
  kind: 'abstainer' as const,
  description: 'Closed form: always IDK.',
  options,
  fit: (_, { corpus: { world } }) =>
    referenceModel('abstainer', world, (family) => responseDistribution(world.families[family], 1, 0)),
} satisfies CountedModelKind<typeof options>;
