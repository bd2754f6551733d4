/** Columns of the experiment `labels`. */
import { numberAt } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';

export const STATEMENTS = 'families.statements';
export const OF = 'parameters.corpus.families.statements.of';
export const NEGATIVES = 'parameters.corpus.families.statements.negatives';

/** Error on the statements of facts that training shows: what the held-out ones leave of the whole. */
export function seenError(runs: StoredTable, row: number): number | null {
  const [all, mass, heldOut] = ['errorRate', 'heldOut.mass', 'heldOut.errorRate'].map((path) =>
    numberAt(runs, `${STATEMENTS}.${path}`, row),
  );
  return all === null || mass === null || heldOut === null || mass >= 1 ? null : (all - mass * heldOut) / (1 - mass);
}
