/**
 * Returns `t / (1 − t)`, the cost of a wrong answer under confidence target t. A right answer earns 1 and IDK 0, so
 * that answering beats IDK iff the answer is right with probability > t [K25 §4.2]. For t = 0.75 the cost is 3; the
 * text of the paper prints 2. A decimal t is taken as the fraction that it denotes: 0.9 gives 9, not 0.9/(1 − 0.9) =
 * 9.000000000000002.
 * @throws RangeError unless 0 ≤ t < 1
 * @example penalty(0.75) // => 3
 */
export function penalty(confidenceTarget: number): number {
  if (!(confidenceTarget >= 0 && confidenceTarget < 1))
    throw new RangeError(`confidenceTarget must lie in [0, 1), got ${confidenceTarget}`);
  for (let denominator = 1; denominator <= 1e12; denominator *= 10) {
    const numerator = Math.round(confidenceTarget * denominator);
    if (numerator / denominator === confidenceTarget && numerator < denominator)
      return numerator / (denominator - numerator);
  }
  return confidenceTarget / (1 - confidenceTarget);
}
