/** Model kinds in pictures and tables: their order, colours and shapes. */
import type { StoredTable } from '../store/tables.js';
import { cellAt, rowsOf } from './reportTables.js';

/** The order in which kinds are shown; other kinds follow by name. */
const ORDER = ['transformer', 'ngram', 'calibrated-learner', 'abstainer'];

/**
 * Okabe & Ito's palette, distinguishable with every common colour blindness, without its yellow, which is too pale on
 * white.
 */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'];

const SHAPES = ['circle', 'triangle-up', 'square', 'cross', 'diamond', 'triangle-down', 'triangle-right'];

/** Model kinds of a runs table, each once. */
export function modelKindsOf(runs: StoredTable): readonly string[] {
  const kinds = new Set(rowsOf(runs).map((row) => String(cellAt(runs, 'model.kind', row))));
  return [...ORDER.filter((kind) => kinds.has(kind)), ...[...kinds].filter((kind) => !ORDER.includes(kind)).sort()];
}

/** Colours and shapes of model kinds: a known kind keeps its own in every figure and every report. */
export function kindScales(kinds: readonly string[]): { readonly colour: object; readonly shape: object } {
  const others = kinds.filter((kind) => !ORDER.includes(kind));
  const place = (kind: string) =>
    ORDER.includes(kind)
      ? ORDER.indexOf(kind)
      : ORDER.length + (others.indexOf(kind) % (COLOURS.length - ORDER.length));
  return {
    colour: { domain: kinds, range: kinds.map((kind) => COLOURS[place(kind)]) },
    shape: { domain: kinds, range: kinds.map((kind) => SHAPES[place(kind)]) },
  };
}
