/** Reading the runs of `confidence-targets`: means over its three families, of the model under rules. */
import { combine, type MeasuredRule, measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { confidenceTarget, expectedScore, type OutcomeShares } from '../../scoring/grader.js';

export const FAMILIES = ['known', 'doubtful', 'unknown'] as const;
export type FamilyName = (typeof FAMILIES)[number];
/** Confidence targets t, ascending; t = 0 is accuracy. */
export const TARGETS = [0, 0.5, 0.75, 0.9] as const;

/** The model under the rule "answer above τ". */
interface ThresholdRule {
  /** τ. */
  readonly value: number;
  /** Means over families of the right, wrong (invalid strings included) and abstained shares; null where one was not measured. */
  readonly shares: OutcomeShares | null;
}

/** Reads the rules of a run, τ rising. */
export function thresholdRules(
  { runs }: ReportTables,
  row: number,
  families: readonly FamilyName[] = FAMILIES,
): readonly ThresholdRule[] {
  const rules = families.map((family) => measured(runs, row, family).rules);
  return rules[0].flatMap(({ value }, place) =>
    value === null ? [] : [{ value, shares: meanShares(rules.map((ofFamily) => ofFamily[place])) }],
  );
}

function meanShares(rules: readonly (MeasuredRule | undefined)[]): OutcomeShares | null {
  const mean = (key: 'accuracy' | 'errorRate' | 'invalidMass' | 'abstentionRate') =>
    completeMean(rules.map((rule) => rule?.[key] ?? null));
  const right = mean('accuracy');
  const error = combine([mean('errorRate'), mean('invalidMass')], (errors, invalid) => errors + invalid);
  const abstention = mean('abstentionRate');
  return right === null || error === null || abstention === null ? null : { right, error, abstention };
}

/** Shares under the rule "answer above τ"; null where they were not measured. */
export function sharesAbove(
  tables: ReportTables,
  row: number,
  threshold: number,
  families: readonly FamilyName[] = FAMILIES,
): OutcomeShares | null {
  return thresholdRules(tables, row, families).find(({ value }) => value === threshold)?.shares ?? null;
}

/**
 * Points a question at target t, on the scale where a right answer earns 1 more than an error and abstaining 0;
 * null where the shares were not measured.
 */
export function scoreUnder(t: number, shares: OutcomeShares | null): number | null {
  return shares && (1 - t) * expectedScore(confidenceTarget(t), shares);
}
