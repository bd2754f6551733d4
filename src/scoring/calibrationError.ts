/** Calibration of stated confidences: the distance between confidences and the shares of right answers. */
import { requireCount } from '../theory/domain.js';
import { type ConfidenceLevel, type ConfidentAnswers, confidenceLevels, totalWeight } from './confidentAnswers.js';

/** Bins of confidences: intervals of equal width, or into bins with equally many answers. */
export type Binning = 'equal-width' | 'equal-mass';

/** A bin of a reliability diagram: it holds confidences in (above, upTo]. The first bin of equal width also holds 0. */
export interface CalibrationBin {
  readonly above: number;
  readonly upTo: number;
  /** Number of answers in the bin, or their weight. */
  readonly weight: number;
  /** Mean confidence. */
  readonly confidence: number;
  /** Share of right answers. */
  readonly accuracy: number;
}

/** Distances between confidence and accuracy over the bins of a reliability diagram, each in [0, 1]. */
export interface CalibrationError {
  /** Σ share · |accuracy − confidence|: the expected calibration error (Guo et al. 2017, eq. 3). */
  readonly l1: number;
  /** √(Σ share · (accuracy − confidence)²). */
  readonly l2: number;
  /** Largest |accuracy − confidence| of any bin that holds an answer. */
  readonly max: number;
  /** Bins that hold an answer, in rising order. */
  readonly bins: readonly CalibrationBin[];
}

/**
 * Calibration error over bins of confidence; null without answers.
 *
 * *Equal width*: bin k of M holds ((k − 1)/M, k/M] (Guo et al. 2017); the first bin also holds 0, so that 0 and 1 both count.
 * *Equal mass*: the upper edge of bin k is the least stated confidence at or below which k/M of the weight lies (the
 * quantile of type 1). Answers of one confidence stay together, so there may be fewer than M bins: one bin if all confidences
 * are equal.
 * @param count M, the greatest number of bins, an integer ≥ 1
 * @throws RangeError for another count, and for answers that `confidenceLevels` rejects
 */
export function calibrationError(
  answers: ConfidentAnswers,
  count: number,
  binning: Binning = 'equal-width',
): CalibrationError | null {
  requireCount('bins', count, 1);
  return errorOfLevels(confidenceLevels(answers), count, binning);
}

/** Calibration error of levels in rising order, as `calibrationError` defines it. */
export function errorOfLevels(
  rising: readonly ConfidenceLevel[],
  count: number,
  binning: Binning,
): CalibrationError | null {
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

/** Mean of (confidence − right)² over answers, right being 1 or 0 (Brier 1950); null without answers. */
export function brierScore(answers: ConfidentAnswers): number | null {
  return brierOfLevels(confidenceLevels(answers));
}

/** Brier score of levels, as `brierScore` defines it. */
export function brierOfLevels(all: readonly ConfidenceLevel[]): number | null {
  if (all.length === 0) return null;
  const squares = all.reduce(
    (sum, { confidence: p, weight, right }) => sum + right * (1 - p) ** 2 + (weight - right) * p ** 2,
    0,
  );
  return squares / totalWeight(all);
}

function equalWidth(rising: readonly ConfidenceLevel[], count: number): readonly CalibrationBin[] {
  const binOf = (p: number): number => {
    // The edges are the doubles k/M. Rounding of p · M must not move a confidence across an edge.
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
    // Sums of weights are rounded, so a quantile counts as reached if the sum misses it by rounding only.
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
