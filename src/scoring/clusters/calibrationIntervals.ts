/** Intervals of calibration figures, from resampled questions. */
import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import type { Interval } from '../../theory/meanInterval.js';
import { percentileInterval } from '../bootstrap.js';
import type { ConfidenceLevel } from '../confidentAnswers.js';
import { type ConfidenceUnits, randomGroups } from './confidenceUnits.js';
import type { BootstrapOptions } from './pairedDifference.js';

/** Greatest numbers of levels, of units and of resamples: beyond them intervals no longer change, but take long. */
const [MOST_LEVELS, MOST_UNITS, MOST_RESAMPLES] = [1000, 1000, 400];
/** Answers up to which each level and each unit is kept apart. */
const FEW_ANSWERS = 20_000;
const [COARSE_LEVELS, COARSE_UNITS] = [250, 150];

/** Figures by name; null where one cannot be had. */
export type CalibrationFigures<Name extends string> = Readonly<Record<Name, number | null>>;

/**
 * Intervals of figures of confidence levels. Units of `answers` are resampled; very many levels and units are put together for it.
 * Calibration errors of a resample are too large on average, as those of the answers are, so their percentiles are mirrored at the
 * estimate (the basic bootstrap of Davison and Hinkley 1997) and cut to [0, 1].
 * @param figuresOf figures of levels in rising order
 * @param mirrored names of figures that are distances
 */
export function calibrationIntervals<Name extends string>(
  answers: ConfidenceUnits,
  estimates: CalibrationFigures<Name>,
  figuresOf: (rising: readonly ConfidenceLevel[]) => CalibrationFigures<Name>,
  mirrored: readonly Name[],
  { resamples, level, seed }: BootstrapOptions,
): Readonly<Record<Name, Interval | null>> {
  const cells = cellsOf(answers, seed);
  const bits = stream(seed, 'bootstrap/calibration');
  const times = Math.min(resamples, MOST_RESAMPLES);
  const names = Object.keys(estimates) as Name[];
  const drawn = names.map(() => new Float64Array(times).fill(NaN));
  const counts = new Float64Array(cells.units);
  const base = figuresOf(levelsOf(cells, counts.fill(1)));
  for (let b = 0; b < times; b++) {
    counts.fill(0);
    for (let u = 0; u < cells.units; u++) counts[integer(bits, cells.units)]++;
    const figures = figuresOf(levelsOf(cells, counts));
    for (const [at, name] of names.entries()) drawn[at][b] = figures[name] ?? NaN;
  }
  return Object.fromEntries(
    names.map((name, at) => {
      const [estimate, centre] = [estimates[name], base[name]];
      const percentiles = estimate === null || centre === null ? null : percentileInterval(drawn[at], level);
      if (percentiles === null || estimate === null || centre === null) return [name, null];
      const ends = mirrored.includes(name)
        ? { lower: estimate + centre - percentiles.upper, upper: estimate + centre - percentiles.lower }
        : { lower: percentiles.lower + estimate - centre, upper: percentiles.upper + estimate - centre };
      // A mirrored interval may miss the estimate, which is itself too large.
      return [
        name,
        { lower: Math.max(0, Math.min(ends.lower, estimate)), upper: Math.min(1, Math.max(ends.upper, estimate)) },
      ];
    }),
  ) as Record<Name, Interval | null>;
}

/** Answers as weights by unit and level. */
interface Cells {
  readonly units: number;
  /** [levels] */
  readonly confidence: Float64Array;
  /** [cells] */
  readonly unit: Uint32Array;
  readonly level: Uint32Array;
  readonly weight: Float64Array;
  readonly right: Float64Array;
}

function cellsOf(answers: ConfidenceUnits, seed: number): Cells {
  const n = answers.confidence.length;
  const few = n <= FEW_ANSWERS;
  const units = Math.min(answers.units, few ? MOST_UNITS : COARSE_UNITS);
  const group = answers.units > units ? randomGroups(answers.units, units, seed) : null;
  const levels = mergedLevels(answers, few ? MOST_LEVELS : COARSE_LEVELS);
  const cells = new Map<number, { weight: number; right: number }>();
  for (let i = 0; i < n; i++) {
    const unit = group === null ? answers.unit[i] : group[answers.unit[i]];
    const key = unit * levels.confidence.length + levels.of[i];
    const cell = cells.get(key) ?? { weight: 0, right: 0 };
    cell.weight += answers.weight[i];
    cell.right += answers.weight[i] * answers.right[i];
    cells.set(key, cell);
  }
  const keys = [...cells.keys()];
  return {
    units,
    confidence: levels.confidence,
    unit: Uint32Array.from(keys, (key) => Math.floor(key / levels.confidence.length)),
    level: Uint32Array.from(keys, (key) => key % levels.confidence.length),
    weight: Float64Array.from(keys, (key) => cells.get(key)!.weight),
    right: Float64Array.from(keys, (key) => cells.get(key)!.right),
  };
}

/** Distinct confidences; more than `most` become as many runs of equal length, each with its mean. */
function mergedLevels(
  { confidence }: ConfidenceUnits,
  most: number,
): { readonly confidence: Float64Array; readonly of: Uint32Array } {
  const sorted = Float64Array.from(new Set(confidence)).sort();
  const runs = Math.min(sorted.length, most);
  const runOf = (place: number): number => Math.floor((place * runs) / sorted.length);
  const places = new Map<number, number>();
  for (const [place, value] of sorted.entries()) places.set(value, runOf(place));
  const of = Uint32Array.from(confidence, (value) => places.get(value)!);
  const [sums, counts] = [new Float64Array(runs), new Float64Array(runs)];
  for (let i = 0; i < of.length; i++) {
    sums[of[i]] += confidence[i];
    counts[of[i]]++;
  }
  return { confidence: runs === sorted.length ? sorted : sums.map((sum, run) => sum / counts[run]), of };
}

function levelsOf(cells: Cells, counts: Float64Array): readonly ConfidenceLevel[] {
  const [weight, right] = [new Float64Array(cells.confidence.length), new Float64Array(cells.confidence.length)];
  for (let cell = 0; cell < cells.unit.length; cell++) {
    const times = counts[cells.unit[cell]];
    weight[cells.level[cell]] += times * cells.weight[cell];
    right[cells.level[cell]] += times * cells.right[cell];
  }
  const levels: ConfidenceLevel[] = [];
  for (let at = 0; at < weight.length; at++)
    if (weight[at] > 0) levels.push({ confidence: cells.confidence[at], weight: weight[at], right: right[at] });
  return levels;
}
