/** Reading the tables of the experiment on what caps accuracy: networks of several widths, and models with closed forms. */
import { numberAt, rowsOf, textAt, type ReportTables } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/swept.js';

export type CeilingFamily = 'dates' | 'months' | 'shown' | 'ambiguous';
/** |R_c| of the families of which a part is never shown. */
export const RESPONSES = { dates: 365, months: 12 } as const;

/** A number of a family in a run; NaN where it was not measured. */
export const value = ({ runs }: ReportTables, family: CeilingFamily, path: string, row: number): number => numberAt(runs, `families.${family}.${path}`, row) ?? NaN;

/** err + invalid mass: all that is said and is not right. */
export const wrong = (tables: ReportTables, family: CeilingFamily, row: number): number => value(tables, family, 'errorRate', row) + value(tables, family, 'invalidMass', row);

const optionAt = ({ runs }: ReportTables, option: string, row: number): unknown => sweptMapping(runs, 'model', row)[option];
const ofKind = ({ runs }: ReportTables, kind: string): readonly number[] => rowsOf(runs).filter((row) => textAt(runs, 'model.kind', row) === kind);

/** Widths of the networks, rising. */
export const widths = (tables: ReportTables): readonly number[] => [...new Set(ofKind(tables, 'transformer').map((row) => Number(optionAt(tables, 'width', row))))].sort((a, b) => a - b);
export const networks = (tables: ReportTables, width?: number): readonly number[] => ofKind(tables, 'transformer').filter((row) => width === undefined || optionAt(tables, 'width', row) === width);
export const smallest = (tables: ReportTables): readonly number[] => networks(tables, widths(tables)[0] ?? NaN);
export const largest = (tables: ReportTables): readonly number[] => networks(tables, widths(tables).at(-1) ?? NaN);
export const lookups = (tables: ReportTables): readonly number[] => ofKind(tables, 'lookup');

/** Memorisers whose tool covers a share h of the prompts. */
export const withTool = (tables: ReportTables, covers: number, abstains = false): readonly number[] =>
  ofKind(tables, 'retrieval').filter((row) => optionAt(tables, 'covers', row) === covers && (optionAt(tables, 'uncovered', row) === 'abstain') === abstains);

/** The largest accuracy that is expected of anybody who was not shown a part of the answers: 1 − μ(U)(1 − 1/R). */
export const cap = (tables: ReportTables, family: keyof typeof RESPONSES, row: number): number => 1 - value(tables, family, 'unansweredMass', row) * (1 - 1 / RESPONSES[family]);

/** Column of a number under the rule that answers only above the confidence t; NaN where it was not measured. */
export const underTarget = (tables: ReportTables, family: CeilingFamily, target: number, path: string, row: number): number => {
  for (let at = 0; numberAt(tables.runs, `families.${family}.rules.${at}.value`, row) !== null; at++) {
    if (textAt(tables.runs, `families.${family}.rules.${at}.rule`, row) === 'confidence-target' && value(tables, family, `rules.${at}.value`, row) === target) return value(tables, family, `rules.${at}.${path}`, row);
  }
  return NaN;
};
