/** Reading the tables of `calibration`: trainings of different length on one corpus. */
import { type MeasuredFamily, measured } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/select.js';

/** A training: its steps, and the rows that it reads in them. */
interface Length {
  readonly steps: number;
  readonly rowsRead: number;
}

/** Reads the only family of the experiment in each of the rows. */
export function birthdaysOf({ runs }: ReportTables, rows: readonly number[]): readonly MeasuredFamily[] {
  return rows.map((row) => measured(runs, row, 'birthdays'));
}

function lengthAt({ runs }: ReportTables, row: number): Length {
  const { steps, batchSize } = sweptMapping(runs, 'training', row);
  return { steps: Number(steps ?? 0), rowsRead: Number(steps ?? 0) * Number(batchSize ?? 0) };
}

/** Trainings by the rows that they read, ascending. The first is one pass over the data. */
export function lengths(tables: ReportTables): readonly Length[] {
  const bySteps = new Map(rowsOf(tables.runs).map((row) => [lengthAt(tables, row).rowsRead, lengthAt(tables, row)]));
  return [...bySteps.values()].sort((a, b) => a.rowsRead - b.rowsRead);
}

export function rowsOfLength(tables: ReportTables, { rowsRead }: Length): readonly number[] {
  return rowsOf(tables.runs).filter((row) => lengthAt(tables, row).rowsRead === rowsRead);
}
export function onePass(tables: ReportTables): readonly number[] {
  return lengths(tables)
    .slice(0, 1)
    .flatMap((length) => rowsOfLength(tables, length));
}
export function manyPasses(tables: ReportTables): readonly number[] {
  return lengths(tables)
    .slice(-1)
    .flatMap((length) => rowsOfLength(tables, length));
}

/** Says how long a training is against the shortest one: "1 pass over the data", "38 passes over the data". */
export function passesWords(tables: ReportTables, { rowsRead }: Length): string {
  const passes = Math.round(rowsRead / lengths(tables)[0].rowsRead);
  return `${passes} ${passes === 1 ? 'pass' : 'passes'} over the data`;
}
