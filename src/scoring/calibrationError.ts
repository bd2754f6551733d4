/** Calibration of stated confidences: are answers given with confidence p right with that probability? */
import { requireCount } from '../theory/domain.js';
import { type ConfidenceLevel, type ConfidentAnswers, confidenceLevels, totalWeight } from './confidentAnswers.js';

/** How confidences are put into bins: over equal stretches of [0, 1], or so that each holds as many. */
export type Binning = 'equal-width' | 'equal-mass';

/** A bin of a reliability diagram, holding confidences in (above, upTo]; the first one of equal width holds 0 too. */
export interface CalibrationBin {
  readonly above: number;
  readonly upTo: number;
  /** Number of answers in it, or their weight. */
  readonly weight: number;
  /** Mean confidence. */
  readonly confidence: number;
  /** Share that is right. */
  readonly accuracy: number;
}

/** Distances of confidence from accuracy over the bins of a reliability diagram, each in [0, 1]. */
export interface CalibrationError {
  /** Σ share · |accuracy − confidence|: the expected calibration error (Guo et al. 2017, eq. 3). */
  readonly l1: number;
  /** √(Σ share · (accuracy − confidence)²). */
  readonly l2: number;
  /** Largest |accuracy − confidence| of any bin that holds an answer. */
  readonly max: number;
  /** Bins that hold an answer, rising. */
  readonly bins: readonly CalibrationBin[];
}

/**
 * Calibration error over bins of confidence; null where there are no answers.
 *
 * *Equal width*: bin k of M holds ((k − 1)/M, k/M] (Guo et al. 2017), the first one 0 too, so that 0 and 1 both count.
 * *Equal mass*: the upper edge of bin k is the least stated confidence at or below which k/M of the weight lies (the
 * quantile of type 1); answers of one confidence stay together, so that fewer than M bins may come out: one, if all
 * confidences are the same.
 * @param count M, bins at most, an integer ≥ 1
 * @throws RangeError for another count, and what `levels` throws
 */
export function calibrationError(
  answers: ConfidentAnswers,
  count: number,
  binning: Binning = 'equal-width',
): CalibrationError | null {
  requireCount('bins', count, 1);
  const rising = confidenceLevels(answers);
  if (rising.length === 0) return null;
  const bins = binning === 'equal-width' ? equalWidth(rising, count) : equalMass(rising, count);
  const total = totalWeight(rising);
  const gaps = bins.map(({ weight, accuracy, confidence }) => ({
    share: weight / total,
    gap: Math.abs(accuracy - confidence),
  }));
  return {
    l1: gaps.reduce((sum, { share, gap }) => sum + share * gap, 0),
    l2: Math.sqrt(gaps.reduce((sum, { share, gap }) => sum + share * gap ** 2, 0)),
    max: gaps.reduce((most, { gap }) => Math.max(most, gap), 0),
    bins,
  };
}

/** Mean of (confidence − right)² over answers, right being 1 or 0 (Brier 1950); null where there are none. */
export function brierScore(answers: ConfidentAnswers): number | null {
  const all = confidenceLevels(answers);
  if (all.length === 0) return null;
  const squares = all.reduce(
    (sum, { confidence: p, weight, right }) => sum + right * (1 - p) ** 2 + (weight - right) * p ** 2,
    0,
  );
  return squares / totalWeight(all);
}

function equalWidth(rising: readonly ConfidenceLevel[], count: number): readonly CalibrationBin[] {
  const binOf = (p: number): number => {
    // The edges are the doubles k/M: rounding of p · M alone must not move a confidence across one.
    let bin = Math.min(Math.max(Math.ceil(p * count), 1), count);
    while (bin > 1 && p <= (bin - 1) / count) bin--;
    while (bin < count && p > bin / count) bin++;
    return bin;
  };
  const held = new Map<number, ConfidenceLevel[]>();
  for (const level of rising) {
    const bin = binOf(level.confidence);
    const levelsOfBin = held.get(bin);
    if (levelsOfBin === undefined) held.set(bin, [level]);
    else levelsOfBin.push(level);
  }
  return [...held].map(([bin, inside]) => binOfLevels((bin - 1) / count, bin / count, inside));
}

function equalMass(rising: readonly ConfidenceLevel[], count: number): readonly CalibrationBin[] {
  const total = totalWeight(rising);
  const bins: CalibrationBin[] = [];
  let [below, inside]: [number, ConfidenceLevel[]] = [0, []];
  let [edge, above] = [1, 0];
  for (const [place, level] of rising.entries()) {
    inside.push(level);
    below += level.weight;
    // Sums of weights are rounded: a quantile is reached also by a hair.
    const reached = below * count * (1 + 1e-12) >= edge * total;
    if (!reached && place < rising.length - 1) continue;
    bins.push(binOfLevels(above, level.confidence, inside));
    [above, inside] = [level.confidence, []];
    while (edge < count && below * count * (1 + 1e-12) >= edge * total) edge++;
  }
  return bins;
}

function binOfLevels(above: number, upTo: number, inside: readonly ConfidenceLevel[]): CalibrationBin {
  const weight = totalWeight(inside);
  return {
    above,
    upTo,
    weight,
    confidence: inside.reduce((sum, level) => sum + level.weight * level.confidence, 0) / weight,
    accuracy: inside.reduce((sum, level) => sum + level.right, 0) / weight,
  };
}
