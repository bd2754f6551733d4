/**
 * Innovation: the probability of a claim that no training row states (Das and Srivastava 2026). Errors of a model whose
 * rows are true are such claims, and so are strings that are not responses; a right answer may be one, too.
 */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { InnovationMeasurement } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

/**
 * `Σ_c μ(c) p̂(every string but IDK that no row gives to c)`, in [0, 1], and the same of IDK on its own. Das and
 * Srivastava consider statements without prompts, and no abstentions. Here a pair of prompt and answer is a statement,
 * and IDK states nothing: it is not innovation, even where no row shows it. The count of all pairs outside the rows is
 * the sum of both numbers.
 *
 * Under `noise` rows state wrong answers, which the counts do not name: both numbers are null.
 */
export function innovation(
  { promptWeight, noise }: Pick<FamilyWorld, 'promptWeight' | 'noise'>,
  { answered, abstained }: TrainingCounts,
  measured: readonly Pick<PromptOutcome, 'right' | 'abstention'>[],
): InnovationMeasurement {
  if (noise > 0) return { innovation: null, unseenAbstention: null };
  return {
    innovation: weightedSum(promptWeight, (c) => {
      const { right, abstention } = measured[c];
      return Math.max(0, 1 - abstention - (answered[c] > 0 ? right : 0));
    }),
    unseenAbstention: weightedSum(promptWeight, (c) => (abstained[c] > 0 ? 0 : measured[c].abstention)),
  };
}
