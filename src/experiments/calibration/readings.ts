/** Reading the tables of the experiment `calibration`: trainings of different length on one corpus, and rules on their models. */
import { metric, numberAt, type ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const STEPS = 'parameters.training.steps';
const BIRTHDAYS = { name: 'birthdays', nature: 'arbitrary' } as const;

export function column(path: string): string {
  return metric(BIRTHDAYS, path);
}

/** A number of a run; NaN where it was not measured. */
export function value({ runs }: ReportTables, row: number, path: string): number {
  return numberAt(runs, column(path), row) ?? NaN;
}

/** Lengths of the trainings in steps, ascending. The shortest is one pass over the data. */
export function lengths({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, STEPS);
}

export function rowsOfLength({ runs }: ReportTables, steps: number): readonly number[] {
  return rowsWhere(runs, { [STEPS]: steps });
}
export function onePass(tables: ReportTables): readonly number[] {
  return rowsOfLength(tables, lengths(tables)[0]);
}
export function manyPasses(tables: ReportTables): readonly number[] {
  return rowsOfLength(tables, lengths(tables).at(-1)!);
}

/** "1 pass over the data", "32 passes over the data": a training against the shortest one. */
export function passesWords(tables: ReportTables, steps: number): string {
  const passes = Math.round(steps / lengths(tables)[0]);
  return `${passes} ${passes === 1 ? 'pass' : 'passes'} over the data`;
}

export interface RuleRow {
  readonly rule: string;
  readonly value: number;
  /** err + invalid mass. */
  readonly wrong: number;
  readonly delta: number;
  readonly iivError: number;
  /** Right side of Theorem 1. */
  readonly lower: number;
}

/** The final model of a run under each of the decision rules that were measured. */
export function rulesOf(tables: ReportTables, row: number): readonly RuleRow[] {
  const rules: RuleRow[] = [];
  for (let at = 0; numberAt(tables.runs, column(`rules.${at}.value`), row) !== null; at++) {
    const of = (name: string): number => value(tables, row, `rules.${at}.${name}`);
    const rule = String(tables.runs.columns[column(`rules.${at}.rule`)]?.[row]);
    rules.push({
      rule,
      value: of('value'),
      wrong: of('errorRate') + of('invalidMass'),
      delta: of('delta'),
      iivError: of('iivError'),
      lower: of('theorem1Lower'),
    });
  }
  return rules;
}
