/**
 * Two test-takers with the same knowledge: where they do not know, one guesses and the other abstains [OpenAI 2025].
 */
import { z } from 'zod';
import { integer } from '../../random/integer.js';
import { type Stream, stream } from '../../random/stream.js';
import {
  accuracy,
  confidenceTarget,
  expectedScore,
  type Grader,
  type OutcomeShares,
  partialCredit,
} from '../../scoring/grader.js';
import { fewerRightThan, someGuessRight } from '../../theory/guessing.js';
import { countOption, type StudyKind } from '../study.js';
import { countAbstentionBest } from './beliefs.js';

const options = z.strictObject({
  known: countOption(0, 1_000_000).default(1000).describe('questions whose answers both know'),
  unknown: countOption(1, 1_000_000).default(1000).describe('questions whose answers neither knows'),
  responses: countOption(2, 1_000_000)
    .default(365)
    .describe('possible answers of a question, one of them right, each as likely; 365 are birthdays'),
  tests: countOption(2, 1_000_000)
    .default(1000)
    .describe('how many tests both take; questions and guesses are drawn anew for each'),
  beliefs: countOption(1, 1_000_000)
    .default(1000)
    .describe('random beliefs about what a grader accepts, for which the best response is found (Observation 1)'),
  targets: z
    .array(z.number().min(0).lt(1))
    .min(1)
    .default([0, 0.001, 0.002, 0.004, 0.01, 0.05, 0.2, 0.4, 0.75, 0.9])
    .describe('confidence targets t under which the tests are graded; 0 is accuracy'),
});

export type TestTakersOptions = Readonly<z.infer<typeof options>>;

export const testTakers: StudyKind<'test-takers', typeof options> = {
  kind: 'test-takers',
  options,
  description:
    'Two test-takers with the same knowledge answer the same questions. One guesses where it does not know, among all answers alike; the other abstains. ' +
    'Who leads by accuracy, and who under confidence targets; and under how many random beliefs abstaining is best.',
  columns: [
    {
      path: 'lead.share',
      heading: 'leads',
      meaning: 'share of tests in which the guesser is ahead by at least one right answer',
    },
    { path: 'lead.expectedShare', heading: 'closed', meaning: 'the same in closed form, 1 − (1 − 1/R)^n' },
    { path: 'lead.points', heading: 'points', meaning: 'right answers by which the guesser leads, mean over tests' },
    { path: 'guesser.right', heading: 'acc', meaning: "guesser's share of right answers" },
    { path: 'guesser.error', heading: 'err', meaning: "guesser's share of wrong answers" },
    { path: 'abstainer.right', heading: 'acc abst', meaning: "abstainer's share of right answers; it is never wrong" },
    { path: 'abstainer.abstention', heading: 'IDK', meaning: "abstainer's share of abstentions" },
  ],
  run: (chosen, { seed, onProgress }) => {
    // The stream is named after the test, so that the settings of a sweep have different questions.
    const draws = stream(seed, `sample/${chosen.known} ${chosen.unknown} ${chosen.responses}`);
    const lucky = new Int32Array(chosen.tests);
    for (let test = 0; test < chosen.tests; test++) {
      lucky[test] = luckyGuesses(chosen, draws);
      if (test % 50 === 0) onProgress(test / chosen.tests);
    }
    const abstentionBest = countAbstentionBest(chosen.beliefs, stream(seed, 'sample/beliefs'));
    return { ...valuesOf(chosen, lucky), abstentionBest: { ...abstentionBest } };
  },
};

/** Draws the number of right guesses in one test; answers and guesses are drawn question by question. */
function luckyGuesses({ unknown, responses }: TestTakersOptions, draws: Stream): number {
  let right = 0;
  for (let question = 0; question < unknown; question++) {
    const answer = integer(draws, responses);
    const guess = integer(draws, responses);
    if (guess === answer) right++;
  }
  return right;
}

/** Returns the outcomes of guesser and abstainer in one test. @param lucky number of right guesses */
function takersOf(
  { known, unknown }: TestTakersOptions,
  lucky: number,
): { readonly guesser: OutcomeShares; readonly abstainer: OutcomeShares } {
  const questions = known + unknown;
  return {
    guesser: { right: (known + lucky) / questions, error: (unknown - lucky) / questions, abstention: 0 },
    abstainer: { right: known / questions, error: 0, abstention: unknown / questions },
  };
}

/** Points per question below which a difference is a tie, for equal scores come out equal only up to rounding. */
const ROUNDING = 1e-12;

/**
 * Returns the scores of both, points per question, mean over tests. `abstainerAhead` is the share of tests in which the
 * abstainer has the higher score.
 */
function underGrader(chosen: TestTakersOptions, lucky: Int32Array, grader: Grader) {
  const sums = { guesser: 0, abstainer: 0, abstainerAhead: 0 };
  for (const each of lucky) {
    const { guesser, abstainer } = takersOf(chosen, each);
    const [guessed, abstained] = [expectedScore(grader, guesser), expectedScore(grader, abstainer)];
    sums.guesser += guessed;
    sums.abstainer += abstained;
    if (abstained - guessed > ROUNDING) sums.abstainerAhead++;
  }
  return {
    guesser: sums.guesser / lucky.length,
    abstainer: sums.abstainer / lucky.length,
    abstainerAhead: sums.abstainerAhead / lucky.length,
  };
}

/** Returns the values of the study. @param lucky number of right guesses in each test, [tests] */
export function valuesOf(chosen: TestTakersOptions, lucky: Int32Array) {
  const { unknown, responses, targets } = chosen;
  const chance = 1 / responses;
  const mean = (value: (lucky: number) => number): number =>
    lucky.reduce((sum, each) => sum + value(each), 0) / lucky.length;
  const { guesser, abstainer } = takersOf(
    chosen,
    mean((each) => each),
  );
  const blankCredit = underGrader(chosen, lucky, partialCredit(chance));
  return {
    unknown,
    responses,
    guesser: { ...guesser },
    abstainer: { ...abstainer },
    lead: {
      share: mean((each) => Number(each >= 1)),
      expectedShare: someGuessRight(chance, unknown),
      points: mean((each) => each),
      expectedPoints: unknown * chance,
    },
    accuracy: underGrader(chosen, lucky, accuracy),
    // Under this grader an abstention earns as much as a guess earns on average.
    partialCredit: blankCredit,
    targets: Object.fromEntries(
      targets.map((target, i) => [
        i,
        {
          target,
          ...underGrader(chosen, lucky, confidenceTarget(target)),
          // X right guesses of n earn X − (n − X) t/(1 − t), below 0 iff X < n t. The 1e-9 makes equality a tie despite
          // rounding.
          expectedAbstainerAhead: fewerRightThan(unknown * target - 1e-9, chance, unknown),
          expectedDifference: (unknown / (chosen.known + unknown)) * (((1 - chance) * target) / (1 - target) - chance),
        },
      ]),
    ),
  };
}
