/** Joins the runs of a sweep into its tables. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { removeManifest } from '../../store/manifest.js';
import type { StoredRun, StoreOptions } from '../run/storedRun.js';
import { gatherResponses, RESPONSES_FILE } from './responsesTable.js';
import { curvesTable, runsTable } from './resultTables.js';
import { gatherTimelines, TIMELINES_FILE } from './timelinesTable.js';

/** @returns paths of the tables; none without runs. They have no checksums until `writeManifest` writes them. */
export async function gather(
  experiment: string,
  runs: readonly StoredRun[],
  { directory, responses }: StoreOptions,
): Promise<string[]> {
  if (runs.length === 0) return [];
  await removeManifest(directory);
  const results = runs.map(({ result }) => result);
  const file = (name: string): string => join(directory, name);
  await writeFileAtomically(file('runs.arrow'), runsTable(experiment, results));
  await writeFileAtomically(file('curves.arrow'), curvesTable(experiment, results));
  const folders = results.map(({ id }) => file(id));
  const further = [
    {
      name: TIMELINES_FILE,
      from: folders.filter((folder) => existsSync(join(folder, TIMELINES_FILE))),
      gatherInto: gatherTimelines,
    },
    { name: RESPONSES_FILE, from: responses ? folders : [], gatherInto: gatherResponses },
  ];
  for (const { name, from, gatherInto } of further) {
    if (from.length > 0) await gatherInto(from, file(name));
    // A joint table of an earlier sweep would describe other runs. The files of the runs themselves stay.
    else await rm(file(name), { force: true });
  }
  return [
    file('runs.arrow'),
    file('curves.arrow'),
    ...further.filter(({ from }) => from.length > 0).map(({ name }) => file(name)),
  ];
}
