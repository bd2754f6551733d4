/** What is measured of one model on one family: plain numbers, in the words of docs/theory.md. */

/** Lower ends of the strata: how often, at least, training answered their prompts. A stratum ends where the next begins. */
export const STRATA = [0, 1, 2, 3, 5, 10] as const;

/** Errors on the prompts that were answered `count` to `countMax` times in training. */
export interface Stratum {
  /** Lower end of the stratum. */
  readonly count: number;
  /** Upper end, inclusive; null where open. */
  readonly countMax: number | null;
  /** Σ μ(c) over the stratum. */
  readonly mass: number;
  /**
   * Σ μ(c) p̂(E_c|c) / mass; like all below null where the stratum is empty. Where the response set can't be enumerated it is
   * the exact Σ μ(c) (1 − p̂(V_c|c)) / mass, invalid mass included, and all below but abstentionRate are null.
   */
  readonly errorRate: number | null;
  /** Σ μ(c) p̂(IDK|c) / mass. */
  readonly abstentionRate: number | null;
  /** Σ μ(c) m_c / mass. */
  readonly invalidMass: number | null;
  /** Probability that the likeliest response is wrong: an error (not IDK, not the answer). */
  readonly argMaxErrorRate: number | null;
  /** Is-It-Valid error on the prompts of the stratum: ½ is chance. */
  readonly iivError: number | null;
  /** Mean of max_{r ∈ R_c} p̂(r|c). */
  readonly confidence: number | null;
}

/** A bin of a reliability diagram: all (prompt, response) pairs whose p̂(r|c) lies in (above, upTo], weighted by μ. */
export interface ReliabilityBin {
  readonly above: number;
  readonly upTo: number;
  /** Σ μ(c) p̂(r|c) over the bin. δ at the threshold `above` is |Σ (predicted − true)| over this bin and those above it. */
  readonly predicted: number;
  /** Σ μ(c) p(r|c) over the bin. */
  readonly true: number;
}

/** The final model under a decision rule, which changes p̂. */
export interface RuleMeasurement {
  readonly rule: 'temperature' | 'idk-bias' | 'confidence' | 'confidence-target';
  /** T, the logit added to IDK, or what p̂ or the confidence must be above for the rule to answer. */
  readonly value: number;
  readonly errorRate: number;
  readonly accuracy: number;
  readonly abstentionRate: number;
  readonly invalidMass: number;
  readonly delta: number;
  readonly signedDelta: number;
  readonly iivError: number;
  /** Theorem 1's right side for the changed p̂, and whether errorRate + invalidMass reaches it. */
  readonly theorem1Lower: number;
  readonly holds: boolean;
}

/** A point of the risk–coverage curve. */
export interface RiskPoint {
  /** Probability of a prompt that is answered. */
  readonly coverage: number;
  /** Share of the answered prompts whose answer is wrong. */
  readonly risk: number;
  /** Least confidence with which a prompt is answered. */
  readonly confidence: number;
}

/** Confidences after Platt scaling on the graded answers to some prompts drawn from μ, a mean over draws. */
export interface RecalibratedMeasurement {
  readonly examples: number;
  readonly expectedCalibrationError: number;
  /**
   * Points a prompt that are lost by answering iff the new confidence is above ½, where an error costs 1, against answering iff
   * right: the probability of answering wrongly or keeping a right answer back.
   */
  readonly regret: number;
}

/** Of the model's likeliest answers, confidence being conditional on answering: max_{r ∈ R_c} p̂(r|c) / (1 − p̂(IDK|c)). */
export interface ConfidenceMeasurement {
  /** Σ over 15 bins of equal width of |Σ μ(c) (confidence − right)|: ECE, another thing than δ. */
  readonly expectedCalibrationError: number;
  readonly confidence: number;
  /** Probability that the likeliest answer is right. */
  readonly accuracy: number;
  readonly riskCoverage: readonly RiskPoint[];
  /** Probability that a right answer has more confidence than a wrong one; null where there are none of one kind. */
  readonly areaUnderRoc: number | null;
  /** Only where asked for. */
  readonly recalibrated?: readonly RecalibratedMeasurement[];
  /** Means over the prompts never answered in training; null where there are none. */
  readonly unanswered: {
    readonly confidence: number | null;
    /** Probability that three answers drawn one after the other, each given that it is one, are all wrong. */
    readonly threeWrong: number | null;
    /** That they are wrong and all different. */
    readonly threeDifferentWrong: number | null;
  };
}

/** What a model does where prompts tell it the confidence target t. */
export interface ToldMeasurement extends ToldRates {
  readonly target: number;
  /** Prompts that training answered, and those that it never did. */
  readonly answered: ToldRates;
  readonly unanswered: ToldRates;
}

/** Shares of what is asked, which sum to 1; NaN where nothing is. */
export interface ToldRates {
  readonly accuracy: number;
  readonly errorRate: number;
  readonly invalidMass: number;
  readonly abstentionRate: number;
}

