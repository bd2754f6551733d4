/** Reading the runs of `upweighting`: one network with its rows as they are, one with a twentieth of them repeated. */
import { combine, type MeasuredFamily, measured } from '../../results/measured.js';
import { curveRows, numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { pairsBySeed, sweptMapping } from '../../results/select.js';

const DUPLICATE = 'corpus.families.birthdays.duplicate';

function isRepeated({ runs }: ReportTables, row: number): boolean {
  return Number(sweptMapping(runs, DUPLICATE, row).times ?? 0) > 0;
}

/** Times of training at which networks are compared: in the middle of learning, and at the end. */
const MOMENTS = ['early', 'end'] as const;
export type Moment = (typeof MOMENTS)[number];

/** The network of a run at its end, or at the first measured step after step 0; null where none was measured. */
export function networkAt({ runs, curves }: ReportTables, row: number, moment: Moment): MeasuredFamily | null {
  if (moment === 'end') return measured(runs, row, 'birthdays');
  const steps = (curveRows(curves).get(textAt(runs, 'run', row)) ?? []).filter(
    (curveRow) => (numberAt(curves, 'step', curveRow) ?? 0) > 0,
  );
  return steps.length < 2 ? null : measured(curves, steps[0], 'birthdays');
}

/** Rows of the runs, repeated or not. */
export function runsOf(tables: ReportTables, repeated: boolean): readonly number[] {
  return rowsOf(tables.runs).filter((row) => isRepeated(tables, row) === repeated);
}

export type Read = (network: MeasuredFamily) => number | null;

/** Rates that repeating might lower: of statements without a prompt, and of answers to fresh prompts. */
export const falseStatements: Read = ({ unprompted }) => unprompted.falseRate;
export const wrongAnswers: Read = ({ wrong }) => wrong;

/** A comparison of a value with repeated rows with the same value without. */
type Comparison = (repeated: number, plain: number) => number;
export const relative: Comparison = (repeated, plain) => repeated / plain - 1;
export const difference: Comparison = (repeated, plain) => repeated - plain;

/** Change of a value by repeating rows, one for each world; null where one of the two networks lacks it. */
export function changes(
  tables: ReportTables,
  moment: Moment,
  read: Read,
  compare: Comparison,
): readonly (number | null)[] {
  const at = (row: number): number | null => {
    const network = networkAt(tables, row, moment);
    return network === null ? null : read(network);
  };
  return pairsBySeed(tables.runs, runsOf(tables, true), runsOf(tables, false)).map(([repeated, plain]) =>
    combine([at(repeated), at(plain)], compare),
  );
}
