/** Two corpora side by side: as they are, at equal numbers of rows, and at equal coverage (Chao and Jost 2012). */
import type { Stream } from '../../random/stream.js';
import { stream } from '../../random/stream.js';
import { chaoJostCoverage, promptsAhead } from '../../theory/chao.js';
import { drawsOf, type FrequencyCounts, promptsOf, seenTimes } from '../../theory/frequencyCounts.js';
import type { Interval } from '../../theory/meanInterval.js';
import { missingMassInterval } from '../../theory/missingMassInterval.js';
import { rarefied } from '../../theory/unseen/rarefaction.js';
import type { PromptCounts } from '../countPrompts.js';
import { resampledCounts } from './resampledCounts.js';

/** One of two corpora at some size. */
export interface AtSize {
  /** Answered rows. */
  readonly rows: number;
  /** Prompts that so many rows answer, in expectation. */
  readonly prompts: number;
  readonly from: 'rarefaction' | 'data' | 'extrapolation';
}

/** A comparison of the data with another corpus. Pairs hold the data first, the other corpus second. */
export interface CorpusComparison {
  /** Name of the other corpus. */
  readonly other: string;
  readonly rows: readonly [number, number];
  readonly missingMass: readonly [number, number];
  /** Missing mass of the other corpus minus that of the data, with the interval of Newcombe 1998. */
  readonly difference: Interval & { readonly missingMass: number };
  /** Both at the answered rows of the smaller one. */
  readonly equalRows: {
    readonly rows: number;
    readonly prompts: readonly [number, number];
    readonly missingMass: readonly [number, number];
  };
  /** Both at one coverage: the largest that neither needs more than twice its rows for. */
  readonly equalCoverage: {
    readonly coverage: number;
    readonly sizes: readonly [AtSize, AtSize];
    /** Prompts of the other corpus over those of the data, with a percentile interval of resampled counts. */
    readonly ratio: Interval & { readonly prompts: number };
  };
}

const RESAMPLED = 200;

/** @returns null where one of the corpora has no answers, or only prompts answered once */
export function compareCorpora(
  data: PromptCounts,
  other: PromptCounts,
  { name, level, seed }: { readonly name: string; readonly level: number; readonly seed: number },
): CorpusComparison | null {
  const pair = [data, other] as const;
  if (pair.some(({ frequencies, answeredRows }) => answeredRows < 2 || seenTimes(frequencies, 1) === answeredRows))
    return null;
  const both = <T>(of: (counts: PromptCounts) => T): readonly [T, T] => [of(data), of(other)];
  const missingMass = both(({ frequencies, rows }) => seenTimes(frequencies, 1) / rows);
  const [a, b] = both(({ frequencies, rows }) =>
    missingMassInterval(seenTimes(frequencies, 1), seenTimes(frequencies, 2), rows, level),
  );
  const difference = missingMass[1] - missingMass[0];
  const least = Math.min(data.answeredRows, other.answeredRows);
  const coverage = Math.min(...pair.map(({ frequencies }) => chaoJostCoverage(frequencies, drawsOf(frequencies))));
  const sizes = both(({ frequencies }) => atCoverage(frequencies, coverage));
  return {
    other: name,
    rows: both(({ rows }) => rows),
    missingMass,
    difference: {
      missingMass: difference,
      lower: difference - Math.hypot(a.upper - missingMass[0], missingMass[1] - b.lower),
      upper: difference + Math.hypot(missingMass[0] - a.lower, b.upper - missingMass[1]),
    },
    equalRows: {
      rows: least,
      prompts: both(({ frequencies }) => atRows(frequencies, least).prompts),
      missingMass: both(({ frequencies }) => 1 - coverageAt(frequencies, least)),
    },
    equalCoverage: {
      coverage,
      sizes,
      ratio: {
        prompts: sizes[1].prompts / sizes[0].prompts,
        ...ratioInterval(pair, coverage, level, stream(seed, 'bootstrap/corpora')),
      },
    },
  };
}

/** Coverage after m answered rows. */
function coverageAt(counts: FrequencyCounts, m: number): number {
  const n = drawsOf(counts);
  return m < n ? 1 - rarefied(counts, n, m).missingMass : chaoJostCoverage(counts, m - n);
}

function atRows(counts: FrequencyCounts, rows: number): AtSize {
  const n = drawsOf(counts);
  if (rows < n) return { rows, prompts: rarefied(counts, n, rows).prompts, from: 'rarefaction' };
  if (rows === n) return { rows, prompts: promptsOf(counts), from: 'data' };
  return { rows, prompts: promptsAhead(counts, rows - n), from: 'extrapolation' };
}

/** The least number of rows that reaches a coverage, and what it answers. @param coverage that some multiple of the rows reaches */
function atCoverage(counts: FrequencyCounts, coverage: number): AtSize {
  let [low, high] = [0, Math.max(2, drawsOf(counts))];
  while (coverageAt(counts, high) < coverage && high < Number.MAX_SAFE_INTEGER / 4) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle >= 1 && coverageAt(counts, middle) < coverage) low = middle;
    else high = middle;
  }
  return atRows(counts, high);
}

function ratioInterval(
  pair: readonly [PromptCounts, PromptCounts],
  coverage: number,
  level: number,
  random: Stream,
): Interval {
  const ratios: number[] = [];
  for (let i = 0; i < RESAMPLED; i++) {
    const [a, b] = pair.map(({ frequencies }) => resampledCounts(frequencies, random));
    if (a.length === 0 || b.length === 0) continue;
    ratios.push(atCoverage(b, coverage).prompts / atCoverage(a, coverage).prompts);
  }
  ratios.sort((x, y) => x - y);
  const at = (share: number): number =>
    ratios[Math.min(ratios.length - 1, Math.max(0, Math.round(share * (ratios.length - 1))))];
  return { lower: at((1 - level) / 2), upper: at((1 + level) / 2) };
}
