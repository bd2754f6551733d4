/** The confidence below which a model had better abstain, and what that would give on questions that did not choose it. */
import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import type { CategorySums } from '../clusters/categorySums.js';
import { type ClusteredShare, clusteredShare } from '../clusters/clusteredShare.js';
import type { ConfidenceUnits } from '../clusters/confidenceUnits.js';
import type { BootstrapOptions } from '../clusters/pairedDifference.js';

/** A threshold of confidence and its effect, over answers with a stated confidence. */
export interface ThresholdAdvice {
  /** Answers of at least this confidence are given; null if abstaining from all scores best. */
  readonly threshold: number | null;
  /** Share of wrong answers if all are given. */
  readonly errorsBefore: number;
  /**
   * Share of wrong answers among those that are given. Each fifth of the questions is judged by the threshold that the other four
   * choose; null if none is given.
   */
  readonly errorsAfter: Pick<ClusteredShare, 'value' | 'interval'> | null;
  /** Share of answers that are given, judged in the same way. */
  readonly kept: Pick<ClusteredShare, 'value' | 'interval'>;
  /** Points per answer if all are given, and with the threshold, judged in the same way. */
  readonly scoreBefore: number;
  readonly scoreAfter: number;
}

const FOLDS = 5;

/** Categories of answers: withheld and wrong, withheld and right, and the same for those that are given. */
const CATEGORIES = 4;
const GIVEN = 2;

/**
 * For each penalty λ the threshold of greatest mean score right − λ · wrong, chosen on all answers, and judged by five-fold
 * cross-fitting over questions, since a threshold looks better on the answers that chose it. Nulls with fewer than two questions a fold.
 */
export function thresholdAdvice(
  answers: ConfidenceUnits,
  penalties: readonly number[],
  { level, seed }: BootstrapOptions,
): readonly (ThresholdAdvice | null)[] {
  if (answers.units < 2 * FOLDS) return penalties.map(() => null);
  const bits = stream(seed, 'bootstrap/folds');
  const fold = Uint8Array.from({ length: answers.units }, () => integer(bits, FOLDS));
  const levels = levelsByFold(answers, fold);
  return penalties.map((lambda) => {
    const thresholds = Array.from({ length: FOLDS }, (_, f) => bestThreshold(levels, lambda, f));
    const data = sumsGiven(answers, (answer) => answers.confidence[answer] >= thresholds[fold[answers.unit[answer]]]);
    const share = (over: readonly number[], among: readonly number[]): ClusteredShare | null =>
      clusteredShare(data, over, among, level);
    const errorsBefore = share([1, 0, 1, 0], [1, 1, 1, 1])!.value;
    const errorsAfter = share([0, 0, 1, 0], [0, 0, 1, 1]);
    const kept = share([0, 0, 1, 1], [1, 1, 1, 1])!;
    const threshold = bestThreshold(levels, lambda, null);
    return {
      threshold: threshold === Infinity ? null : threshold,
      errorsBefore,
      errorsAfter: errorsAfter === null ? null : { value: errorsAfter.value, interval: errorsAfter.interval },
      kept: { value: kept.value, interval: kept.interval },
      scoreBefore: 1 - errorsBefore - lambda * errorsBefore,
      scoreAfter: errorsAfter === null ? 0 : kept.value * (1 - errorsAfter.value - lambda * errorsAfter.value),
    };
  });
}

/** Weights of right and wrong answers by fold and level of confidence. */
interface LevelsByFold {
  /** [levels], rising. */
  readonly confidence: Float64Array;
  /** [folds, levels] */
  readonly right: Float64Array;
  readonly wrong: Float64Array;
}

function levelsByFold({ confidence, right, weight, unit }: ConfidenceUnits, fold: Uint8Array): LevelsByFold {
  const distinct = Float64Array.from(new Set(confidence)).sort();
  const places = new Map(Array.from(distinct, (value, place) => [value, place]));
  const levels: LevelsByFold = {
    confidence: distinct,
    right: new Float64Array(FOLDS * distinct.length),
    wrong: new Float64Array(FOLDS * distinct.length),
  };
  for (let i = 0; i < confidence.length; i++) {
    const cell = fold[unit[i]] * distinct.length + places.get(confidence[i])!;
    levels.right[cell] += weight[i] * right[i];
    levels.wrong[cell] += weight[i] * (1 - right[i]);
  }
  return levels;
}

/** The threshold of greatest total score outside a fold; of several the lowest. Infinity if no answer is worth giving. */
function bestThreshold({ confidence, right, wrong }: LevelsByFold, lambda: number, without: number | null): number {
  let [score, most, threshold] = [0, 0, Infinity];
  for (let level = confidence.length - 1; level >= 0; level--) {
    for (let f = 0; f < FOLDS; f++) {
      const cell = f * confidence.length + level;
      if (f !== without) score += right[cell] - lambda * wrong[cell];
    }
    if (score > 0 && score >= most) [most, threshold] = [score, confidence[level]];
  }
  return threshold;
}

/** Answers by category, cluster by cluster. An answer that is right with a probability is of two categories. */
function sumsGiven(
  { right, weight, unit, units }: ConfidenceUnits,
  isGiven: (answer: number) => boolean,
): CategorySums {
  const single = units === right.length && right.every((value) => value === 0 || value === 1);
  const sums = new Float64Array((single ? CATEGORIES : units) * CATEGORIES);
  const counts = new Float64Array(CATEGORIES);
  for (let i = 0; i < right.length; i++) {
    const wrong = isGiven(i) ? GIVEN : 0;
    counts[wrong] += 1 - right[i];
    counts[wrong + 1] += right[i];
    if (single) continue;
    sums[unit[i] * CATEGORIES + wrong] += weight[i] * (1 - right[i]);
    sums[unit[i] * CATEGORIES + wrong + 1] += weight[i] * right[i];
  }
  if (single) for (let k = 0; k < CATEGORIES; k++) sums[k * (CATEGORIES + 1)] = 1;
  const times = single ? counts : new Float64Array(units).fill(1);
  return { categories: CATEGORIES, sums, times, answers: counts, single };
}
