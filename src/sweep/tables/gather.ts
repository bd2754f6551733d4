/** Joins the runs of a sweep into its tables. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { removeManifest } from '../../store/manifest.js';
import type { StoredRun, StoreOptions } from '../run/storedRun.js';
import { gatherResponses, RESPONSES_FILE } from './responsesTable.js';
import { curvesTable, runsTable } from './resultTables.js';

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
  if (!responses) {
    // A joint table of an earlier sweep would describe other runs. The files of the runs themselves stay.
    await rm(file(RESPONSES_FILE), { force: true });
    return [file('runs.arrow'), file('curves.arrow')];
  }
  await gatherResponses(
    results.map(({ id }) => file(id)),
    file(RESPONSES_FILE),
  );
  return [file('runs.arrow'), file('curves.arrow'), file(RESPONSES_FILE)];
}
