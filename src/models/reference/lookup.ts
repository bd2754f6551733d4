import { z } from 'zod';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/**
 * A question-answering system that never errs: a table of the answers that training gave, a calculator for patterns,
 * and IDK for all else. With such a system Kalai et al. (2025, §1) show that hallucination is not inevitable.
 *
 * Its table is right: rows that `noise` made wrong are not in it.
 */
export const lookup = {
  kind: 'lookup' as const,
  description:
    'Closed form: a table of the answers that training gave, a calculator for patterns, IDK for all else. It never errs.',
  options,
  fit: (_, { corpus: { world, counts } }) =>
    referenceModel('lookup', world, (family, prompt) => {
      const familyWorld = world.families[family];
      const known = familyWorld.nature === 'pattern' || counts[family].answered[prompt] > 0;
      if (!known) return responseDistribution(familyWorld, 1, 0);
      return responseDistribution(familyWorld, 0, 0, { response: familyWorld.answer[prompt], probability: 1 });
    }),
} satisfies CountedModelKind<typeof options>;
