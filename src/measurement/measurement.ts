/** What is measured of one model on one family: plain numbers, in the words of theory.md. */

/** Errors on the prompts that were answered `count` to `countMax` times in training. */
export interface Stratum {
  /** Lower end of the stratum. */
  readonly count: number;
  /** Upper end, inclusive; null where open. */
  readonly countMax: number | null;
  /** Σ μ(c) over the stratum. */
  readonly mass: number;
  /** Σ μ(c) p̂(E_c|c) / mass; null where the stratum is empty. */
  readonly errorRate: number | null;
}

export interface FamilyMeasurement {
  readonly kind: string;
  readonly nature: 'arbitrary' | 'pattern';
  /** N: the family's training rows. */
  readonly examples: number;
  readonly prompts: number;
  /** Singletons / N. */
  readonly singletonRate: number;
  /** What the frequency law promised before the draw. */
  readonly expectedSingletonRate: number;
  /** Σ_{c∈U} μ(c) α_c. */
  readonly missingMass: number;
  /** μ(U): the probability of a prompt never answered in training. */
  readonly unansweredMass: number;

  /** p̂(E); with accuracy, abstentionRate and invalidMass it sums to 1. */
  readonly errorRate: number;
  /** Probability on strings outside R_c ∪ {IDK}. */
  readonly invalidMass: number;
  readonly abstentionRate: number;
  readonly accuracy: number;
  /**
   * errorRate with the error on unanswered prompts replaced by its expectation over a_c, their invalid mass included
   * (theory.md §2); null for patterns.
   */
  readonly errorRateExpected: number | null;

  /** δ at t = 1 / min|E_c|. */
  readonly delta: number;
  /** The same through |dL/ds| at s = 1: an independent computation. */
  readonly deltaByDerivative: number;
  /** σ = p̂(A) − p(A). */
  readonly signedDelta: number;
  /** δ with p and μ replaced by the training rows' empirical ones. */
  readonly trainDelta: number;
  /** err_iiv at the same threshold. */
  readonly iivError: number;
  /** Nats per response: −Σ μ(c) p(r|c) ln p̂(r|c); Infinity where p̂ denies what p gives. */
  readonly crossEntropy: number;
  /**
   * crossEntropy − CE*, CE* of the Bayes predictive (the calibrated learner). Never negative in expectation over a_c;
   * for a model that knows a_c without having been told it is.
   */
  readonly excessCrossEntropy: number;

  /** Strata 0, 1, 2, 3–4, 5–9, ≥ 10. */
  readonly byCount: readonly Stratum[];
  /** Prompts seen in training, but only with IDK (a part of stratum 0). */
  readonly onlyAbstained: { readonly mass: number; readonly errorRate: number | null };

  readonly theorem1: {
    /** 2·err_iiv − max|V_c|/min|E_c| − δ. */
    readonly lower: number;
    /** The signed, stronger form, with σ in place of δ. */
    readonly lowerSigned: number;
    /** errorRate + invalidMass ≥ lower, up to 1e-9 of rounding. */
    readonly holds: boolean;
  };
  /** Bounds of Theorem 2; null for patterns, of which it does not speak. γ from the config; the paper's roundings are at 0.01. */
  readonly theorem2: {
    /** The paper's rounding: sr − 2/min|E_c| − (35 + 6 ln N)/√N − δ. */
    readonly lower: number;
    /** sr − 2/min|E_c| − 6 ln(3N/γ)/√N − δ. */
    readonly lowerExact: number;
    /** The derived tighter form of theory.md §2. */
    readonly lowerTight: number;
    /** The paper's rounding for the calibrated learner: sr − sr/(L+1) + 13/√N. */
    readonly upper: number;
    /** sr − sr/(L+1) + 5·√(ln(5/γ)/N). */
    readonly upperExact: number;
    /** lower ≤ 0: the bound says nothing. */
    readonly vacuous: boolean;
  } | null;
  /** Σ_{c∈U} μ(c) α_c (R−1)/R: the exact error of the calibrated learner; null for patterns. */
  readonly calibratedError: number | null;
  /** `exact`: every response was enumerated. */
  readonly method: 'exact';
}

/** One measured step of training. */
export interface CurvePoint {
  readonly step: number;
  /** Mean training loss since the last point, nats per predicted token; null at step 0. */
  readonly loss: number | null;
  readonly families: Readonly<Record<string, FamilyMeasurement>>;
}
