/**
 * The probability of each outcome over fresh prompts from μ (docs/theory.md §1), and its expectation where nothing was
 * learned (docs/theory.md §2).
 */
import { timesRight } from '../../corpus/answersGiven.js';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { FamilyMeasurement } from '../../results/familyMeasurement.js';
import type { OutcomeRates } from '../../theory/outcome.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

/** p̂ of E, of the right answers, of IDK and of everything else: four numbers in [0, 1] that sum to 1. */
export function errorRates(family: FamilyWorld, measured: readonly PromptOutcome[]): OutcomeRates {
  return {
    errorRate: weightedSum(family.promptWeight, (c) => measured[c].error),
    accuracy: weightedSum(family.promptWeight, (c) => measured[c].right),
    abstentionRate: weightedSum(family.promptWeight, (c) => measured[c].abstention),
    invalidMass: weightedSum(family.promptWeight, (c) => measured[c].invalid),
  };
}

/**
 * The error rate without the luck of the draw of a_c: on answered prompts p̂(E_c|c) as measured, on each c ∈ U
 * `(1 − p̂(IDK|c) − m_c)(1 − 1/R) + m_c`, the expectation over a_c given the data
 * (docs/theory.md §2, unanswered prompts).
 *
 * It contains the invalid mass m_c of unanswered prompts, but not that of answered ones: compare it with errorRate
 * where the invalid mass is small.
 */
export function errorRateExpected(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly PromptOutcome[],
): number {
  return weightedSum(family.promptWeight, (c) => {
    const { error, abstention, invalid } = measured[c];
    if (counts.answered[c] > 0) return error;
    return (1 - abstention - invalid) * (1 - 1 / family.responseCount) + invalid;
  });
}

/** The probability that the likeliest response is an error; equally likely ones share. */
export function argMaxErrorRate(family: FamilyWorld, measured: readonly PromptOutcome[]): number {
  return weightedSum(family.promptWeight, (c) => measured[c].argMaxError);
}

/**
 * Σ over prompts that some row answers rightly of max(0, log2 R + log2 p̂(a_c|c)): what the model holds of the log2 R
 * bits of each answer it was shown.
 */
export function memorisedBits(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly Pick<PromptOutcome, 'right'>[],
): number {
  return measured.reduce(
    (sum, { right }, c) =>
      timesRight(counts, c) > 0 ? sum + Math.max(0, Math.log2(family.responseCount * right)) : sum,
    0,
  );
}

/**
 * `MM = Σ_{c∈U} μ(c) α_c`, the same under the μ of the training rows, which sr estimates, and `μ(U)`; U: the prompts that
 * no training row answers, rightly or wrongly.
 */
export function unansweredMasses(
  family: FamilyWorld,
  counts: TrainingCounts,
): Pick<FamilyMeasurement, 'missingMass' | 'trainingMissingMass' | 'unansweredMass'> {
  const unanswered = (c: number): number => (counts.answered[c] === 0 ? 1 : 0);
  const missing = (c: number): number => unanswered(c) * family.answerProbability[c];
  return {
    missingMass: weightedSum(family.promptWeight, missing),
    trainingMissingMass: weightedSum(family.trainingWeight, missing),
    unansweredMass: weightedSum(family.promptWeight, unanswered),
  };
}
