/** A model's outcomes on a benchmark, and the rates and scores that follow from them. Pure. */

/** Right answers, errors and abstentions of a model: counts of questions, or percentages or shares of them. */
export interface Tally {
  readonly right: number;
  readonly error: number;
  readonly abstention: number;
}

/** Rates of a model's outcomes, each in [0, 1]. */
export interface Rates {
  /** Share of right answers among all questions. The shares of errors and abstentions follow; the three sum to 1. */
  readonly accuracy: number;
  readonly errorRate: number;
  readonly abstentionRate: number;
  /** Share of right answers among the attempted questions; null if the model abstained from all of them. */
  readonly accuracyAttempted: number | null;
  /** Harmonic mean of accuracy and accuracy of attempted (SimpleQA, Wei et al. 2024): 2 right / (all + attempted); 0 without a right answer. */
  readonly f1: number;
}

/** Sum of the three outcomes, the denominator of every rate except the accuracy of attempted questions. */
export function total({ right, error, abstention }: Tally): number {
  return right + error + abstention;
}

/** Rates of a tally. @param tally outcomes with a positive sum */
export function ratesOf(tally: Tally): Rates {
  const all = total(tally);
  const attempted = tally.right + tally.error;
  return {
    accuracy: tally.right / all,
    errorRate: tally.error / all,
    abstentionRate: tally.abstention / all,
    accuracyAttempted: attempted === 0 ? null : tally.right / attempted,
    f1: f1Of(tally),
  };
}

/** F1 as SimpleQA defines it (see `Rates`). @param tally outcomes with a positive sum */
function f1Of({ right, error, abstention }: Tally): number {
  return (2 * right) / (2 * right + 2 * error + abstention);
}

/** Mean points per question: a right answer earns 1, an error costs λ, an abstention earns 0; λ = t/(1 − t) at confidence target t [K25 §4.2]. */
export function penalisedScore({ right, error, abstention }: Tally, lambda: number): number {
  return (right - lambda * error) / (right + error + abstention);
}
