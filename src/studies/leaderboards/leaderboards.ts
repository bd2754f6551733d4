/**
 * Leaderboards that average a few honest benchmarks with many graded by accuracy, and the models that they select
 * [OpenAI 2025].
 */
import { z } from 'zod';
import { stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import { accuracy, expectedScore, penaltyGrader } from '../../scoring/grader.js';
import { honestBenchmarksNeeded, mixedThreshold } from '../../theory/guessing.js';
import { kendallTau } from '../../theory/kendall.js';
import { countOption, type StudyKind } from '../study.js';
import { examsOf, marker } from './exam.js';
import { bestPolicy, type Guess, type Leaderboard, type Mitigation, mitigationGain, outcomesOf } from './policy.js';
import { select } from './selection.js';

const share = z.number().min(0).max(1);

const options = z.strictObject({
  accuracyBenchmarks: countOption(0, 100_000).default(300).describe('benchmarks that grade by accuracy'),
  honestBenchmarks: countOption(0, 100_000)
    .default(0)
    .describe('benchmarks that charge for errors; all benchmarks weigh the same'),
  penalty: z.number().min(0).max(1000).default(1).describe('λ: what they charge for an error'),
  guessAccuracy: z
    .union([z.number().gt(0).lt(1), z.literal('spread')])
    .default('spread')
    .describe(
      'q: how often a guess is right where the answer is not known, as the models know; spread: of every degree alike',
    ),
  knowledge: z
    .array(share)
    .min(1)
    .default([0.3, 0.6, 0.9])
    .describe('shares of the questions whose answers models know; a population each'),
  models: countOption(4, 10_000).default(40).describe('models of a population'),
  generations: countOption(4, 10_000)
    .default(40)
    .describe('rounds of selection: the better half stays, each of it is copied with a change'),
  questions: countOption(10, 1_000_000).default(8000).describe('questions of each kind of benchmark in a generation'),
  mitigationCost: share.default(0.01).describe('share of the right answers that a mitigation turns into abstentions'),
  mitigationSaving: share.default(0.5).describe('share of the errors that it turns into abstentions'),
  penalties: z
    .array(z.number().min(0).max(1000))
    .default([0, 0.1, 0.3, 1, 3, 9])
    .describe('λ under which a ranking of models is compared with that by accuracy'),
  rankedModels: countOption(2, 1000)
    .default(150)
    .describe('models in that ranking, of all knowledge and thresholds alike'),
});

export type LeaderboardOptions = Readonly<z.infer<typeof options>>;

export const leaderboards: StudyKind<'leaderboards', typeof options> = {
  kind: 'leaderboards',
  options,
  description:
    'Models that answer what they know and, elsewhere, where their confidence is above a threshold, ranked by their mean score over many benchmarks of which a few charge for errors. ' +
    'Which thresholds a leaderboard breeds, how often the models that lead are wrong, and whether they adopt a technique that saves errors at the cost of some right answers.',
  columns: [
    { path: 'chargedShare', heading: 'w', meaning: 'share of the benchmarks that charge for an error' },
    { path: 'needed', heading: 'm*', meaning: 'honest benchmarks from which abstaining beats a guess, closed form' },
    { path: 'expectedThreshold', heading: 'τ*', meaning: 'confidence above which answering pays, wλ/(1 + wλ)' },
    {
      path: 'leagues.1.plain.threshold',
      heading: 'τ',
      meaning: 'threshold of the surviving models (second share of knowledge)',
    },
    {
      path: 'leagues.1.plain.guessers',
      heading: 'guess',
      meaning: 'share of them that answer at least nine in ten of what they do not know',
    },
    { path: 'leagues.1.plain.winner.error', heading: 'err', meaning: 'error rate of the model that leads' },
    {
      path: 'leagues.1.mitigable.mitigated',
      heading: 'mitig',
      meaning: 'share of survivors that adopt the mitigation, where it is offered',
    },
  ],
  run: (chosen, { seed, onProgress }) => {
    const {
      accuracyBenchmarks,
      honestBenchmarks,
      penalty,
      guessAccuracy: guess,
      knowledge,
      models,
      generations,
      questions,
    } = chosen;
    const board: Leaderboard = { share: honestBenchmarks / (accuracyBenchmarks + honestBenchmarks), penalty };
    const mitigation: Mitigation = { cost: chosen.mitigationCost, saving: chosen.mitigationSaving };
    // The stream is named after the setting, so that the settings of a sweep have different questions.
    const name = `${honestBenchmarks} ${penalty} ${guess}`;
    const exams = examsOf(questions, guess, generations, stream(seed, `sample/${name}`));
    const leagues = knowledge.map((known, i) => {
      // Exams are marked once for both populations, since counting is most of the work.
      const marked = exams.map((pair) => pair.map((exam) => marker(exam, known, mitigation)));
      const bred = (offered: boolean) =>
        select(
          { knowledge: known, guess, board, mitigation, offered },
          models,
          marked,
          stream(seed, `sample/${name}/${known}/${offered}`),
        );
      const plain = bred(false);
      onProgress((i + 0.5) / knowledge.length);
      const { right, error } = outcomesOf(known, bestPolicy(board, false, mitigation), guess, mitigation);
      const mitigable = { ...bred(true), gain: mitigationGain(known, board, guess, mitigation) };
      onProgress((i + 1) / knowledge.length);
      return [i, { knowledge: known, plain: { ...plain, expected: { right, error } }, mitigable }] as const;
    });
    const needed = guess === 'spread' ? null : honestBenchmarksNeeded(accuracyBenchmarks, penalty, guess);
    return {
      honestBenchmarks,
      guessAccuracy: guess === 'spread' ? null : guess,
      chargedShare: board.share,
      needed: needed === null || needed === Infinity ? null : needed,
      expectedThreshold: mixedThreshold(board.share, penalty),
      leagues: Object.fromEntries(leagues),
      rankings: rankings(chosen, guess, mitigation, seed),
    };
  },
};

/** Returns Kendall's τ between the orders of models by accuracy and under each penalty, by expected scores. */
function rankings({ penalties, rankedModels }: LeaderboardOptions, guess: Guess, mitigation: Mitigation, seed: number) {
  const draws = stream(seed, 'sample/ranked');
  const outcomes = Array.from({ length: rankedModels }, () =>
    outcomesOf(uniform(draws), { threshold: uniform(draws), mitigated: false }, guess, mitigation),
  );
  const byAccuracy = outcomes.map((shares) => expectedScore(accuracy, shares));
  return Object.fromEntries(
    penalties.map((lambda, i) => [
      i,
      {
        penalty: lambda,
        kendall: kendallTau(
          byAccuracy,
          outcomes.map((shares) => expectedScore(penaltyGrader(lambda), shares)),
        ),
      },
    ]),
  );
}
