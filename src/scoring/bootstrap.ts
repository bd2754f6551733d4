/** The bootstrap over questions: benchmarks of the same length as the given one, whose questions are drawn from it with replacement. Pure. */
import { binomial } from '../random/binomial.js';
import { integer } from '../random/integer.js';
import type { Stream } from '../random/stream.js';
import type { Interval } from '../theory/meanInterval.js';

/** Questions on which the same models were asked and each had the same outcome, so that they can be counted together. */
export interface Pattern {
  readonly questions: number;
  /** A code for each model that was asked: its number times the number of outcomes, plus the place of its outcome. */
  readonly codes: readonly number[];
}

/** Least number of questions of a pattern that is drawn as a whole; smaller ones are cheaper to draw question by question. */
const FEW = 16;

/**
 * Prepares draws of as many questions as there are, each with all its answers, so that models stay paired.
 * A draw is multinomial: counts of frequent patterns come from binomials in turn, the rest is drawn question by question.
 * @returns a function that draws once, and adds to `counts` how often it drew each code
 */
export function resampler(patterns: readonly Pattern[]): (stream: Stream, counts: Float64Array) => void {
  const frequent = patterns.filter(({ questions }) => questions >= FEW);
  const rare = patterns
    .filter(({ questions }) => questions < FEW)
    .flatMap(({ questions, codes }) => Array.from({ length: questions }, () => codes));
  // All codes in one array, because the innermost loop runs a thousand times over all rows.
  const start = new Uint32Array(rare.length + 1);
  for (const [at, codes] of rare.entries()) start[at + 1] = start[at] + codes.length;
  const code = new Uint32Array(start[rare.length]);
  for (const [at, codes] of rare.entries()) code.set(codes, start[at]);
  const all = frequent.reduce((sum, { questions }) => sum + questions, rare.length);
  return (stream, counts) => {
    let [left, among] = [all, all];
    for (const { questions, codes } of frequent) {
      const times = binomial(stream, left, Math.min(1, questions / among));
      for (const each of codes) counts[each] += times;
      left -= times;
      among -= questions;
    }
    for (; left > 0; left--) {
      const question = integer(stream, rare.length);
      for (let at = start[question]; at < start[question + 1]; at++) counts[code[at]]++;
    }
  };
}

/**
 * Percentile interval of replicates, by linear interpolation between order statistics; null without replicates.
 * @param replicates values; NaN (a sample without a denominator) is left out
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
