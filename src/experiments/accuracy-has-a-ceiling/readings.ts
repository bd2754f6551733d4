/** Reading the tables of the experiment on what caps accuracy: networks of several widths, and models with closed forms. */
import { numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/select.js';

export type CeilingFamily = 'dates' | 'months' | 'shown' | 'ambiguous';
/** |R_c| of the families of which a part is never shown. */
export const RESPONSES = { dates: 365, months: 12 } as const;

/** A number of a family in a run; NaN where it was not measured. */
export function value({ runs }: ReportTables, family: CeilingFamily, path: string, row: number): number {
  return numberAt(runs, `families.${family}.${path}`, row) ?? NaN;
}

/** err + invalid mass: all that is said and is not right. */
export function wrong(tables: ReportTables, family: CeilingFamily, row: number): number {
  return value(tables, family, 'errorRate', row) + value(tables, family, 'invalidMass', row);
}

function optionAt({ runs }: ReportTables, option: string, row: number): unknown {
  return sweptMapping(runs, 'model', row)[option];
}
function ofKind({ runs }: ReportTables, kind: string): readonly number[] {
  return rowsOf(runs).filter((row) => textAt(runs, 'model.kind', row) === kind);
}

/** Widths of the networks, rising. */
export function widths(tables: ReportTables): readonly number[] {
  return [...new Set(ofKind(tables, 'transformer').map((row) => Number(optionAt(tables, 'width', row))))].sort(
    (a, b) => a - b,
  );
}
export function networks(tables: ReportTables, width?: number): readonly number[] {
  return ofKind(tables, 'transformer').filter((row) => width === undefined || optionAt(tables, 'width', row) === width);
}
export function smallest(tables: ReportTables): readonly number[] {
  return networks(tables, widths(tables)[0] ?? NaN);
}
export function largest(tables: ReportTables): readonly number[] {
  return networks(tables, widths(tables).at(-1) ?? NaN);
}
export function lookups(tables: ReportTables): readonly number[] {
  return ofKind(tables, 'lookup');
}

/** Memorisers whose tool covers a share h of the prompts. */
export function withTool(tables: ReportTables, covers: number, abstains = false): readonly number[] {
  return ofKind(tables, 'retrieval').filter(
    (row) =>
      optionAt(tables, 'covers', row) === covers && (optionAt(tables, 'uncovered', row) === 'abstain') === abstains,
  );
}

/** The largest accuracy that is expected of anybody who was not shown a part of the answers: 1 − μ(U)(1 − 1/R). */
export function cap(tables: ReportTables, family: keyof typeof RESPONSES, row: number): number {
  return 1 - value(tables, family, 'unansweredMass', row) * (1 - 1 / RESPONSES[family]);
}

/** Column of a number under the rule that answers only above the confidence t; NaN where it was not measured. */
export function underTarget(
  tables: ReportTables,
  family: CeilingFamily,
  target: number,
  path: string,
  row: number,
): number {
  for (let at = 0; numberAt(tables.runs, `families.${family}.rules.${at}.value`, row) !== null; at++) {
    if (
      textAt(tables.runs, `families.${family}.rules.${at}.rule`, row) === 'confidence-target' &&
      value(tables, family, `rules.${at}.value`, row) === target
    )
      return value(tables, family, `rules.${at}.${path}`, row);
  }
  return NaN;
}
