/** Types of a claim: a statement of the paper or its article, the check that could refute it, and the result of that check. */
import type { Figure } from '../report/figures/figure.js';
import type { ReportTables } from '../results/reportTables.js';

/**
 * `confirmed`: what was predicted was measured. `refuted`: something else was. `depends`: it holds under a condition that is
 * named, and fails without it. `inconclusive`: the measurement can't tell; what would settle it is named.
 */
export type Verdict = 'confirmed' | 'refuted' | 'depends' | 'inconclusive';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** What the check of a claim finds in the tables. */
export interface CheckResult {
  /** What was measured, in a few words with its symbol: "slope of err on sr". */
  readonly quantity: string;
  /** The headline number; null where there is none to be had. */
  readonly measured: number | null;
  /** 95 % interval of it over seeds (worlds); null for a count, a closed form or a single seed. */
  readonly interval: Interval | null;
  readonly verdict: Verdict;
  /** Of `depends`: on what. Of `inconclusive`: what would settle it. */
  readonly condition?: string;
  /** Further numbers in whole sentences, for the report. */
  readonly details?: readonly string[];
}

/** A statement of the paper or its article, with what would confirm it and the check that reads the tables. */
export interface Claim {
  /** Stable, in kebab case, unique over all experiments; `reproduce --only` takes it. */
  readonly id: string;
  /** Rows of listedClaims.ts (docs/claims.md) that it answers: `T2prop`; `T3/T4` stands for both rows. */
  readonly listed: readonly string[];
  /** The claim in one sentence. */
  readonly statement: string;
  /** Where it is made: "Kalai et al. 2025, Theorem 2". */
  readonly source: string;
  /** In the symbols of theory: "err ≥ 2·err_iiv − |V|/|E| − δ". */
  readonly formula: string;
  /** What it means and how it is tested, in words that a student can follow; a paragraph each. */
  readonly explanation: readonly string[];
  /** What would confirm it, with its numbers. */
  readonly prediction: string;
  /** Reads the stored tables of its experiment, and recomputes no science. */
  check(tables: ReportTables): CheckResult;
}

/** The claims that one experiment, `experiments/<experiment>.yaml`, answers. */
export interface ExperimentClaims {
  readonly experiment: string;
  /** Heading of its section. */
  readonly title: string;
  readonly claims: readonly Claim[];
  /** At least one; a figure that the tables do not give says why. */
  figures(tables: ReportTables): readonly Figure[];
}
