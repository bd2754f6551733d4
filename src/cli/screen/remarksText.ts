/** Sentences below the table of a measurement: how models elsewhere were asked, and how exact that is. */
import type { StoredRun } from '../../sweep/run/storedRun.js';

/** @returns a line for each remark; empty if there are none */
export function remarksText(runs: readonly StoredRun[]): string {
  const lines = runs.flatMap(({ result }) => result.model.remarks ?? []);
  return lines.map((line) => `${line}\n`).join('');
}
