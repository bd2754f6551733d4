/** Reading the runs of `innovation`: errors, innovation and calibration of a network, plain and under decision rules. */
import { combine, type MeasuredFamily, type MeasuredRule, measured, ruleAt } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';

/** Ways to change what the network says, by what they do to calibration and to abstention. */
export const TREATMENTS = {
  'arg-max': { rule: 'temperature', value: 0 },
  sharper: { rule: 'temperature', value: 0.5 },
  flatter: { rule: 'temperature', value: 1.5 },
  'answering always': { rule: 'confidence-target', value: 0 },
  'abstaining below 0.75': { rule: 'confidence-target', value: 0.75 },
} as const;
export type Treatment = keyof typeof TREATMENTS;
export const TREATMENT_NAMES = Object.keys(TREATMENTS) as Treatment[];

/** Numbers that a treatment may change: err + invalid mass, innovation, and σ, δ with its sign. */
export type Outcome = 'wrong' | 'innovation' | 'signedDelta';

export function birthdays({ runs }: ReportTables, row: number): MeasuredFamily {
  return measured(runs, row, 'birthdays');
}

function treated(tables: ReportTables, row: number, treatment: Treatment): MeasuredRule | null {
  const { rule, value } = TREATMENTS[treatment];
  return ruleAt(birthdays(tables, row), value, rule);
}

/** Change of an outcome by a treatment. */
export function change(tables: ReportTables, row: number, treatment: Treatment, outcome: Outcome): number | null {
  return combine(
    [treated(tables, row, treatment)?.[outcome] ?? null, birthdays(tables, row)[outcome]],
    (now, before) => now - before,
  );
}

/** Change of err + invalid mass by a treatment, relative to the plain network. */
export function relativeChange(tables: ReportTables, row: number, treatment: Treatment): number | null {
  return combine([change(tables, row, treatment, 'wrong'), birthdays(tables, row).wrong], (by, before) => by / before);
}

/** Share of the innovation of a family that is wrong. */
export function wrongShareOfInnovation({ wrong, innovation }: MeasuredFamily): number | null {
  return combine([wrong, innovation], (wrongMass, novel) => wrongMass / novel);
}
