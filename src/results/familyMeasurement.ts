/** The measurement of one model on one family: plain numbers, in the words of docs/theory.md. */
import type { Interval } from '../theory/meanInterval.js';
import type { OutcomeRates } from '../theory/outcome.js';
import type { Theorem2Bounds } from '../theory/theorems/theorem2.js';
import type { Spoken } from './spoken.js';

/**
 * Lower ends of the strata: how often, at least, training answered their prompts. A stratum ends where the next begins.
 */
export const STRATA = [0, 1, 2, 3, 5, 10] as const;

/** The outcomes of asking and the calibration of one p̂ on a family: what Theorem 1 relates. */
export interface ErrorsAndCalibration extends OutcomeRates {
  /** δ at t = 1 / min|E_c|. */
  readonly delta: number;
  /** σ = p̂(A) − p(A). */
  readonly signedDelta: number;
  /** err_iiv at the same threshold. */
  readonly iivError: number;
}

/** All that follows from the cross-entropy. */
export interface CrossEntropies {
  /** Nats per response: −Σ μ(c) p(r|c) ln p̂(r|c); Infinity where p̂ denies what p gives. */
  readonly crossEntropy: number;
  /**
   * crossEntropy − CE*, CE* of the Bayes predictive (the calibrated learner). It is never negative in expectation over
   * a_c; for a model that knows a_c without having learnt it from the training rows it is. Null where nobody's
   * predictive is known: answers without a rule that are not arbitrary, and arbitrary facts with synonyms.
   */
  readonly excessCrossEntropy: number | null;
}

/** Claims that no training row states (Das and Srivastava 2026); null under `noise`, where rows state wrong answers. */
export interface InnovationMeasurement {
  /**
   * Σ μ(c) p̂ of all strings but IDK that no row gives to c: errors, invalid strings, and the right answers to prompts
   * never answered. It is at least errorRate + invalidMass.
   */
  readonly innovation: number | null;
  /** Σ μ(c) p̂(IDK|c) over the prompts that no row shows with IDK: IDK states nothing, and is kept apart. */
  readonly unseenAbstention: number | null;
}

/** Means over some of the prompts; all but `mass` are null where none of them is asked. */
export interface PartMeans {
  /** Σ μ(c) over the part. */
  readonly mass: number;
  /**
   * Σ μ(c) p̂(E_c|c) / mass. Where the response set cannot be enumerated it is the exact Σ μ(c) (1 − p̂(V_c|c)) / mass,
   * which includes the invalid mass, and all members below but abstentionRate are null.
   */
  readonly errorRate: number | null;
  /** Σ μ(c) p̂(IDK|c) / mass. */
  readonly abstentionRate: number | null;
  /** Σ μ(c) m_c / mass. */
  readonly invalidMass: number | null;
  /** Probability that the likeliest response is an error (not IDK, not the answer); equally likely ones share. */
  readonly argMaxErrorRate: number | null;
  /** Is-It-Valid error on the prompts of the part: ½ is chance. */
  readonly iivError: number | null;
  /** Mean of max_{r ∈ R_c} p̂(r|c). */
  readonly confidence: number | null;
}

/** Errors on the prompts that were answered `count` to `countMax` times in training. */
export interface Stratum extends PartMeans {
  /** Lower end of the stratum. */
  readonly count: number;
  /** Upper end, inclusive; null where open. */
  readonly countMax: number | null;
}

/** A bin of a reliability diagram: all (prompt, response) pairs whose p̂(r|c) lies in (above, upTo], weighted by μ. */
export interface ReliabilityBin {
  readonly above: number;
  readonly upTo: number;
  /**
   * Σ μ(c) p̂(r|c) over the bin. δ at the threshold `above` is |Σ (predicted − true)| over this bin and those above it.
   */
  readonly predicted: number;
  /** Σ μ(c) p(r|c) over the bin. */
  readonly true: number;
}

/** The final model under a decision rule, which changes p̂. */
export interface RuleMeasurement extends ErrorsAndCalibration, Pick<InnovationMeasurement, 'innovation'> {
  readonly rule: 'temperature' | 'idk-bias' | 'confidence' | 'confidence-target' | 'agreement';
  /** T, the logit added to IDK, what p̂ or the confidence must be above for the rule to answer, or the samples. */
  readonly value: number;
  /** Theorem 1's right side for the changed p̂. */
  readonly theorem1Lower: number;
  /** errorRate + invalidMass reaches it. */
  readonly holds: boolean;
  /** The outcomes on U, the prompts that training never answered. */
  readonly unanswered: PartRates;
}

