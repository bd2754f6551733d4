/** Reading the tables of the experiment `trigram`: its families, its n-grams by order, and their errors. */
import { combine, measured, runAt } from '../../results/measured.js';
import { rowsOf } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';

/** A family with the number of tokens from the pronoun to the gap. */
export interface GapFamily {
  readonly family: string;
  readonly gap: number;
}

/** The paper's two prompts, at three gaps. */
export const PAPERS: readonly GapFamily[] = [8, 10, 12].map((gap) => ({ family: `gap${gap}`, gap }));

/** 256 sentences of the same gap as the paper's, a quarter of their prompts held out. */
export const VARIED: GapFamily = { family: 'varied', gap: 8 };

export interface NgramRow {
  readonly row: number;
  readonly order: number;
}

export function ngramRows(runs: StoredTable): readonly NgramRow[] {
  return rowsOfKind(runs, 'ngram').map((row) => ({ row, order: Number(sweptMapping(runs, 'model', row).order) }));
}

export function transformerRows(runs: StoredTable): readonly number[] {
  return rowsOfKind(runs, 'transformer');
}

/** 1 − accuracy: error, invalid mass and, if IDK is not a response, abstention; null where it is missing. */
export function notRight(runs: StoredTable, family: string, row: number): number | null {
  return combine([measured(runs, row, family).accuracy], (accuracy) => 1 - accuracy);
}

function rowsOfKind(runs: StoredTable, kind: string): readonly number[] {
  return rowsOf(runs).filter((row) => runAt(runs, row).kind === kind);
}
