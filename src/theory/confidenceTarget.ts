/**
 * `t / (1 − t)`: what a wrong answer costs under confidence target t, a right one earning 1 and IDK 0, so that
 * answering beats IDK iff the answer is right with probability > t [K25 §4.2]. t = 0.75 gives 3; the paper's text
 * prints 2 there.
 * @throws RangeError unless 0 ≤ t < 1
 */
export function penalty(confidenceTarget: number): number {
  if (!(confidenceTarget >= 0 && confidenceTarget < 1)) throw new RangeError(`confidenceTarget must lie in [0, 1), got ${confidenceTarget}`);
  return confidenceTarget / (1 - confidenceTarget);
}
