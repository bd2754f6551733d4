/** Theorem 2 averaged over worlds, where its slack vanishes: derived for this program from [K25, Theorem 2]. */
import { requireCount, requireProbability } from '../domain.js';

interface Averages {
  /** Mean missing mass E[MM], in [0, 1]. */
  readonly missingMass: number;
  /** Number of responses |R| ≥ 2, the same for every prompt; K = |R| − 1 of them are errors. */
  readonly responses: number;
}

/**
 * Returns `E[MM] − 2/K − E[δ]`. No learner errs less on average over worlds, at any N. A negative bound is vacuous.
 * @param delta E[δ], in [0, 1]
 * @throws RangeError outside the domain
 * @example theorem2LowerInExpectation({ missingMass: 0.75, responses: 5, delta: 0 }) // => 0.25
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
 * Returns `2/K − MM/|R|`, the distance above that bound of the calibrated learner, whose err is MM(1 − 1/|R|) and whose
 * δ is 0.
 * @throws RangeError outside the domain
 * @example calibratedSlackInExpectation({ missingMass: 0.5, responses: 5 }) // => 0.4
 */
export function calibratedSlackInExpectation({ missingMass, responses }: Averages): number {
  requireDomain({ missingMass, responses });
  return 2 / (responses - 1) - missingMass / responses;
}

function requireDomain({ missingMass, responses }: Averages): void {
  requireProbability('missingMass', missingMass);
  requireCount('responses', responses, 2);
}