/** A point of the risk–coverage curve. */
export interface RiskPoint {
  /** Probability of a prompt that is answered. */
  readonly coverage: number;
  /** Share of the answered prompts whose answer is an error. */
  readonly risk: number;
  /** Least confidence with which a prompt is answered. */
  readonly confidence: number;
}

/** Confidences after Platt scaling on the graded answers to some prompts drawn from μ, a mean over draws. */
export interface RecalibratedMeasurement {
  readonly examples: number;
  readonly expectedCalibrationError: number;
  /**
   * Points a prompt that are lost by answering iff the new confidence is above ½, where an error costs 1, against
   * answering iff right: the probability of answering with an error or keeping a right answer back.
   */
  readonly regret: number;
}

/**
 * The model's likeliest answers, confidence being conditional on answering: max_{r ∈ R_c} p̂(r|c) / (1 − p̂(IDK|c)).
 */
export interface ConfidenceMeasurement {
  /** Σ over 15 bins of equal width of |Σ μ(c) (confidence − right)|: ECE, another thing than δ. */
  readonly expectedCalibrationError: number;
  readonly confidence: number;
  /** Probability that the likeliest answer is right. */
  readonly accuracy: number;
  readonly riskCoverage: readonly RiskPoint[];
  /** Probability that a right answer has more confidence than an error; null where there are none of one kind. */
  readonly areaUnderRoc: number | null;
  /** Only where asked for. */
  readonly recalibrated?: readonly RecalibratedMeasurement[];
  /** Means over the prompts never answered in training; null where there are none. */
  readonly unanswered: {
    readonly confidence: number | null;
    /** Probability that three answers drawn one after the other, each given that it is one, are all errors. */
    readonly threeWrong: number | null;
    /** Probability that the three are errors and all different. */
    readonly threeDifferentWrong: number | null;
  };
}

/** Statements that the model makes without a prompt; the metrics of Miao and Kearns (2025), exact. */
export interface UnpromptedMeasurement {
  /** S: statements generated, of which coverage and distinctFalseShare are expectations. */
  readonly count: number;
  /** Probability of a statement that is neither true nor an abstention about a known prompt. */
  readonly falseRate: number;
  /** Probability of a text that is not a known prompt with one of its responses; part of falseRate. */
  readonly unknown: number;
  /** falseRate and the probability of true statements that no training row makes. */
  readonly innovation: number;
  /**
   * Expected number of different false statements among S, divided by S: the metric of the published code. Texts that
   * are not statements about known prompts count as all different, so that it is an upper bound by at most `unknown`.
   */
  readonly distinctFalseShare: number;
  /** Expected share of the different training statements that are generated. */
  readonly coverage: number;
  /** Total variation between the model's statements and the truth μ(c) p(r|c), false ones included. */
  readonly totalVariation: number;
  /**
   * Σ_B p(B) ln(p(B)/q(B)) over bins B of the training statements, by powers of 2 of their probability q under the
   * model; p(B) is the share of the N draws. The empirical miscalibration of Miao and Kearns, in nats, each statement
   * counted once and nothing renormalised.
   */
  readonly binnedDivergence: number;
}

/** The outcomes over some of the prompts; null where there are none. */
export type PartRates = { readonly [Rate in keyof OutcomeRates]: number | null };

/** The outcomes where the prompts state the confidence target t. */
export interface ToldMeasurement extends OutcomeRates {
  readonly target: number;
  /** Prompts that training answered. */
  readonly answered: PartRates;
  /** Prompts that training never answered. */
  readonly unanswered: PartRates;
}

/** The language of a model that is trained on running text, measured on documents that training never reads. */
export interface ProseMeasurement {
  /** Cross-entropy in nats per token. */
  readonly loss: number;
  readonly bitsPerCharacter: number;
  /**
   * Probability of the wrong one of two texts that differ in a verb's number (is, are), given that the model writes one of
   * them; a mean over pairs. Null where the held-out text has none.
   */
  readonly agreementError: number | null;
  /** The same where a word has two letters exchanged. */
  readonly spellingError: number | null;
  /** The same where a bracket opens instead of closing. */
  readonly bracketsError: number | null;
}

