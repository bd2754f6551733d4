/**
 * Proper scores of the probabilities that a model states for its answers, as rewards of drawn answers. A model that
 * answers with probability p̂(r|c) states that r is right with this probability.
 *
 * Let ρ be the probability that r is right, and A a score of which a model earns `ρ A₁(p) + (1 − ρ) A₀(p)` for each
 * response r but IDK that it gives with probability p. The score is strictly proper iff its slope in p is
 * `(ρ − p) w(p)` for a weight w > 0 (Schervish 1989): it is then largest at p = ρ. Over all responses the gradient of
 * the score is `Σ_r (ρ_r − p_r) w(p_r) ∇p_r = E_{r ~ p̂}[(y_r − p_r) w(p_r) ∇ ln p_r]`, y = 1 where r is right. So a
 * policy gradient in which a drawn answer earns `(y − p) w(p)` ascends the score. It needs the grade of the drawn
 * answer and never the right one. IDK states nothing and earns 0.
 */
import type { GradedOutcome } from '../../scoring/grader.js';

/** Weight w(p) of a proper score at a stated probability p. */
export type ScoreWeight = (stated: number) => number;

/**
 * w = 1: the Brier score `Σ_r (2 y_r p_r − p_r²) / 2` (Brier 1950). A right answer earns 1 − p, an error −p, as at a
 * confidence target t = p: each answer becomes likelier where it is right more often than it is given.
 */
export const brierWeight: ScoreWeight = () => 1;

/**
 * w = 1/(p (1 − p)): the log score `Σ_r y_r ln p_r + (1 − y_r) ln(1 − p_r)`. Its rewards are unbounded, so that w ends
 * at 1/floor: where p (1 − p) is below the floor the score goes on as a quadratic one, and stays strictly proper.
 * @param floor in (0, 1/4]
 */
export function logWeight(floor: number): ScoreWeight {
  return (stated) => 1 / Math.max(stated * (1 - stated), floor);
}

/**
 * The reward `(y − p) w(p)` of a drawn answer; 0 for IDK. An invalid string is an error, and all of them together count
 * as one response.
 * @param stated p̂ of the answer, or of all invalid strings, in [0, 1]
 */
export function properReward(weight: ScoreWeight, outcome: GradedOutcome, stated: number): number {
  if (outcome === 'abstention') return 0;
  return ((outcome === 'right' ? 1 : 0) - stated) * weight(stated);
}
