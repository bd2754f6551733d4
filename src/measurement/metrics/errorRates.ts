/**
 * Where the model's probability goes, over fresh prompts from μ (docs/theory.md §1), and what is expected where nothing was
 * learned (docs/theory.md §2).
 */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

export interface ErrorRates {
  readonly errorRate: number;
  readonly accuracy: number;
  readonly abstentionRate: number;
  readonly invalidMass: number;
}

/** p̂ of E, of the correct answers, of IDK and of everything else: four numbers in [0, 1] that sum to 1. */
export function errorRates(family: FamilyWorld, measured: readonly PromptOutcome[]): ErrorRates {
  return {
    errorRate: weightedSum(family.promptWeight, (c) => measured[c].error),
    accuracy: weightedSum(family.promptWeight, (c) => measured[c].accuracy),
    abstentionRate: weightedSum(family.promptWeight, (c) => measured[c].abstention),
    invalidMass: weightedSum(family.promptWeight, (c) => measured[c].invalid),
  };
}

/**
 * The error rate without the luck of the draw of a_c: on answered prompts p̂(E_c|c) as measured, on each c ∈ U
 * `(1 − p̂(IDK|c) − m_c)(1 − 1/R) + m_c`, the expectation over a_c given the data
 * (docs/theory.md §2, unanswered prompts).
 *
 * The invalid mass m_c of unanswered prompts is in it, that of answered ones is not: compare with errorRate where the
 * invalid mass is small.
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

/** The probability of a prompt whose likeliest response is an error. Ties count as right. */
export function argMaxErrorRate(family: FamilyWorld, measured: readonly PromptOutcome[]): number {
  return weightedSum(family.promptWeight, (c) => Number(measured[c].argMaxErs));
}

/** Σ over answered prompts of max(0, log2 R + log2 p̂(a_c|c)): what the model holds of the log2 R bits of each answer it was shown. */
export function memorisedBits(
  family: FamilyWorld,
  { answered }: TrainingCounts,
  measured: readonly Pick<PromptOutcome, 'accuracy'>[],
): number {
  return measured.reduce(
    (sum, { accuracy }, c) => (answered[c] > 0 ? sum + Math.max(0, Math.log2(family.responseCount * accuracy)) : sum),
    0,
  );
}

/** `MM = Σ_{c∈U} μ(c) α_c`, and `μ(U)`; U: the prompts never answered in training. */
export function unansweredMasses(
  family: FamilyWorld,
  counts: TrainingCounts,
): { readonly missingMass: number; readonly unansweredMass: number } {
  const unanswered = (c: number): number => (counts.answered[c] === 0 ? 1 : 0);
  return {
    missingMass: weightedSum(family.promptWeight, (c) => unanswered(c) * family.answerProbability[c]),
    unansweredMass: weightedSum(family.promptWeight, unanswered),
  };
}
