/** An exam: questions that all models of a generation answer, so that they differ by what they do and not by luck. */
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import type { OutcomeShares } from '../../scoring/grader.js';
import type { Guess, Mitigation, Policy } from './policy.js';

export interface Exam {
  /** Confidence of a model that does not know, rising, [questions]. */
  readonly confidence: Float64Array;
  /** A model knows the answer iff its knowledge is above this, [questions]. */
  readonly difficulty: Float64Array;
  /** A guess is right iff the confidence is above this, [questions]. */
  readonly luck: Float64Array;
  /** A mitigation withholds an answer iff its share is above this, [questions]. */
  readonly caution: Float64Array;
}

/** Spread confidences are one in each of n equal parts of (0, 1). */
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

/** The two exams of each generation, the same for all populations of a run. */
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

/** Outcomes of an exam, by what a model does. */
export type Marker = (policy: Policy) => OutcomeShares;

/** Marks models of equal knowledge: their outcomes, counted question by question. */
export function marker(
  { confidence, difficulty, luck, caution }: Exam,
  knowledge: number,
  { cost, saving }: Mitigation,
): Marker {
  const questions = confidence.length;
  /** Right answers and errors of a model that answers, of what it does not know, the questions from each place on, [questions + 1]. */
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

/** First place whose value is above the limit, of rising values; their number where none is. */
function firstAbove(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