/** Facts that a model of running text states in texts that it writes from nothing, as shares of `count`; null if it is 0. */
export interface VolunteeredMeasurement {
  /** Statements in all texts. */
  readonly count: number;
  /** True, and shown by training. */
  readonly right: number | null;
  /** True by luck: training never showed the fact. */
  readonly luckyRight: number | null;
  /** About somebody of the world, with another answer. */
  readonly wrong: number | null;
  /** About a name that nobody of the world has. */
  readonly nobody: number | null;
}

/** The outcomes where prompts are worded as training never words them. */
export interface RewordedMeasurement extends OutcomeRates {
  /** Prompts that training answered, in other wordings. */
  readonly answered: PartRates;
  /** Prompts that training never answered. */
  readonly unanswered: PartRates;
}

/** The outcomes where a passage stands before each prompt. */
export interface PassageMeasurement {
  /** It states the fact that is asked for. */
  readonly given: RewordedMeasurement;
  /** It is about somebody else. */
  readonly other: RewordedMeasurement;
}

/**
 * A prediction of err + invalid mass that was made before the first step of training, and its interval. The numbers are
 * null where it does not apply, and then `reason` says why.
 */
export type Foretold =
  | {
      readonly wrong: number;
      readonly lower: number;
      readonly upper: number;
      /** The part of `wrong` about prompts that training does not show: all of it once the rows are memorised. */
      readonly neverShown: number;
      readonly reason: null;
    }
  | {
      readonly wrong: null;
      readonly lower: null;
      readonly upper: null;
      readonly neverShown: null;
      readonly reason: string;
    };

/**
 * Everything that is measured of a model on one family, exact where the method is `exact`. Rates are probabilities
 * under μ, in [0, 1]; null where a number has no meaning for the family.
 */
export interface FamilyMeasurement extends ErrorsAndCalibration, InnovationMeasurement, CrossEntropies {
  readonly kind: string;
  readonly nature: 'arbitrary' | 'pattern';
  /** N: the family's training rows. */
  readonly examples: number;
  readonly prompts: number;
  /** Singletons / N. */
  readonly singletonRate: number;
  /** The expectation of singletonRate before the draw, from the frequency law. */
  readonly expectedSingletonRate: number;
  /** Σ_{c∈U} μ(c) α_c; U: the prompts that no training row answers, rightly or wrongly. */
  readonly missingMass: number;
  /** The same under the μ of the training rows, which sr estimates; other than missingMass where the asked μ differs. */
  readonly trainingMissingMass: number;
  /** μ(U): the probability of a prompt never answered in training. */
  readonly unansweredMass: number;

  /**
   * errorRate with the error on unanswered prompts replaced by its expectation over a_c, their invalid mass included
   * (docs/theory.md §2); null for patterns.
   */
  readonly errorRateExpected: number | null;

  /**
   * The label-free estimate of err + invalid mass, which uses no answer that training did not show; null for patterns,
   * where rows may be wrong, and where the response set cannot be enumerated.
   */
  readonly labelFree: {
    readonly wrong: number | null;
    /** The part of `wrong` about prompts that training does not show, not even with IDK. */
    readonly neverShown: number | null;
    /** Standard deviation of err + invalid mass around it by the draw of the answers that training did not show, at most. */
    readonly luck: number | null;
  };
  /** Prediction before training; only of a final model. */
  readonly foretold?: Foretold;

  /** δ through |dL/ds| at s = 1: an independent computation; null where the response set cannot be enumerated. */
  readonly deltaByDerivative: number | null;
  /**
   * δ with p and μ replaced by the empirical ones of the rows that training reads, wrong answers and repeats included;
   * null where the response set cannot be enumerated.
   */
  readonly trainDelta: number | null;

