/** The claims in plain JSON, for other programs. */

import type { ExperimentOutcome } from './checkClaims.js';
import type { Verdict } from './claim.js';

export interface ClaimsJson {
  readonly claims: readonly {
    readonly id: string;
    /** Rows of the list of claims. */
    readonly rows: readonly string[];
    readonly source: string;
    readonly prediction: string;
    /** Null if nothing was measured, or if the number is not finite. */
    readonly measured: number | null;
    /** 95 % interval over seeds, [lower, upper]. */
    readonly interval: readonly [number, number] | null;
    readonly verdict: Verdict;
    /** Present for `depends` and `inconclusive`. */
    readonly condition?: string;
  }[];
}

export function claimsJson(outcomes: readonly ExperimentOutcome[]): ClaimsJson {
  return {
    claims: outcomes.flatMap(({ checked }) =>
      checked.map(
        ({ claim: { id, listed: rows, source, prediction }, finding: { measured, interval, verdict, condition } }) => ({
          id,
          rows,
          source,
          prediction,
          measured: measured !== null && Number.isFinite(measured) ? measured : null,
          interval: interval === null ? null : ([interval.lower, interval.upper] as const),
          verdict,
          ...(condition !== undefined && { condition }),
        }),
      ),
    ),
  };
}
