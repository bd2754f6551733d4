/** Reads the tables of an experiment's folder. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readTable } from '../store/tables.js';
import type { ReportTables } from './reportTables.js';

/** @param folder folder of `run`, with `runs.arrow` and `curves.arrow`, and `timelines.arrow` where it was asked for */
export async function readResults(folder: string): Promise<ReportTables> {
  const inFolder = (file: string): string => path.join(folder, file);
  const [runs, curves] = await Promise.all(['runs.arrow', 'curves.arrow'].map((file) => readTable(inFolder(file))));
  const timelines = inFolder('timelines.arrow');
  return { runs, curves, ...(existsSync(timelines) && { timelines: await readTable(timelines) }) };
}
