/** Answers with their stated confidences, from which calibration and risk–coverage are computed. Pure. */

/**
 * Columns of equal length with one element per answer, without abstentions. In measurements of a trained model `right` is the
 * exact probability of being right, and `weight` is the mass μ of the prompt times the probability of answering. In graded
 * answers `right` is 0 or 1, and there are no weights.
 */
export interface ConfidentAnswers {
  /** Stated probability of being right, in [0, 1]. */
  readonly confidence: ArrayLike<number>;
  /** 1 for a right answer, 0 for a wrong one, or a probability of being right. */
  readonly right: ArrayLike<number>;
  /** Non-negative weights of any sum; by default all answers count the same. */
  readonly weight?: ArrayLike<number>;
}

/** All answers of one confidence. */
export interface ConfidenceLevel {
  readonly confidence: number;
  readonly weight: number;
  /** Weight of the right answers. */
  readonly right: number;
}

/**
 * The distinct confidences in rising order, with the weight of the answers at each. Answers of equal confidence are counted
 * together, so that nothing computed from the levels depends on the order of rows.
 * @throws RangeError for columns of different lengths, or a value outside its range
 */
export function confidenceLevels({ confidence, right, weight }: ConfidentAnswers): readonly ConfidenceLevel[] {
  const n = confidence.length;
  if (right.length !== n || (weight !== undefined && weight.length !== n))
    throw new RangeError('confidence, right and weight must be of equal length');
  const sums = new Map<number, { weight: number; right: number }>();
  for (let i = 0; i < n; i++) {
    const w = weight === undefined ? 1 : weight[i];
    if (!(confidence[i] >= 0 && confidence[i] <= 1))
      throw new RangeError(`a confidence must lie in [0, 1], got ${confidence[i]}`);
    if (!(right[i] >= 0 && right[i] <= 1)) throw new RangeError(`right must lie in [0, 1], got ${right[i]}`);
    if (!(w >= 0 && w < Infinity)) throw new RangeError(`a weight must be at least 0 and finite, got ${w}`);
    if (w === 0) continue;
    const sum = sums.get(confidence[i]);
    if (sum === undefined) sums.set(confidence[i], { weight: w, right: w * right[i] });
    else {
      sum.weight += w;
      sum.right += w * right[i];
    }
  }
  return [...sums].map(([at, sum]) => ({ confidence: at, ...sum })).sort((a, b) => a.confidence - b.confidence);
}

export function totalWeight(each: readonly ConfidenceLevel[]): number {
  return each.reduce((sum, { weight }) => sum + weight, 0);
}
