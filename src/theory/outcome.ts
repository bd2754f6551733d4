/** The outcomes of asking a prompt: one set of names from measurement to scores, reports and claims. */

/**
 * Each response is exactly one of these: the answer a_c, an error (in E_c), an abstention (IDK), or invalid (outside
 * R_c). `right`, `error`, `abstention` and `invalid` sum to 1.
 */
export const OUTCOMES = ['right', 'error', 'abstention', 'invalid'] as const;

/** The outcome of one response. */
export type Outcome = (typeof OUTCOMES)[number];

/** The probability of each outcome over fresh prompts from μ, by the name of its column in the result tables. */
export interface OutcomeRates {
  /** p̂(E), the probability of an error. */
  readonly errorRate: number;
  /** The probability of the right answer. */
  readonly accuracy: number;
  /** p̂(IDK), the probability of an abstention. */
  readonly abstentionRate: number;
  /** The probability of strings outside R_c ∪ {IDK}. */
  readonly invalidMass: number;
}

/** The column of each outcome. */
export const RATE_OF = {
  right: 'accuracy',
  error: 'errorRate',
  abstention: 'abstentionRate',
  invalid: 'invalidMass',
} as const satisfies Readonly<Record<Outcome, keyof OutcomeRates>>;

/**
 * The probability of a wrong response: an error or an invalid string. Theorem 1 adds the invalid mass to the error, and
 * so do graders, which know no fourth outcome.
 */
export function wrongRate({ errorRate, invalidMass }: Pick<OutcomeRates, 'errorRate' | 'invalidMass'>): number {
  return errorRate + invalidMass;
}
