/** Reading the tables of `accuracy-has-a-ceiling`: networks of several widths, and models with closed forms. */
import { combine, type MeasuredFamily, type MeasuredRule, measured, ruleAt } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { rowsWhere, sweptMapping } from '../../results/select.js';
import { accuracyCap } from '../../theory/evenGuess.js';

export type CeilingFamily = 'dates' | 'months' | 'shown' | 'ambiguous';
/** Families of which a quarter is never shown. */
export type PartlyShown = 'dates' | 'months';
export const PARTLY_SHOWN: readonly PartlyShown[] = ['dates', 'months'];
/** |R_c| of these families. */
export const RESPONSES: Readonly<Record<PartlyShown, number>> = { dates: 365, months: 12 };

/** Reads a number of a family from rows of the runs table. */
export function ofFamily(
  { runs }: ReportTables,
  family: CeilingFamily,
  read: (family: MeasuredFamily) => number | null,
) {
  return (row: number): number | null => read(measured(runs, row, family));
}

/** Widths of the networks, ascending. */
export function networkWidths(tables: ReportTables): readonly number[] {
  const { runs } = tables;
  const widths = rowsWhere(runs, { 'model.kind': 'transformer' }).map((row) =>
    Number(sweptMapping(runs, 'model', row).width),
  );
  return [...new Set(widths)].sort((a, b) => a - b);
}
export function networks({ runs }: ReportTables, width: number | undefined): readonly number[] {
  return rowsWhere(runs, { 'model.kind': 'transformer' }).filter(
    (row) => sweptMapping(runs, 'model', row).width === width,
  );
}
export function smallest(tables: ReportTables): readonly number[] {
  return networks(tables, networkWidths(tables)[0]);
}
export function largest(tables: ReportTables): readonly number[] {
  return networks(tables, networkWidths(tables).at(-1));
}

/** Memorisers whose tool covers a share h of the prompts. */
export function withTool({ runs }: ReportTables, covers: number, abstains = false): readonly number[] {
  return rowsWhere(runs, { 'model.kind': 'retrieval' }).filter((row) => {
    const options = sweptMapping(runs, 'model', row);
    return options.covers === covers && (options.uncovered === 'abstain') === abstains;
  });
}

/** Largest accuracy that can be expected on a family, by what training never showed of it. */
export function capOf({ unansweredMass }: MeasuredFamily, family: PartlyShown): number | null {
  return combine([unansweredMass], (mass) => accuracyCap(mass, RESPONSES[family]));
}

/** The model under the rule that answers only above the confidence t; null where it was not measured. */
export function underTarget(family: MeasuredFamily, target: number): MeasuredRule | null {
  return ruleAt(family, target, 'confidence-target');
}
