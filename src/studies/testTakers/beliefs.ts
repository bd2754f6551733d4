/** Observation 1 by enumeration: the best responses under random beliefs about what a grader of right and wrong accepts. */
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import { accuracy, confidenceTarget, expectedScore, type Grader } from '../../scoring/grader.js';

/** Most answers that a belief weighs, and most graders that it holds possible. */
const MOST_ANSWERS = 8;
const MOST_GRADERS = 6;
/** Probability that a grader accepts a further answer beside the one that it surely accepts. */
const FURTHER = 0.1;
/** Confidence target of the control, where abstaining is at times best. */
const CONTROL = confidenceTarget(0.5);

/** Counts of the beliefs that were drawn, and of those under which abstaining is among the best responses. */
export interface AbstentionBest {
  readonly beliefs: number;
  /** Under grading by right and wrong. */
  readonly binary: number;
  /** Under a confidence target of ½, by the same beliefs. */
  readonly underTarget: number;
}

/** Draws beliefs, and counts those under which no answer earns more than an abstention [K25 §4.1, Observation 1]. */
export function countAbstentionBest(beliefs: number, draws: Stream): AbstentionBest {
  const counts = { beliefs, binary: 0, underTarget: 0 };
  for (let drawn = 0; drawn < beliefs; drawn++) {
    const right = drawBelief(draws);
    if (isAbstentionBest(right, accuracy)) counts.binary++;
    if (isAbstentionBest(right, CONTROL)) counts.underTarget++;
  }
  return counts;
}

/**
 * Draws a belief: graders with their probabilities, each of which accepts at least one answer.
 * @returns the probability that each answer is accepted, [answers]
 */
function drawBelief(draws: Stream): Float64Array {
  const right = new Float64Array(1 + integer(draws, MOST_ANSWERS));
  const weights = Array.from({ length: 1 + integer(draws, MOST_GRADERS) }, () => 1 - uniform(draws));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const weight of weights) {
    const sure = integer(draws, right.length);
    for (let answer = 0; answer < right.length; answer++)
      if (answer === sure || uniform(draws) < FURTHER) right[answer] += weight / total;
  }
  return right;
}

function isAbstentionBest(right: Float64Array, grader: Grader): boolean {
  const abstained = expectedScore(grader, { right: 0, error: 0, abstention: 1 });
  return right.every((q) => expectedScore(grader, { right: q, error: 1 - q, abstention: 0 }) <= abstained);
}
