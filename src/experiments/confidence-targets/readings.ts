/** Reading the runs of `confidence-targets`: means over its three families, of the model under rules. */
import { numberAt, type ReportTables } from '../../results/reportTables.js';
import { confidenceTarget, expectedScore, type OutcomeShares } from '../../scoring/grader.js';

export const FAMILIES = ['known', 'doubtful', 'unknown'] as const;
export type FamilyName = (typeof FAMILIES)[number];
export const TARGETS = [0, 0.5, 0.75, 0.9] as const;

/** Right, error (invalid strings included) and abstention, as shares of what is asked. */
export type Shares = OutcomeShares;

type Read = (column: string) => number | null;

function sharesOf(read: Read, families: readonly FamilyName[], path: string): Shares {
  const mean = (name: string): number =>
    families.reduce((sum, family) => sum + (read(`families.${family}.${path}${name}`) ?? NaN), 0) / families.length;
  return {
    right: mean('accuracy'),
    error: mean('errorRate') + mean('invalidMass'),
    abstention: mean('abstentionRate'),
  };
}

function reader({ runs }: ReportTables, row: number): Read {
  return (column) => numberAt(runs, column, row);
}

/** Mean of a column of the model over families. */
export function familyMean(
  tables: ReportTables,
  row: number,
  path: string,
  families: readonly FamilyName[] = FAMILIES,
): number {
  const read = reader(tables, row);
  return families.reduce((sum, family) => sum + (read(`families.${family}.${path}`) ?? NaN), 0) / families.length;
}

/** The model under the rule "answer above τ", τ rising. */
export function rulesOf(
  tables: ReportTables,
  row: number,
  families: readonly FamilyName[] = FAMILIES,
): readonly { readonly value: number; readonly shares: Shares }[] {
  const read = reader(tables, row);
  const rules: { value: number; shares: Shares }[] = [];
  for (let at = 0; ; at++) {
    const value = read(`families.${families[0]}.rules.${at}.value`);
    if (value === null) return rules;
    rules.push({ value, shares: sharesOf(read, families, `rules.${at}.`) });
  }
}

/** Points a question at target t, on the scale where a right answer earns 1 more than an error and abstaining 0. */
export function scoreAt(t: number, shares: Shares): number {
  return (1 - t) * expectedScore(confidenceTarget(t), shares);
}
