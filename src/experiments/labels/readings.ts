/** Reading the runs of `labels`, for its claims and its figure. */
import { combine, type MeasuredFamily, measured } from '../../results/measured.js';
import type { StoredTable } from '../../store/tables.js';

export const OF = 'parameters.corpus.families.statements.of';
export const NEGATIVES = 'parameters.corpus.families.statements.negatives';

/** Reads what a run measured of the labelled statements. */
export function statementsAt(runs: StoredTable, row: number): MeasuredFamily {
  return measured(runs, row, 'statements');
}

/** Error on the statements of facts that training shows: what the held-out ones leave of the whole. */
export function errorOnShownFacts({ errorRate, heldOut }: MeasuredFamily): number | null {
  if (heldOut.mass !== null && heldOut.mass >= 1) return null;
  return combine(
    [errorRate, heldOut.mass, heldOut.errorRate],
    (all, mass, heldOutError) => (all - mass * heldOutError) / (1 - mass),
  );
}
