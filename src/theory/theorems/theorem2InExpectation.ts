/** Theorem 2 averaged over worlds, where its slack vanishes: derived for this program from [K25, Theorem 2]. */
import { requireCount, requireProbability } from '../domain.js';

interface Averages {
  /** E[MM], in [0, 1]. */
  readonly missingMass: number;
  /** |R| ≥ 2, the same for every prompt; K = |R| − 1 of them are errors. */
  readonly responses: number;
}

/**
 * `E[MM] − 2/K − E[δ]`: no learner errs less on average over worlds, at any N. May be negative; then it says nothing.
 * @param delta E[δ], in [0, 1]
 * @throws RangeError outside the domain
 */
export function theorem2LowerInExpectation({
  missingMass,
  responses,
  delta,
}: Averages & { readonly delta: number }): number {
  requireDomain({ missingMass, responses });
  requireProbability('delta', delta);
  return missingMass - 2 / (responses - 1) - delta;
}

/**
 * `2/K − MM/|R|`: how far the calibrated learner, whose err is MM(1 − 1/|R|) and whose δ is 0, lies above that bound.
 * @throws RangeError outside the domain
 */
export function calibratedSlackInExpectation({ missingMass, responses }: Averages): number {
  requireDomain({ missingMass, responses });
  return 2 / (responses - 1) - missingMass / responses;
}

function requireDomain({ missingMass, responses }: Averages): void {
  requireProbability('missingMass', missingMass);
  requireCount('responses', responses, 2);
}
