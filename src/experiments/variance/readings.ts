/** Reading the crossed runs of `variance`: distances between runs that differ in one of the three seeds alone. */
import { combine, type MeasuredFamily, measured } from '../../results/measured.js';
import { numberAt, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { evenGuessError } from '../../theory/evenGuess.js';

/** R: birthdays are dates of a year. */
const DATES = 365;

export type Source = 'world' | 'sample' | 'model';

/** The seeds that are varied, in words. */
export const SOURCES: Readonly<Record<Source, string>> = {
  world: 'world (the facts)',
  sample: 'sample (the rows drawn)',
  model: 'model (initialisation, batches)',
};

/** Quantities whose spread is taken apart. */
export const QUANTITIES = {
  'err + invalid mass': ({ wrong }: MeasuredFamily) => wrong,
  'err + invalid mass less MM·(1 − 1/R)': ({ wrong, missingMass }: MeasuredFamily) =>
    combine([wrong, missingMass], (errors, missing) => errors - evenGuessError(missing, DATES)),
  δ: ({ delta }: MeasuredFamily) => delta,
} as const;

export type Quantity = keyof typeof QUANTITIES;

interface CrossedRun {
  readonly seeds: Readonly<Record<Source, number>>;
  readonly value: number;
}

/** Reads a quantity of each run with its three seeds; where these are equal the tables name one. */
function crossedRuns({ runs }: ReportTables, quantity: Quantity): readonly CrossedRun[] {
  return rowsOf(runs).flatMap((row): readonly CrossedRun[] => {
    const value = QUANTITIES[quantity](measured(runs, row, 'birthdays'));
    const [world, sample, model] = (['world', 'sample', 'model'] as const).map(
      (source) => numberAt(runs, `seeds.${source}`, row) ?? numberAt(runs, 'seed', row) ?? 0,
    );
    return value === null ? [] : [{ seeds: { world, sample, model }, value }];
  });
}

/** Runs that share all seeds but that of the source; groups of one run are left out. */
function groupsVarying(runs: readonly CrossedRun[], source: Source): readonly (readonly CrossedRun[])[] {
  const groups = new Map<string, CrossedRun[]>();
  for (const run of runs) {
    const held = Object.entries(run.seeds).filter(([name]) => name !== source);
    const key = JSON.stringify(held);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation between runs that differ in one seed alone, over all of them; null where there are none. */
export function spread(tables: ReportTables, quantity: Quantity, source: Source): number | null {
  const groups = groupsVarying(crossedRuns(tables, quantity), source);
  if (groups.length === 0) return null;
  const variances = groups.map((group) => {
    const centre = mean(group.map(({ value }) => value));
    return group.reduce((sum, { value }) => sum + (value - centre) ** 2, 0) / (group.length - 1);
  });
  return Math.sqrt(mean(variances));
}

/**
 * Mean distance of a sample's runs from the mean of the runs that differ from them in the seed of the source alone, by
 * sample. It is divided by √(1 − 1/n), as the mean of n runs follows each of them.
 */
export function distancesBySample(
  tables: ReportTables,
  quantity: Quantity,
  source: Source,
): ReadonlyMap<number, number> {
  const distances = new Map<number, number[]>();
  for (const group of groupsVarying(crossedRuns(tables, quantity), source)) {
    const centre = mean(group.map(({ value }) => value));
    const shrinkage = Math.sqrt(1 - 1 / group.length);
    for (const { seeds, value } of group)
      distances.set(seeds.sample, [...(distances.get(seeds.sample) ?? []), Math.abs(value - centre) / shrinkage]);
  }
  return new Map([...distances].map(([sample, each]) => [sample, mean(each)]));
}