/**
 * Everything that is measured of a model on one family, exact where the method is `exact`. Rates are probabilities under μ, in
 * [0, 1]; null where a figure has no meaning for the family.
 */
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
   * (docs/theory.md §2); null for patterns.
   */
  readonly errorRateExpected: number | null;

  /** δ at t = 1 / min|E_c|. */
  readonly delta: number;
  /** The same through |dL/ds| at s = 1: an independent computation; null where the response set can't be enumerated. */
  readonly deltaByDerivative: number | null;
  /** σ = p̂(A) − p(A). */
  readonly signedDelta: number;
  /** δ with p and μ replaced by the training rows' empirical ones; null where the response set can't be enumerated. */
  readonly trainDelta: number | null;
  /** err_iiv at the same threshold. */
  readonly iivError: number;
  /** Nats per response: −Σ μ(c) p(r|c) ln p̂(r|c); Infinity where p̂ denies what p gives. */
  readonly crossEntropy: number;
  /**
   * crossEntropy − CE*, CE* of the Bayes predictive (the calibrated learner). Never negative in expectation over a_c;
   * for a model that knows a_c without having been told it is.
   */
  readonly excessCrossEntropy: number;

  /** Probability, over μ, that the likeliest response is an error: another model than p̂, shown beside it; null where the response set can't be enumerated. */
  readonly argMaxErrorRate: number | null;
  /** Facts that training never shows (`heldOut`), Σ μ(c) and the error rate on them, as in a stratum. */
  readonly heldOut: { readonly mass: number; readonly errorRate: number | null };
  /** Singleton rate and missing mass counted by fact; other than by prompt where facts have synonyms. */
  readonly byFact: { readonly singletonRate: number; readonly missingMass: number };
  /** Σ over answered prompts of max(0, log2 R + log2 p̂(a_c|c)): bits that the model holds about the answers it was shown. */
  readonly memorisedBits: number;
  /** opt(G): least err_iiv of any classifier that sees as few tokens of the context as the model; null for models that see all. */
  readonly leastIivError: number | null;
  /** Theorem 4, where |V_c| = 1; null where IDK is valid. */
  readonly theorem4: {
    /** E_{t~U[0,1]}[err_iiv(f̂_t)], by its closed form. */
    readonly meanIivError: number;
    /** min over t of err_iiv(f̂_t), by trying every threshold that matters. */
    readonly leastIivError: number;
    /** 2(1 − 1/C)·meanIivError. */
    readonly lower: number;
    /** errorRate + invalidMass + abstentionRate ≥ lower, up to 1e-9 of rounding. */
    readonly holds: boolean;
  } | null;
  /** Bins of p̂ from high to low; null unless asked for. */
  readonly reliability: readonly ReliabilityBin[] | null;
  /** At each target that prompts may be told; all else is measured at the first. Only of networks. */
  readonly told?: readonly ToldMeasurement[];
  /** The likeliest answers and how sure the model is of them; only where asked for, and of families that are enumerated. */
  readonly answers?: ConfidenceMeasurement;
  /** The final model under decision rules, as far as asked for. */
  readonly rules: readonly RuleMeasurement[];

  /** Strata 0, 1, 2, 3–4, 5–9, ≥ 10. */
  readonly byCount: readonly Stratum[];
  /** Prompts seen in training, but only with IDK (a part of stratum 0). */
  readonly onlyAbstained: Omit<Stratum, 'count' | 'countMax'>;

  readonly theorem1: {
    /** 2·err_iiv − max|V_c|/min|E_c| − δ. */
    readonly lower: number;
    /** The signed, stronger form, with σ in place of δ. */
    readonly lowerSigned: number;
    /**
     * errorRate + invalidMass ≥ lower, up to 1e-9 of rounding. Where err_iiv and δ are drawn: for those values in their
     * intervals that give the least `lower`, so that a violation is none of luck.
     */
    readonly holds: boolean;
  };
  /** Bounds of Theorem 2; null for patterns, of which it does not speak, and where the rows are not i.i.d. from μ and the facts independent. γ from the config; the paper's roundings are at 0.01. */
  readonly theorem2: {
    /** The paper's rounding: sr − 2/min|E_c| − (35 + 6 ln N)/√N − δ. */
    readonly lower: number;
    /** sr − 2/min|E_c| − 6 ln(3N/γ)/√N − δ. */
    readonly lowerExact: number;
    /** The derived tighter form of docs/theory.md §2. */
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
  /** `exact`: every response was enumerated. `sampled`: accuracy, abstentionRate and errorRate + invalidMass are exact, the rest is drawn. */
  readonly method: 'exact' | 'sampled';
  /** Of the sampled method: 95 % intervals of what was drawn; null for the exact one. */
  readonly sampling: {
    /** Responses drawn from p̂, and as many from D. */
    readonly samples: number;
    readonly invalidMass: { readonly lower: number; readonly upper: number };
    readonly delta: { readonly lower: number; readonly upper: number };
    readonly iivError: { readonly lower: number; readonly upper: number };
  } | null;
}

/** One measured step of training. */
export interface CurvePoint {
  readonly step: number;
  /** Mean training loss since the last point, nats per predicted token; null at step 0. */
  readonly loss: number | null;
  readonly families: Readonly<Record<string, FamilyMeasurement>>;
}
