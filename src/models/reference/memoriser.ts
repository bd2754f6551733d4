import { z } from 'zod';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';

const options = z.strictObject({
  unanswered: z
    .enum(['uniform', 'fixed', 'abstain'])
    .default('uniform')
    .describe('on prompts never answered in training: any response of R_c alike, always its first one, or IDK'),
});

/**
 * A model that always gives the answer of a prompt that training answered, and else guesses or abstains. It knows no
 * rules: on pattern families, too, it knows only the answers that it saw.
 */
export const memoriser = {
  kind: 'memoriser' as const,
  description:
    'Closed form: gives every answer that training gave, and elsewhere guesses or abstains. It knows no rules.',
  options,
  fit: ({ unanswered }, { corpus: { world, counts } }) =>
    referenceModel('memoriser', world, (family, prompt) =>
      memoriserDistribution(unanswered, world.families[family], counts[family], prompt),
    ),
} satisfies CountedModelKind<typeof options>;

/** Returns p̂(·|c) of the memoriser, IDK last, [responseCount + 1]. @param counts of the training rows of the family */
export function memoriserDistribution(
  unanswered: z.infer<typeof options>['unanswered'],
  family: FamilyWorld,
  { answered }: Pick<TrainingCounts, 'answered'>,
  prompt: number,
): Float64Array {
  const always = (response: number): Float64Array => responseDistribution(family, 0, 0, { response, probability: 1 });
  if (answered[prompt] > 0) return always(family.answer[prompt]);
  if (unanswered === 'fixed') return always(0);
  if (unanswered === 'abstain') return responseDistribution(family, 1, 0);
  return responseDistribution(family, 0, 1 / family.responseCount);
}
