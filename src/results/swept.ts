/** Swept values that are mappings, such as a whole model: the tables keep them as JSON. */

import type { StoredTable } from '../store/tables.js';
import { textAt } from './reportTables.js';

/** The mapping that a swept path held in a run; empty where the path was not swept, or held no mapping. */
export function sweptMapping(runs: StoredTable, path: string, row: number): Readonly<Record<string, unknown>> {
  const text = textAt(runs, `parameters.${path}`, row);
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}
