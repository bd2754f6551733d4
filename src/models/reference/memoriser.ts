import { z } from 'zod';
import { type AnswerCounts, answersGiven, trainedRows } from '../../corpus/answersGiven.js';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution, sharedDistribution } from './responseDistribution.js';

const options = z.strictObject({
  unanswered: z
    .enum(['uniform', 'fixed', 'abstain'])
    .default('uniform')
    .describe('on prompts never answered in training: any response of R_c alike, always its first one, or IDK'),
});

/**
 * A model that always gives the answer of a prompt that training answered, and else guesses or abstains. It knows no
 * rules: on pattern families, too, it knows only the answers that it saw. Where training gave a prompt several answers,
 * right or wrong (`noise`), it gives each as often as the rows do, repeats included: the distribution that a model
 * fits whose cross-entropy on the answering rows is least.
 */
export const memoriser = {
  kind: 'memoriser' as const,
  description:
    'Closed form: gives every answer that training gave, wrong ones too, as often as the rows do, and elsewhere guesses or abstains. It knows no rules.',
  options,
  fit: ({ unanswered }, { corpus: { world, counts } }) =>
    referenceModel('memoriser', world, (family, prompt) =>
      memoriserDistribution(unanswered, world.families[family], counts[family], prompt),
    ),
} satisfies CountedModelKind<typeof options>;

/** Returns p̂(·|c) of the memoriser, IDK last, [responseCount + 1]. @param counts of the family */
export function memoriserDistribution(
  unanswered: z.infer<typeof options>['unanswered'],
  family: FamilyWorld,
  counts: AnswerCounts & Pick<TrainingCounts, 'trained'>,
  prompt: number,
): Float64Array {
  const always = (response: number): Float64Array => responseDistribution(family, 0, 0, { response, probability: 1 });
  const given = answersGiven(family, trainedRows(counts), prompt);
  if (given.length > 0) return sharedDistribution(family, given);
  if (unanswered === 'fixed') return always(0);
  if (unanswered === 'abstain') return responseDistribution(family, 1, 0);
  return responseDistribution(family, 0, 1 / family.responseCount);
}
