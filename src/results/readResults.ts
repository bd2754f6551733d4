/** Reads the tables of an experiment's folder. */
import path from 'node:path';
import { readTable } from '../store/tables.js';
import type { ReportTables } from './reportTables.js';

/** @param folder folder of `run`, with `runs.arrow` and `curves.arrow` */
export async function readResults(folder: string): Promise<ReportTables> {
  const [runs, curves] = await Promise.all(
    ['runs.arrow', 'curves.arrow'].map((file) => readTable(path.join(folder, file))),
  );
  return { runs, curves };
}
