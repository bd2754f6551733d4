/** Observation 1 [K25 §4.1]: under any belief over binary graders, abstaining is never optimal. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accuracy, confidenceTarget, expectedScore } from '../../src/scoring/grader.js';

/** Answers 0 … n − 1 and, last, the abstention, which a binary grader never accepts. */
interface Belief {
  readonly answers: number;
  /** Graders held possible: how probable each is, and which answers it accepts. */
  readonly graders: readonly { readonly probability: number; readonly accepts: readonly boolean[] }[];
}

const belief: fc.Arbitrary<Belief> = fc.integer({ min: 1, max: 8 }).chain((answers) =>
  fc
    .array(
      fc.record({
        weight: fc.integer({ min: 0, max: 20 }),
        accepts: fc.array(fc.boolean(), { minLength: answers, maxLength: answers }),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .filter((graders) => graders.some(({ weight }) => weight > 0))
    .map((graders) => {
      const total = graders.reduce((sum, { weight }) => sum + weight, 0);
      return { answers, graders: graders.map(({ weight, accepts }) => ({ probability: weight / total, accepts })) };
    }),
);

function probabilityRight({ graders }: Belief, response: number): number {
  return graders.reduce((sum, { probability, accepts }) => (accepts[response] ? sum + probability : sum), 0);
}

/** Expected score of every response, the abstention's last. */
function scores(held: Belief, grader = accuracy): number[] {
  return [
    ...Array.from({ length: held.answers }, (_, r) => {
      const right = probabilityRight(held, r);
      return expectedScore(grader, { right, error: 1 - right, abstention: 0 });
    }),
    expectedScore(grader, { right: 0, error: 0, abstention: 1 }),
  ];
}

function maximisers(values: readonly number[]): number[] {
  const best = Math.max(...values);
  return values.flatMap((value, response) => (value === best ? [response] : []));
}

describe('Observation 1', () => {
  test('no abstention among the best responses, if any answer may be accepted; if none may, all are worth nothing', () => {
    fc.assert(
      fc.property(belief, (held) => {
        const mayBeRight = Array.from({ length: held.answers }, (_, r) => r).some((r) => probabilityRight(held, r) > 0);
        const best = maximisers(scores(held));
        expect(best.includes(held.answers)).toBe(!mayBeRight);
        if (!mayBeRight) expect(best).toHaveLength(held.answers + 1);
      }),
      { numRuns: 2000 },
    );
  });

  test('a penalty makes it optimal exactly where no answer is right with probability above t', () => {
    fc.assert(
      fc.property(belief, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (held, t) => {
        const surest = Math.max(...Array.from({ length: held.answers }, (_, r) => probabilityRight(held, r)));
        fc.pre(Math.abs(surest - t) > 1e-9);
        expect(maximisers(scores(held, confidenceTarget(t))).includes(held.answers)).toBe(surest < t);
      }),
      { numRuns: 2000 },
    );
  });
});
