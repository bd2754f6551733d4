/** Answers with the confidence that was stated for each: what calibration and risk–coverage are computed from. Pure. */

/**
 * Columns of equal length, an element an answer. Abstentions are not among them. In measurements of a trained model `right`
 * is the exact probability of being right and `weight` the mass μ of the prompt times that of answering; in graded answers
 * `right` is 0 or 1 and there are no weights.
 */
export interface ConfidentAnswers {
  /** Stated probability of being right, in [0, 1]. */
  readonly confidence: ArrayLike<number>;
  /** 1 where right, 0 where wrong, or a probability. */
  readonly right: ArrayLike<number>;
  /** Non-negative, any sum; left out: each answer counts the same. */
  readonly weight?: ArrayLike<number>;
}

/** All answers of one confidence. */
export interface ConfidenceLevel {
  readonly confidence: number;
  readonly weight: number;
  /** Weight of the right ones. */
  readonly right: number;
}

/**
 * The distinct confidences, rising, with what was stated at each: answers of equal confidence can't be told apart, so that
 * nothing computed from here depends on the order of rows.
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
