/** Reading the runs that count letters: the form in which each saw the word, and the error of its answers. */
import { type MeasuredFamily, measured, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { rowsWhere } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';

const TOKENS = 'parameters.corpus.families.letters.tokens';

/** Forms in which the prompt holds the word, in words. */
export const FORMS = {
  word: 'the word is one token',
  characters: 'the word stands as characters',
  spelt: 'one token, spelt out before counting',
} as const;
export type Form = keyof typeof FORMS;

/** Pairs of word and letter that training shows, or that it never shows. */
export type Pairs = 'shown' | 'unseen';

/**
 * The least error of a guess by the letter. No count is right for more than half of the questions; with the commonest
 * count of each letter at most 0.65 of the answers are right.
 */
export const GUESS = 0.35;

export function rowsOfForm({ runs }: ReportTables, form: Form): readonly number[] {
  return rowsWhere(runs, { [TOKENS]: form });
}

/** 1 − accuracy on such pairs; null where there are none. @param table runs or curves */
export function errorOnPairs(table: StoredTable, row: number, pairs: Pairs): number | null {
  const family = measured(table, row, 'letters');
  const strata = present(
    (pairs === 'unseen' ? family.byCount.slice(0, 1) : family.byCount.slice(1)).map((each) => weighed(family, each)),
  );
  const mass = strata.reduce((sum, each) => sum + each.mass, 0);
  return mass === 0 ? null : strata.reduce((sum, each) => sum + each.mass * each.notRight, 0) / mass;
}

/** 1 − p̂(a_c|c) in a stratum, with the stratum's mass. If responses are drawn, the error rate includes all of it. */
function weighed(
  { method }: MeasuredFamily,
  { mass, errorRate, invalidMass, abstentionRate }: MeasuredFamily['byCount'][number],
): { readonly mass: number; readonly notRight: number } | null {
  if (mass === null || errorRate === null || mass === 0) return null;
  return { mass, notRight: errorRate + (method === 'sampled' ? 0 : (invalidMass ?? 0) + (abstentionRate ?? 0)) };
}
