/** The bootstrap over questions: benchmarks as long as the one at hand, their questions drawn from it with replacement. Pure. */
import { binomial } from '../random/binomial.js';
import { integer } from '../random/integer.js';
import type { Stream } from '../random/stream.js';

/** Questions on which every model that was asked did the same: they need not be told apart. */
export interface Pattern {
  readonly questions: number;
  /** Numbers of the models that were asked. */
  readonly models: readonly number[];
  /** What each of them did: a place in `OUTCOMES`. */
  readonly outcomes: readonly number[];
}

/** Patterns of fewer questions than this are cheaper to draw question by question. */
const FEW = 16;

/**
 * Draws as many questions as there are, each with all its answers, so that models stay paired; hands over what comes out.
 * Multinomial: numbers of frequent patterns by binomials in turn, the rest question by question.
 * @param add called with a pattern and how often its questions were drawn, for each pattern drawn; a pattern may come twice
 */
export function resampler(patterns: readonly Pattern[]): (stream: Stream, add: (pattern: Pattern, times: number) => void) => void {
  const frequent = patterns.filter(({ questions }) => questions >= FEW);
  const rare = patterns.filter(({ questions }) => questions < FEW).flatMap((pattern) => Array.from({ length: pattern.questions }, () => pattern));
  const all = frequent.reduce((sum, { questions }) => sum + questions, rare.length);
  return (stream, add) => {
    let [left, among] = [all, all];
    for (const pattern of frequent) {
      const times = binomial(stream, left, Math.min(1, pattern.questions / among));
      if (times > 0) add(pattern, times);
      left -= times;
      among -= pattern.questions;
    }
    for (; left > 0; left--) add(rare[integer(stream, rare.length)], 1);
  };
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Percentile interval of replicates, by linear interpolation between order statistics; null without any.
 * @param replicates those that are NaN (no denominator in that sample) are left out
 */
export function percentileInterval(replicates: Float64Array, level: number): Interval | null {
  const sorted = replicates.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return null;
  const quantile = (q: number): number => {
    const place = q * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
  };
  return { lower: quantile((1 - level) / 2), upper: quantile((1 + level) / 2) };
}
