/** Reading the tables of the experiment `trigram`: its families, its n-grams by order, and what they get wrong. */
import { type Family, metric, numberAt, rowsOf, textAt } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';

/** The paper's two prompts, by how many tokens stand from the pronoun to the gap. */
export const PAPERS: readonly { readonly family: Family; readonly gap: number }[] = [8, 10, 12].map((gap) => ({
  family: { name: `gap${gap}`, nature: 'pattern' },
  gap,
}));

/** 256 sentences of the same gap as the paper's, a quarter of their prompts held out. */
export const VARIED: { readonly family: Family; readonly gap: number } = {
  family: { name: 'varied', nature: 'pattern' },
  gap: 8,
};

export interface NgramRow {
  readonly row: number;
  readonly order: number;
}

export function ngramRows(runs: StoredTable): readonly NgramRow[] {
  return rowsOf(runs)
    .filter((row) => textAt(runs, 'model.kind', row) === 'ngram')
    .map((row) => ({ row, order: Number(sweptMapping(runs, 'model', row).order) }));
}

export function transformerRows(runs: StoredTable): readonly number[] {
  return rowsOf(runs).filter((row) => textAt(runs, 'model.kind', row) === 'transformer');
}

/** 1 − accuracy: error, invalid mass and, where the family holds no IDK, abstention. Null where it was not measured. */
export function wrongMass(runs: StoredTable, family: Family, row: number): number | null {
  const accuracy = numberAt(runs, metric(family, 'accuracy'), row);
  return accuracy === null ? null : 1 - accuracy;
}
