/** Cross-entropy of whole responses, in nats, against the truth p (not against the training rows). */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import { beliefOfAnswers } from '../../models/reference/calibratedLearner.js';
import type { CrossEntropies } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

/** All that follows from the cross-entropy. It needs p̂(a_c|c) and p̂(IDK|c) alone, which both methods know exactly. */
export function crossEntropies(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly Pick<PromptOutcome, 'right' | 'abstention'>[],
): CrossEntropies {
  const entropy = crossEntropy(family, measured);
  const least = leastCrossEntropy(family, counts);
  return { crossEntropy: entropy, excessCrossEntropy: least === null ? null : entropy - least };
}

/**
 * `−Σ μ(c) p(r|c) ln p̂(r|c)`; Infinity where p̂ denies what p gives. The weight p(r|c) is missing in the paper's
 * print.
 */
function crossEntropy(family: FamilyWorld, measured: readonly Pick<PromptOutcome, 'right' | 'abstention'>[]): number {
  return weightedSum(family.promptWeight, (c) => {
    const alpha = family.answerProbability[c];
    return surprise(alpha, measured[c].right) + surprise(1 - alpha, measured[c].abstention);
  });
}

/**
 * `CE* = Σ_c μ(c) h(α_c) + Σ_{c∈U} μ(c) α_c ln R`: the calibrated learner's, the least expected one over the draw of
 * a_c (docs/theory.md §2). One model in one world may do better by luck, or by a leak of a_c. Under noise the learner
 * is sure of no answer, and −ln of what it gives a_c stands in place of ln R, on answered prompts too.
 * Where the answer follows from a rule, the second sum vanishes: the rule gives the answer. Null where no learner's
 * predictive is known: answers that follow from no rule and are not arbitrary, and facts that several prompts state.
 */
function leastCrossEntropy(family: FamilyWorld, counts: TrainingCounts): number | null {
  if (family.ruleless || (family.nature === 'arbitrary' && new Set(family.fact).size < family.fact.length)) return null;
  return weightedSum(family.promptWeight, (c) => {
    const alpha = family.answerProbability[c];
    const entropy = surprise(alpha, alpha) + surprise(1 - alpha, 1 - alpha);
    return entropy + surprise(alpha, family.nature === 'arbitrary' ? answerBelief(family, counts, c) : 1);
  });
}

/** The probability that the calibrated learner gives the right answer, given that it answers. */
function answerBelief(family: FamilyWorld, counts: TrainingCounts, prompt: number): number {
  if (counts.answered[prompt] === 0) return 1 / family.responseCount;
  return family.noise === 0 ? 1 : beliefOfAnswers(family, counts, prompt)[family.answer[prompt]];
}

/** −p ln p̂, with 0 ln p̂ = 0 for every p̂. */
function surprise(p: number, pHat: number): number {
  return p === 0 ? 0 : -p * Math.log(pHat);
}
