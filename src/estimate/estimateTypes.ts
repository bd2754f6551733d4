/** What `estimate --json` prints, key by key. Rates are in [0, 1]; null stands where the data tell nothing. */
import type { DataNeeded, Extrapolation } from './extrapolate.js';
import type { Holdout } from './holdout.js';

/**
 * What can be said of a training set from how often its prompts are answered. Rates in [0, 1]; null stands where the data tell
 * nothing.
 */
export interface Estimate {
  /** N: all rows with a prompt, abstentions included. */
  readonly rows: number;
  /** Rows whose response is there and no abstention. */
  readonly answeredRows: number;
  readonly abstainedRows: number;
  /** Rows without a prompt: not in N. */
  readonly emptyPrompts: number;
  /** Different prompts, answered or not. */
  readonly prompts: number;
  /** Prompts answered exactly once; twice. */
  readonly singletons: number;
  readonly doubletons: number;
  /** singletons / rows */
  readonly singletonRate: number;
  /** Of all intervals here. */
  readonly confidence: number;
  /** Of the missing mass, a share of all rows. */
  readonly goodTuring: {
    /** singletons / rows */
    readonly missingMass: number | null;
    /** At any N: plain Good–Turing's where every row is an answer, otherwise Lemma 1's. */
    readonly lower: number | null;
    readonly upper: number | null;
    /** For large N: much narrower. */
    readonly asymptoticLower: number | null;
    readonly asymptoticUpper: number | null;
    /** √(n_1 + 2 n_2 − n_1²/N)/N */
    readonly standardError: number | null;
  };
  /** Of answered rows. */
  readonly coverage: { readonly chaoJost: number | null };
  /** Of answered rows. */
  readonly simpleGoodTuring: {
    readonly p0: number | null;
    readonly slope: number | null;
    readonly intercept: number | null;
    readonly confidence: number;
    readonly adjustedCounts: Readonly<Record<string, number>>;
    readonly warning?: string;
  };
  /** Prompts there are, answered or not yet, from below; of answered rows. */
  readonly chao1: {
    readonly classic: number | null;
    readonly biasCorrected: number | null;
    readonly standardError: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  };
  readonly floor: Floor;
  readonly theorem2: Theorem2;
  readonly extrapolation: readonly Extrapolation[];
  readonly dataNeeded: readonly DataNeeded[];
  /** Prompts with two different answers or more; null where the responses are not known. */
  readonly conflictingPrompts: number | null;
  readonly warnings: readonly string[];
}

export interface Floor {
  /** missing mass · (1 − 1/R); the missing mass itself where R is not known. */
  readonly errorRate: number | null;
  /** From the interval for large N. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** R */
  readonly responsesPerPrompt: number | null;
  readonly responsesFrom: 'option' | 'distinct answers' | null;
}

/** At this N, with δ = 0 and |E_c| = R − 1. */
export interface Theorem2 {
  readonly lower: number | null;
  readonly lowerExact: number | null;
  readonly lowerTight: number | null;
  readonly upper: number | null;
  readonly gamma: number;
  readonly vacuous: boolean;
}

/** What the command prints beside the estimate itself. */
export interface FileEstimate extends Estimate {
  readonly holdout?: Holdout | null;
}
