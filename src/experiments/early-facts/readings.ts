/** Readings of the tables: knowledge of stated facts while they are stated, and after they have stopped. */
import { accuracyOnShown } from '../../results/accuracyOnShown.js';
import { seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, type MeasuredFamily, measured, runAt } from '../../results/measured.js';
import { curveRows, numberAt, type ReportTables } from '../../results/reportTables.js';

export const FAMILY = 'birthdays';

const UNTIL = 'parameters.corpus.text.facts.until';

/** A number at one measured step. */
export type Read = (family: MeasuredFamily) => number | null;

export const known: Read = accuracyOnShown;

/** Probability of the right date, given that it is a date: what is left where the habit of answering with one is lost. */
export const knownAmongDates: Read = (family) => {
  const shown = family.byCount.slice(1).filter(({ mass }) => mass !== null && mass > 0);
  const errors = shown.map(({ mass, errorRate }) => combine([mass, errorRate], (share, error) => share * error));
  const total = shown.reduce((sum, { mass }) => sum + mass!, 0);
  return combine([known(family), ...errors], (right, ...wrong) => {
    const error = wrong.reduce((sum, each) => sum + each, 0) / total;
    return right / (right + error);
  });
};

export const languageLoss: Read = ({ prose }) => prose.loss;

/** True for a run in which facts stop before the end. */
export function stops(tables: ReportTables, row: number): boolean {
  return (numberAt(tables.runs, UNTIL, row) ?? 1) < 1;
}

/** One number for each world: of a run's measurement where early facts stop, and of its last one. */
export function inWorlds(
  tables: ReportTables,
  early: boolean,
  read: Read,
  of: (atStop: number, atEnd: number) => number,
): readonly number[] {
  const curves = curveRows(tables.curves);
  const until = Math.min(...(tables.runs.columns[UNTIL]?.map((value) => Number(value ?? 1)) ?? [1]));
  const worlds = seedRuns(tables).map(({ seed, rows }) => ({
    seed,
    rows: rows.filter((row) => stops(tables, row) === early),
  }));
  return seedRunMeans(worlds, (row) => {
    const moments = (curves.get(runAt(tables.runs, row).run) ?? []).map((at) => ({
      step: numberAt(tables.curves, 'step', at) ?? 0,
      read: read(measured(tables.curves, at, FAMILY)),
    }));
    const last = moments.at(-1);
    // The step at which facts stop is measured; half a step of rounding is left to it.
    const atStop = moments.findLast(({ step }) => last !== undefined && step <= until * last.step + 0.5);
    return combine([atStop?.read ?? null, last?.read ?? null], of);
  });
}
