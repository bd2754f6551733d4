/** The output of `estimate --json`, key by key. */
import type { CorpusComparison } from './curve/compareCorpora.js';
import type { AmountPoint } from './curve/curve.js';
import type { DocumentEstimate } from './doubt/documents.js';
import type { FalseSingletons } from './doubt/falseSingletons.js';
import type { Scatter } from './doubt/scatter.js';
import type { DataNeeded, Extrapolation } from './extrapolate.js';
import type { GroupEstimates } from './groups.js';
import type { Holdout } from './holdout.js';

/**
 * Estimates for a training set from how often its prompts are answered. Rates are in [0, 1]. A value is null if the data carry no
 * information on it.
 */
export interface Estimate {
  /** N: all rows with a prompt, abstentions included. */
  readonly rows: number;
  /** Rows with a response that is not an abstention. */
  readonly answeredRows: number;
  readonly abstainedRows: number;
  /** Rows without a prompt, which do not count in N. */
  readonly emptyPrompts: number;
  /** Different prompts, answered or not. */
  readonly prompts: number;
  /** Prompts answered exactly once. */
  readonly singletons: number;
  /** Prompts answered exactly twice. */
  readonly doubletons: number;
  /** singletons / rows */
  readonly singletonRate: number;
  /** Level of all intervals here. */
  readonly confidence: number;
  /** Good–Turing estimate of the missing mass, as a share of all rows. */
  readonly goodTuring: {
    /** singletons / rows */
    readonly missingMass: number | null;
    /** Interval that holds at any N: plain Good–Turing's if every row is an answer, otherwise Lemma 1's. */
    readonly lower: number | null;
    readonly upper: number | null;
    /** Interval for large N, which is much narrower. */
    readonly asymptoticLower: number | null;
    readonly asymptoticUpper: number | null;
    /** √(n_1 + 2 n_2 − n_1²/N)/N */
    readonly standardError: number | null;
  };
  /** Share of answered prompts that training covers, from answered rows. */
  readonly coverage: { readonly chaoJost: number | null };
  /** Simple Good–Turing, from answered rows. */
  readonly simpleGoodTuring: {
    readonly p0: number | null;
    readonly slope: number | null;
    readonly intercept: number | null;
    readonly confidence: number;
    readonly adjustedCounts: Readonly<Record<string, number>>;
    readonly warning?: string;
  };
  /** Lower estimate of the number of prompts, those not yet answered included, from answered rows. */
  readonly chao1: {
    readonly classic: number | null;
    readonly biasCorrected: number | null;
    readonly standardError: number | null;
    /** Lower end of its two-sided interval. The upper end would be no bound of anything: `classic` is itself a lower bound. */
    readonly lower: number | null;
  };
  readonly calibratedError: CalibratedError;
  readonly theorem2: Theorem2;
  readonly extrapolation: readonly Extrapolation[];
  readonly dataNeeded: readonly DataNeeded[];
  /** Fewer rows, these rows and more rows as one curve. */
  readonly curve: readonly AmountPoint[];
  /** The estimate where singletons are false; null if nothing can be estimated. */
  readonly falseSingletons: FalseSingletons | null;
  /** Prompts with two or more different answers; null if the responses are not known. */
  readonly conflictingPrompts: number | null;
  readonly warnings: readonly string[];
  /** Scatter of the counts, by which rows can be draws or not. */
  readonly scatter: Scatter;
}

/**
 * The error of a calibrated model, such as a memoriser that abstains as often as the rows do. It is no floor: a model
 * that abstains more on what it was not shown errs less.
 */
export interface CalibratedError {
  /** missing mass · (1 − 1/R), or the missing mass itself if R is not known. */
  readonly errorRate: number | null;
  /** Ends that follow from the interval for large N. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** R */
  readonly responsesPerPrompt: number | null;
  readonly responsesFrom: 'option' | 'distinct answers' | 'about the distinct answers' | null;
}

/** Theorem 2 at this N, with δ = 0 and |E_c| = R − 1. */
export interface Theorem2 {
  readonly lower: number | null;
  readonly lowerExact: number | null;
  readonly lowerTight: number | null;
  readonly upper: number | null;
  readonly gamma: number;
  readonly vacuous: boolean;
}

/** An estimate with what the command adds to it. */
export interface FileEstimate extends Estimate {
  /** Parts that the prompts may lack, so that different questions count as one: columns that are not read, or pictures. */
  readonly promptsLack?: readonly string[];
  readonly holdout?: Holdout | null;
  /** Prompts that were folded into near-duplicates, and how many of them by chance (`foldNearDuplicates`). */
  readonly nearDuplicates?: { readonly folded: number; readonly byChance: number };
  /** Up to three prompts answered once, in order; left out where there are too many rows to look for them. */
  readonly questionsAtRisk?: readonly { readonly prompt: string; readonly answer: string | null }[];
  /** With a column of groups. */
  readonly groups?: GroupEstimates;
  /** With a column of documents. */
  readonly documents?: DocumentEstimate;
  /** With another corpus; null where one of the two allows no estimate. */
  readonly comparison?: CorpusComparison | null;
}
