/** Selecting the runs of `distribution-shift` by the share s of prompts that come from the uniform distribution. */
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const SHARE = 'parameters.corpus.families.birthdays.shift.share';
/** Kind of the models that were trained, beside reference models. */
export const TRAINED = 'transformer';

/** The shares s that were tried, ascending. */
export function shares({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, SHARE);
}

export function shiftedRows({ runs }: ReportTables, kind: string, share: number): readonly number[] {
  return rowsWhere(runs, { 'model.kind': kind, [SHARE]: share });
}
