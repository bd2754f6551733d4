/** Reading the runs of the study "who ate what" beside the published numbers of the same setting. */
import { combine, type Measured, runAt, studyAt } from '../../results/measured.js';
import { numberAt, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { PUBLISHED, type Published } from './published.js';

/** The values of the study that the claims and figures read. */
interface WhoAteWhatValues {
  readonly monofactRate: number;
  readonly missingMass: number;
  readonly falseRate: number;
  readonly distinctFalseShare: number;
  readonly totalVariation: number;
  readonly publishedMiscalibration: number;
  readonly perfect: { readonly publishedMiscalibration: number };
}

interface WhoAteWhatRun {
  readonly seed: number | null;
  readonly published: Published;
  readonly values: Measured<WhoAteWhatValues>;
}

/** Reads one value of a run. */
export type WhoAteWhatReader = (run: WhoAteWhatRun) => number | null;

/** The runs whose setting the published table has. */
function whoAteWhatRuns({ runs }: ReportTables): readonly WhoAteWhatRun[] {
  return rowsOf(runs).flatMap((row) => {
    const listed = numberAt(runs, 'parameters.study.listed', row);
    const exponent = numberAt(runs, 'parameters.study.exponent', row);
    const published = PUBLISHED.find((each) => each.listed === listed && each.exponent === exponent);
    return published === undefined
      ? []
      : [{ seed: runAt(runs, row).seed, published, values: studyAt<WhoAteWhatValues>(runs, row) }];
  });
}

/** The values of one setting, a seed each. */
export function atSetting(
  tables: ReportTables,
  { listed, exponent }: Published,
  read: WhoAteWhatReader,
): readonly (number | null)[] {
  return whoAteWhatRuns(tables)
    .filter(({ published }) => published.listed === listed && published.exponent === exponent)
    .map(read);
}

/** One value for each seed: the mean over the settings that are meant; null where one of them lacks it. */
export function settingMeans(
  tables: ReportTables,
  isMeant: (published: Published) => boolean,
  read: WhoAteWhatReader,
): readonly (number | null)[] {
  const bySeed = new Map<number | null, (number | null)[]>();
  for (const run of whoAteWhatRuns(tables))
    if (isMeant(run.published)) bySeed.set(run.seed, [...(bySeed.get(run.seed) ?? []), read(run)]);
  return [...bySeed.values()].map(completeMean);
}

/** A number that is measured here and was published. */
export interface Compared {
  readonly here: WhoAteWhatReader;
  readonly published: (published: Published) => number;
}

/** Distance of a measured number from the published one of the same setting. */
export function distance({ here, published }: Compared): WhoAteWhatReader {
  return (run) => combine([here(run)], (value) => Math.abs(value - published(run.published)));
}
