/** Types of a claim: a statement of the paper or its article, the check that could refute it, and the result of that check. */
import type { Figure } from '../report/figures/figure.js';
import type { ReportTables } from '../results/reportTables.js';
import type { Interval } from '../theory/meanInterval.js';

/**
 * `confirmed`: the measurement agrees with the prediction. `refuted`: it contradicts the prediction. `depends`: the claim holds
 * under a stated condition and fails without it. `inconclusive`: the measurement cannot decide, and states what would.
 */
export type Verdict = 'confirmed' | 'refuted' | 'depends' | 'inconclusive';

/**
 * Classes of evidence. `check`: a theorem or an identity, which holds in every world, so that a violation is a
 * fault of the program. `closed-form`: a closed form or a simulation, with no trained model in it. `trained`: trained models, which
 * could have come out otherwise.
 */
export type Evidence = 'check' | 'closed-form' | 'trained';

/** The result of checking a claim against the tables. */
export interface CheckResult {
  /** The measured quantity in a few words, with its symbol: "slope of err on sr". */
  readonly quantity: string;
  /** The main number; null if nothing was measured. */
  readonly measured: number | null;
  /** Its 95 % interval over seeds (worlds); null for a program check, a count, a closed form or a single seed. */
  readonly interval: Interval | null;
  readonly verdict: Verdict;
  /** The condition of `depends`; for `inconclusive`, the measurement that would decide the claim. */
  readonly condition?: string;
  /** Further numbers in whole sentences, for the report. */
  readonly details?: readonly string[];
}

/**
 * How often a claim that is true gets the verdict that it should get. It is estimated from many worlds: each trial takes as many of
 * them, at random and without repetition, as the experiment ships, and checks the claim on those alone.
 */
export interface Power {
  /** Share of the trials with the verdict that all worlds together give, in [0, 1]. */
  readonly power: number;
  /** Number of worlds (seeds) from which trials were drawn. */
  readonly worlds: number;
  /** Number of worlds in a trial: the number of seeds for which the power holds. */
  readonly seeds: number;
}

/** A statement of the paper or its article, with its prediction and the check that reads the tables. */
export interface Claim {
  /** Stable, in kebab case, unique over all experiments; `reproduce --only` takes it. */
  readonly id: string;
  readonly evidence: Evidence;
  /** Rows of listedClaims.ts (docs/claims.md) that this claim answers: `T2prop`; `T3/T4` stands for both rows. */
  readonly listed: readonly string[];
  /** The claim in one sentence. */
  readonly statement: string;
  /** Source of the claim: "Kalai et al. 2025, Theorem 2". */
  readonly source: string;
  /** The claim in the symbols of theory: "err ≥ 2·err_iiv − |V|/|E| − δ". */
  readonly formula: string;
  /** Meaning of the claim and how it is tested, one paragraph each, in words that a student can follow. */
  readonly explanation: readonly string[];
  /** The result that would confirm the claim, with its numbers. */
  readonly prediction: string;
  /** Checks the claim against the stored tables of its experiment. It measures nothing anew. */
  check(tables: ReportTables): CheckResult;
}

/** The claims that one experiment, `experiments/<experiment>.yaml`, answers. */
export interface ExperimentClaims {
  readonly experiment: string;
  /** Heading of its section. */
  readonly title: string;
  readonly claims: readonly Claim[];
  /** One or more figures; a figure that the tables do not give states why. */
  figures(tables: ReportTables): readonly Figure[];
}
