/** Model kinds of a runs table, in the order in which figures and tables show them. */
import type { StoredTable } from '../store/tables.js';
import { cellAt, rowsOf } from './reportTables.js';

/** Kinds that come first; others follow by name. */
export const KIND_ORDER: readonly string[] = ['transformer', 'ngram', 'calibrated-learner', 'abstainer'];

/** Kinds that are trained step by step, so that more steps may help. */
export const NETWORK_KINDS: readonly string[] = ['transformer', 'lstm', 'gru', 'mlp'];

/** Model kinds of a runs table, each once. */
export function modelKindsOf(runs: StoredTable): readonly string[] {
  const kinds = new Set(rowsOf(runs).map((row) => String(cellAt(runs, 'model.kind', row))));
  return [
    ...KIND_ORDER.filter((kind) => kinds.has(kind)),
    ...[...kinds].filter((kind) => !KIND_ORDER.includes(kind)).sort(),
  ];
}
