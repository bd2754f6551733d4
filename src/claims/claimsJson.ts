/** The claims in plain JSON, for other programs. */

import type { ExperimentOutcome } from './checkClaims.js';
import type { Evidence, Verdict } from './claim.js';

export interface ClaimsJson {
  /** The number from which the seeds of all experiments were derived; null for seeds that a user chose one by one. */
  readonly seed: number | null;
  readonly claims: readonly {
    readonly id: string;
    readonly experiment: string;
    readonly class: Evidence;
    /** Rows of the list of claims. */
    readonly rows: readonly string[];
    readonly source: string;
    readonly prediction: string;
    /** Null if nothing was measured, or if the number is not finite. */
    readonly measured: number | null;
    /** 95 % interval over seeds, [lower, upper]. */
    readonly interval: readonly [number, number] | null;
    readonly verdict: Verdict;
    /** P(this verdict | it is the true one) at the number of seeds that was run; null where it was not measured. */
    readonly power: number | null;
    /** Present for `depends` and `inconclusive`. */
    readonly condition?: string;
  }[];
}

/** @param seed the number from which the seeds of all experiments were derived */
export function claimsJson(outcomes: readonly ExperimentOutcome[], seed: number | null): ClaimsJson {
  return {
    seed,
    claims: outcomes.flatMap(({ claims: { experiment }, checked }) =>
      checked.map(
        ({
          claim: { id, evidence, listed: rows, source, prediction },
          finding: { measured, interval, verdict, condition },
          power,
        }) => ({
          id,
          experiment,
          class: evidence,
          rows,
          source,
          prediction,
          measured: measured !== null && Number.isFinite(measured) ? measured : null,
          interval: interval === null ? null : ([interval.lower, interval.upper] as const),
          verdict,
          power: power?.power ?? null,
          ...(condition !== undefined && { condition }),
        }),
      ),
    ),
  };
}
