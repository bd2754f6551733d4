/** An even guess among R responses, one of which is right: its probability of error, and the accuracy that it allows. */
import { requireCount, requireProbability } from './domain.js';

/**
 * Returns the probability of an error, `mass·(1 − 1/R)`, if prompts of probability `mass` are answered by an even guess
 * among R responses. At the missing mass it is the error of the calibrated learner [K25, Theorem 2].
 * @param mass in [0, 1], such as μ(U), the probability of a prompt that training never answered
 * @param responses R, an integer ≥ 1
 * @throws RangeError outside the domain
 * @example evenGuessError(0.5, 4) // => 0.375
 */
export function evenGuessError(mass: number, responses: number): number {
  requireProbability('mass', mass);
  requireCount('responses', responses, 1);
  return mass * (1 - 1 / responses);
}

/**
 * Returns the largest accuracy that can be expected of a model that was shown no answer to prompts of probability
 * `unansweredMass`, if each answer was drawn evenly from R responses: `1 − μ(U)(1 − 1/R)`. *Derived*: everything else is
 * right, and on U no response is right with probability above 1/R.
 * @param unansweredMass μ(U), in [0, 1]
 * @param responses R, an integer ≥ 1
 * @throws RangeError outside the domain
 * @example accuracyCap(0.5, 4) // => 0.625
 */
export function accuracyCap(unansweredMass: number, responses: number): number {
  return 1 - evenGuessError(unansweredMass, responses);
}