  /**
   * Probability, over μ, that the likeliest response is an error, equally likely ones sharing: another model than p̂,
   * shown beside it; null where the response set cannot be enumerated.
   */
  readonly argMaxErrorRate: number | null;
  /** Prompts that training answers, but never rightly (`noise`). */
  readonly onlyWrong: Pick<PartMeans, 'mass' | 'errorRate'>;
  /** Facts that training cannot show (`heldOut`). */
  readonly heldOut: Pick<PartMeans, 'mass' | 'errorRate'>;
  /** Singleton rate and missing mass counted by fact; other than by prompt where facts have synonyms. */
  readonly byFact: { readonly singletonRate: number; readonly missingMass: number };
  /**
   * Σ over prompts that some row answers rightly of max(0, log2 R + log2 p̂(a_c|c)): bits that the model holds about the
   * right answers it was shown.
   */
  readonly memorisedBits: number;
  /**
   * opt(G): least err_iiv of any classifier that sees as few tokens of the context as the model; null for models that
   * see all.
   */
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
  /** At each target that prompts may state; all else is measured at the first. Only of networks. */
  readonly told?: readonly ToldMeasurement[];
  /**
   * The likeliest answers and how sure the model is of them; only where asked for, and only where responses are
   * enumerated.
   */
  readonly answers?: ConfidenceMeasurement;
  /** Statements without a prompt; only where asked for. */
  readonly unprompted?: UnpromptedMeasurement;
  /** Language of the text around the facts, the same for all families of a run; only in running text. */
  readonly prose?: ProseMeasurement;
  /** Only in running text, of the final model, and only where asked for (`unprompted`). */
  readonly volunteered?: VolunteeredMeasurement;
  /** Only in running text, of families with several wordings. */
  readonly reworded?: RewordedMeasurement;
  /** Only in running text with passages. */
  readonly passage?: PassageMeasurement;
  /** The final model under decision rules, as far as asked for. */
  readonly rules: readonly RuleMeasurement[];

  /** Strata 0, 1, 2, 3–4, 5–9, ≥ 10 by draws that answer the prompt, rightly or wrongly, before any are repeated. */
  readonly byCount: readonly Stratum[];
  /** Prompts seen in training, but only with IDK (a part of stratum 0). */
  readonly onlyAbstained: PartMeans;

  readonly theorem1: {
    /** 2·err_iiv − max|V_c|/min|E_c| − δ. */
    readonly lower: number;
    /** The signed, stronger form, with σ in place of δ. */
    readonly lowerSigned: number;
    /**
     * errorRate + invalidMass ≥ lower, up to 1e-9 of rounding. Where err_iiv and δ are drawn: for those values in their
     * intervals that give the least `lower`, so that a violation is not due to luck.
     */
    readonly holds: boolean;
  };
  /**
   * Bounds of Theorem 2, `vacuous` where `lower` ≤ 0; null for patterns, to which it does not apply, and where the rows
   * are not i.i.d. from μ and the facts independent. γ comes from the config; the paper's roundings are at 0.01.
   */
  readonly theorem2: Theorem2Bounds | null;
  /**
   * Σ_{c∈U} μ(c) α_c (R−1)/R: the exact error of the calibrated learner; null for patterns, and where the premises of
   * Theorem 2 about the rows do not hold (noise, repeats, shift, held-out facts, synonyms).
   */
  readonly calibratedError: number | null;
  /**
   * `exact`: every response was enumerated. `sampled`: accuracy, abstentionRate and errorRate + invalidMass are exact,
   * the rest is drawn; of a model that states no probabilities everything is.
   */
  readonly method: 'exact' | 'sampled';
  /** 95 % intervals of what the sampled method drew; null for the exact method. */
  readonly sampling: {
    /** Responses drawn from p̂, and as many from D. */
    readonly samples: number;
    readonly invalidMass: Interval;
    /** Only where nothing is known of the model but what it gave: then all rates are drawn. */
    readonly errorRate?: Interval;
    readonly abstentionRate?: Interval;
    readonly accuracy?: Interval;
    readonly delta: Interval;
    readonly iivError: Interval;
  } | null;
}

/**
 * Dotted path of a number of the measurement, `N` for a place in a list: `errorRate`, `theorem1.lower`,
 * `byCount.N.mass`.
 */
export type MetricPath = Leaves<FamilyMeasurement>;

type Leaves<T> = T extends readonly (infer Item)[]
  ? Joined<'N', Leaves<Item>>
  : T extends object
    ? { [Key in keyof T & string]-?: Joined<Key, Leaves<NonNullable<T[Key]>>> }[keyof T & string]
    : '';

type Joined<Key extends string, Path extends string> = Path extends '' ? Key : `${Key}.${Path}`;

/** One measured step of training. */
export interface CurvePoint {
  readonly step: number;
  /** Mean training loss since the last point, nats per predicted token; null at step 0. */
  readonly loss: number | null;
  readonly families: Readonly<Record<string, FamilyMeasurement>>;
  /** Words of a network at that step; left out at most steps, and for models that are not trained. */
  readonly spoken?: Spoken;
}
