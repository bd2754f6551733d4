/** Selecting the runs of `exposures` by the frequency law of their facts and by the width of the model. */
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const WIDTH = 'parameters.model.width';
const LAW = 'parameters.corpus.families.birthdays.frequency';

/** Frequency laws: every fact is seen about twenty times, or by Zipf's law. */
export const EVEN = 'uniform';
export const UNEVEN = 'zipf';

/** Widths of the models, ascending. */
export function widths({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, WIDTH);
}

export function rowsUnder({ runs }: ReportTables, law: string): readonly number[] {
  return rowsWhere(runs, { [LAW]: law });
}

export function rowsAt({ runs }: ReportTables, law: string, width: number): readonly number[] {
  return rowsWhere(runs, { [LAW]: law, [WIDTH]: width });
}
