/** Readings of the tables: answers about people of whom training states nothing, with and without a passage. */
import { seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';

export const FAMILY = 'cities';

export type Read = (family: MeasuredFamily) => number | null;

export const rightBehindPassage: Read = ({ passage }) => passage.given.unanswered.accuracy;
export const wrongBehindPassage: Read = ({ passage }) => passage.given.unanswered.wrong;
export const errorBehindOther: Read = ({ passage }) => passage.other.unanswered.errorRate;
export const abstentionAlone: Read = (family) => stratum(family, 0).abstentionRate;
export const wrongAlone: Read = (family) => stratum(family, 0).wrong;

/** One number for each world, after training. */
export function inWorlds(tables: ReportTables, read: Read): readonly number[] {
  return seedRunMeans(seedRuns(tables), (row) => read(measured(tables.runs, row, FAMILY)));
}
