import { z } from 'zod';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';

const options = z.strictObject({
  includeAbstention: z.boolean().default(true).describe('whether IDK is one of the equally likely responses'),
});

/** A model to which all responses are equally likely: δ = 0, although p̂ is very different from p. */
export const uniformModel = {
  kind: 'uniform' as const,
  description: 'Closed form: all responses are equally likely.',
  options,
  fit: ({ includeAbstention }, { corpus: { world } }) =>
    referenceModel('uniform', world, (family) => {
      const each = 1 / (world.families[family].responseCount + (includeAbstention ? 1 : 0));
      return responseDistribution(world.families[family], includeAbstention ? each : 0, each);
    }),
} satisfies CountedModelKind<typeof options>;
