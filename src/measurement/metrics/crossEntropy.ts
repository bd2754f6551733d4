/** Cross-entropy of whole responses, in nats, against the truth p (not against the training rows). */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

/** `−Σ μ(c) p(r|c) ln p̂(r|c)`; Infinity where p̂ denies what p gives. The weight p(r|c) is missing in the paper's print. */
export function crossEntropy(
  family: FamilyWorld,
  measured: readonly Pick<PromptOutcome, 'accuracy' | 'abstention'>[],
): number {
  return weightedSum(family.promptWeight, (c) => {
    const alpha = family.answerProbability[c];
    return surprise(alpha, measured[c].accuracy) + surprise(1 - alpha, measured[c].abstention);
  });
}

/**
 * `CE* = Σ_c μ(c) h(α_c) + Σ_{c∈U} μ(c) α_c ln R`: the calibrated learner's, the least expected one over the draw of
 * a_c (docs/theory.md §2). One model in one world may do better by luck, or by a leak of a_c.
 * Where the answer follows from a rule, the second sum is gone: the rule tells it.
 */
export function leastCrossEntropy(family: FamilyWorld, counts: TrainingCounts): number {
  return weightedSum(family.promptWeight, (c) => {
    const alpha = family.answerProbability[c];
    const unknown = family.nature === 'arbitrary' && counts.answered[c] === 0;
    const entropy = surprise(alpha, alpha) + surprise(1 - alpha, 1 - alpha);
    return entropy + (unknown ? alpha * Math.log(family.responseCount) : 0);
  });
}

/** −p ln p̂, with 0 ln p̂ = 0 for every p̂. */
function surprise(p: number, pHat: number): number {
  return p === 0 ? 0 : -p * Math.log(pHat);
}
