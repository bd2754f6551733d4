/** Ranking of models under a penalty, and the penalties at which the order of two models flips. Pure. */
import { penalisedScore, type Tally, total } from './tally.js';

/** Totals of a model. */
export interface NamedTally extends Tally {
  readonly model: string;
}

/** Models in order of their scores, and which of them score the same. */
export interface Ranking {
  /** Models by falling score; models of equal score by name. */
  readonly order: readonly string[];
  /** Groups of two or more models of equal score, none of which is ahead. */
  readonly tied: readonly (readonly string[])[];
}

/** A pair of models whose order reverses when an error costs more than `penalty`. */
export interface Flip {
  /** The model that leads by accuracy and falls behind beyond the penalty. */
  readonly ahead: string;
  readonly behind: string;
  /** Points per error at which both score the same. */
  readonly penalty: number;
  /** Confidence target of that penalty: λ/(1 + λ). */
  readonly target: number;
}

/** Relative difference up to which scores are equal, because their sums are rounded. */
const ROUNDING = 1e-12;

/** Ranks models by their mean score per question at penalty `lambda` ≥ 0: right − lambda · error. */
export function ranking(models: readonly NamedTally[], lambda: number): Ranking {
  const scored = models.map((each) => ({ model: each.model, score: penalisedScore(each, lambda) }));
  scored.sort((a, b) => b.score - a.score || byName(a.model, b.model));
  const groups: { readonly top: number; readonly names: string[] }[] = [];
  for (const { model, score } of scored) {
    const last = groups.at(-1);
    if (last !== undefined && last.top - score <= ROUNDING * Math.max(1, Math.abs(score))) last.names.push(model);
    else groups.push({ top: score, names: [model] });
  }
  for (const { names } of groups) names.sort(byName);
  return {
    order: groups.flatMap(({ names }) => names),
    tied: groups.filter(({ names }) => names.length > 1).map(({ names }) => names),
  };
}

/**
 * Every pair whose order by accuracy is reversed by a large enough penalty, in the order of that penalty, which is
 * (accuracy_a − accuracy_b)/(error_a − error_b). A pair of equal accuracy has no order, so it does not flip.
 */
export function flips(models: readonly NamedTally[]): readonly Flip[] {
  const found: Flip[] = [];
  for (const [place, one] of models.entries()) {
    for (const other of models.slice(place + 1)) {
      const [a, b] = lead(one, other, 'right') > 0 ? [one, other] : [other, one];
      // Cross-multiplied, so that counts stay integers and the quotient is rounded once.
      const [gained, paid] = [lead(a, b, 'right'), lead(a, b, 'error')];
      if (!(gained > 0 && paid > 0)) continue;
      const penalty = gained / paid;
      found.push({ ahead: a.model, behind: b.model, penalty, target: gained / (gained + paid) });
    }
  }
  return found.sort((x, y) => x.penalty - y.penalty || byName(x.ahead, y.ahead) || byName(x.behind, y.behind));
}

/** Share of an outcome in a minus that in b, times both totals; 0 if they differ by rounding only. */
function lead(a: Tally, b: Tally, outcome: 'right' | 'error'): number {
  const [first, second] = [a[outcome] * total(b), b[outcome] * total(a)];
  return Math.abs(first - second) <= ROUNDING * Math.max(first, second) ? 0 : first - second;
}

/** Compares names by code units, which gives the same order on every machine. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
