/** The outcomes of asking some of the prompts. */
import type { FamilyWorld } from '../../corpus/world.js';
import type { PartRates } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { partOf } from './strata.js';

/** Means of the outcomes over the prompts that belong; null where none of them is asked. */
export function partRates(
  { promptWeight }: FamilyWorld,
  measured: readonly PromptOutcome[],
  belongs: (prompt: number) => boolean,
): PartRates {
  const { mean } = partOf(promptWeight, belongs);
  return {
    accuracy: mean((c) => measured[c].right),
    errorRate: mean((c) => measured[c].error),
    invalidMass: mean((c) => measured[c].invalid),
    abstentionRate: mean((c) => measured[c].abstention),
  };
}
