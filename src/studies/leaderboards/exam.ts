/** An exam: questions that all models of a generation answer, so that their scores differ by policy and not by luck. */
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import type { OutcomeShares } from '../../scoring/grader.js';
import type { Guess, Mitigation, Policy } from './policy.js';

/** Draws that decide the outcome of each question. */
export interface Exam {
  /** Confidence of a model that does not know the answer, rising, [questions]. */
  readonly confidence: Float64Array;
  /** A model knows the answer iff its knowledge is above this, [questions]. */
  readonly difficulty: Float64Array;
  /** A guess is right iff the confidence is above this, [questions]. */
  readonly luck: Float64Array;
  /** A mitigation withholds an answer iff its share is above this, [questions]. */
  readonly caution: Float64Array;
}

/** Draws an exam. Spread confidences are one in each of n equal parts of (0, 1). */
export function drawExam(questions: number, guess: Guess, draws: Stream): Exam {
  const drawn = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: questions }, (_, i) => value(i));
  return {
    confidence: drawn((i) => (guess === 'spread' ? (i + uniform(draws)) / questions : guess)),
    difficulty: drawn(() => uniform(draws)),
    luck: drawn(() => uniform(draws)),
    caution: drawn(() => uniform(draws)),
  };
}

/** Draws the two exams of each generation, which are the same for all populations of a run. */
export function examsOf(
  questions: number,
  guess: Guess,
  generations: number,
  draws: Stream,
): readonly (readonly [Exam, Exam])[] {
  return Array.from(
    { length: generations },
    () => [drawExam(questions, guess, draws), drawExam(questions, guess, draws)] as const,
  );
}

/** Returns the outcomes of an exam for the policy of a model. */
export type Marker = (policy: Policy) => OutcomeShares;

/** Returns a function that marks models of equal knowledge; outcomes are counted question by question. */
export function marker(
  { confidence, difficulty, luck, caution }: Exam,
  knowledge: number,
  { cost, saving }: Mitigation,
): Marker {
  const questions = confidence.length;
  /** Counts the known questions and, from each place on, right answers and errors among the others, [questions + 1]. */
  const countsOf = (mitigated: boolean) => {
    const right = new Float64Array(questions + 1);
    const error = new Float64Array(questions + 1);
    let known = 0;
    for (let i = questions - 1; i >= 0; i--) {
      const knows = difficulty[i] < knowledge;
      const isRight = knows || luck[i] < confidence[i];
      const given = !mitigated || caution[i] >= (isRight ? cost : saving);
      if (knows && given) known++;
      right[i] = right[i + 1] + Number(!knows && isRight && given);
      error[i] = error[i + 1] + Number(!isRight && given);
    }
    return { known, right, error };
  };
  const plain = countsOf(false);
  const careful = countsOf(true);
  return ({ threshold, mitigated }) => {
    const { known, right, error } = mitigated ? careful : plain;
    const from = firstAbove(confidence, threshold);
    const shares = { right: (known + right[from]) / questions, error: error[from] / questions };
    return { ...shares, abstention: 1 - shares.right - shares.error };
  };
}

/** Returns the first place of rising values whose value is above the limit; their number if there is none. */
function firstAbove(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
