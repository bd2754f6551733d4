/** Leaderboards that average a few honest benchmarks with hundreds graded by accuracy, and the models they breed. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  holdsOnlyWhere,
  meanWithin,
  predictionWords,
  type Range,
  ROUNDING,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, judge, present } from '../../results/measured.js';
import { guessersFigure, rankingFigure, thresholdFigure } from './figures.js';
import { BIRTHDAY_GUESS, type League, leaderboardsRuns, leagueMeans, leaguesOf, levels } from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
/** "A few" of 300. */
const FEW = 10;
/** Distance that luck leaves between the mean threshold of a population and the best one: half of a mutation. */
const NEAR = 0.03;
/** Gains farther from 0 than this can be distinguished from luck by two exams of 8000 questions. */
const CLEAR = 0.003;
/** A guess that is right so often, or more, pays against a few honest benchmarks. */
const USEFUL_GUESS = 0.1;
/** Near m*, where guessing gains next to nothing and loses next to nothing, luck decides; farther off by this factor it does not. */
const FAR = 1.5;

const PREDICTED = {
  guessers: atLeast(0.9),
  winnerLessGuesser: about(0, 0.02),
  guessersUnderPenalty: atMost(0.1),
  threshold: about(0, NEAR),
  onSideOfClosedForm: atLeast(0.95),
  fallOfKendall: atMost(0),
  adopters: atMost(0.05),
  populations: atLeast(1),
  kendall: { 0: about(1, ROUNDING), 1: atMost(0.85), 9: atMost(0.6) },
} as const;

function guessers({ plain }: League): number | null {
  return plain.guessers;
}
function isSpread({ run }: League): boolean {
  return run.guessAccuracy === null;
}

const breed: Claim = {
  id: 'accuracy-leaderboards-breed-guessers',
  evidence: 'closed-form',
  listed: ['S12'],
  statement:
    'As long as leaderboards count right answers alone, the models that survive are guessers, and no progress in knowledge changes that.',
  source: ARTICLE,
  formula: 'm = 0: threshold → 0, err of the winner → (1 − k)(1 − q), at every k',
  explanation: [
    'A model knows the answers of a share k of the questions. Elsewhere it has a confidence, and answers iff that is above its threshold; it is right as often as it is confident. Forty models answer the same exams: half of their thresholds are drawn at random, a quarter of the models answer everything and a quarter only what they know. The better half by mean score stays, and each of them is copied with a slightly moved threshold; one copy in twenty is a new model. This is repeated forty times. Guessers are not intended: they are the models that are left.',
    'Three populations know 30, 60 and 90 % of the answers, because "smarter models" are the usual hope for a remedy. The control is the same selection under the largest number of benchmarks that charge a point for an error.',
  ],
  prediction: `graded by accuracy alone, in every population: survivors that answer at least nine in ten of what they do not know ≥ ${PREDICTED.guessers.low}, and the winner errs at (1 − k)(1 − q) ± ${PREDICTED.winnerLessGuesser.high}; with as many honest benchmarks as others, survivors of that kind ≤ ${PREDICTED.guessersUnderPenalty.high}`,
  check: ({ runs }) => {
    const leagues = leaguesOf(runs, 0);
    const most = Math.max(...levels(leaguesOf(runs).map(({ run }) => run.honestBenchmarks)));
    const parts = levels(leagues.map(({ knowledge }) => knowledge)).map((knowledge): CheckResult => {
      const own = leagues.filter((league) => league.knowledge === knowledge);
      return allOf([
        meanWithin(
          `share of guessers among the survivors that know ${100 * knowledge} %`,
          leagueMeans(own, guessers),
          PREDICTED.guessers,
        ),
        meanWithin(
          'error of their winner less that of a model that answers everything',
          leagueMeans(own, ({ plain }) =>
            combine([plain.winner.error, plain.expected.error], (error, expected) => error - expected),
          ),
          PREDICTED.winnerLessGuesser,
        ),
      ]);
    });
    const [first, ...others] = parts;
    if (first === undefined || most === 0)
      return unmeasured('share of guessers among the survivors', 'no run without and with honest benchmarks');
    return allOf([
      first,
      ...others,
      meanWithin(
        `control: share of guessers with ${most} honest benchmarks`,
        leagueMeans(leaguesOf(runs, most), guessers),
        PREDICTED.guessersUnderPenalty,
      ),
    ]);
  },
};

const littleEffect: Claim = {
  id: 'few-honest-benchmarks-change-little',
  evidence: 'closed-form',
  listed: ['S14', 'C5', 'N4'],
  statement:
    'A few good evaluations of hallucination change little beside hundreds that reward guessing: the main ones must change.',
  source: ARTICLE,
  formula:
    'abstaining beats a guess that is right with probability q iff m > m* = n q/((1 − q)λ − q); n = 300, λ = 1: m* = 37.5, 100, 150 at q = 0.1, 0.2, 0.25, and 0.83 at q = 1/365',
  explanation: [
    'Of 300 + m benchmarks with equal weight, m charge a point for an error. On all of them a guess earns q on average; on the honest ones it also costs (1 − q).',
    'How large m must be depends on how good a guess is. Where one in four or ten is right, dozens of benchmarks are needed against 300. Where guesses are as bad as birthdays, a single one outweighs 363 others: errors are then so many that it is enough to charge for them in one place. All this holds where scores are averaged. Where the headline is accuracy alone, m is 0 whatever else is measured.',
  ],
  prediction: `share of guessers among the survivors with ${FEW} honest benchmarks against 300: ${rangeWords(PREDICTED.guessers)} where q is ${USEFUL_GUESS}, 0.2 or 0.25; ${rangeWords(PREDICTED.guessersUnderPenalty)} where it is 1/365. Share of the populations at least a factor ${FAR} from m* in which most survivors are what m* says, mean over seeds: ${rangeWords(PREDICTED.onSideOfClosedForm)}`,
  check: ({ runs }) => {
    const fixed = leaguesOf(runs).filter((league) => !isSpread(league));
    const few = levels(fixed.map(({ run }) => run.honestBenchmarks)).find((honest) => honest >= FEW) ?? null;
    const ofQuality = (isChosen: (q: number) => boolean) =>
      leagueMeans(
        fixed.filter(
          ({ run }) => run.honestBenchmarks === few && run.guessAccuracy !== null && isChosen(run.guessAccuracy),
        ),
        guessers,
      );
    const share = `share of guessers with ${few} honest benchmarks`;
    const birthdays = ofQuality((q) => q <= BIRTHDAY_GUESS);
    const far = fixed.filter(({ run: { honestBenchmarks: honest, needed } }) =>
      judge([honest, needed], (m, limit) => m > FAR * limit || m < limit / FAR),
    );
    const onSide = leagueMeans(far, ({ run: { honestBenchmarks, needed }, plain }) =>
      combine([plain.guessers, honestBenchmarks, needed], (own, m, limit) => Number(own > 0.5 === m < limit)),
    );
    const depends = holdsOnlyWhere(
      'guesses are right one time in ten or more, or accuracy alone is headlined; where they are as bad as guesses of birthdays (q = 1/365) a single honest benchmark outweighs hundreds of others, if scores are averaged',
      meanWithin(
        `${share}, q = 0.1 to 0.25`,
        ofQuality((q) => q >= USEFUL_GUESS),
        PREDICTED.guessers,
      ),
      meanWithin(`${share}, q = 1/365`, birthdays, PREDICTED.guessers),
    );
    return allOf([
      depends,
      meanWithin(`${share}, q = 1/365: hardly any`, birthdays, PREDICTED.guessersUnderPenalty),
      meanWithin(
        'share of the populations on the side of m* that the closed form says',
        onSide,
        PREDICTED.onSideOfClosedForm,
      ),
    ]);
  },
};

const threshold: Claim = {
  id: 'answering-pays-above-the-mixed-threshold',
  evidence: 'closed-form',
  listed: ['S14', 'S13'],
  statement:
    'A share w of benchmarks that charge λ for an error acts like a penalty wλ: models learn to answer iff their confidence is above wλ/(1 + wλ).',
  source: 'derived for this program',
  formula: 'τ* = wλ/(1 + wλ), below λ/(1 + λ) = ½ for every w < 1',
  explanation: [
    'Here the confidences in answers that are not known take every value between 0 and 1, so that a population can settle anywhere. It does not know the formula; it is only selected.',
    'One honest benchmark among 300 moves the threshold from 0 to 0.003. Even 300 honest ones move it to a third, and not to ½.',
  ],
  prediction: `mean threshold of the survivors less wλ/(1 + wλ), at every number of honest benchmarks: ${predictionWords(PREDICTED.threshold)}, half of a mutation`,
  check: ({ runs }) => {
    const leagues = leaguesOf(runs).filter(isSpread);
    const parts = levels(leagues.map(({ run }) => run.honestBenchmarks)).map((honest) =>
      meanWithin(
        `threshold less wλ/(1 + wλ), ${honest} honest benchmarks`,
        leagueMeans(
          leagues.filter(({ run }) => run.honestBenchmarks === honest),
          ({ plain, run }) =>
            combine([plain.threshold, run.expectedThreshold], (settled, expected) => settled - expected),
        ),
        PREDICTED.threshold,
      ),
    );
    const [first, ...others] = parts;
    return first === undefined
      ? unmeasured('threshold less wλ/(1 + wλ)', 'no run has measured it')
      : allOf([first, ...others]);
  },
};

const mitigation: Claim = {
  id: 'fixed-scoreboards-spread-mitigations',
  evidence: 'closed-form',
  listed: ['S15'],
  statement:
    'A technique that saves errors at the cost of a few right answers spreads once scoreboards charge enough for errors, and not before.',
  source: ARTICLE,
  formula: 'adopted iff wλ·c_e > c_a (c_e: errors saved, c_a: right answers lost)',
  explanation: [
    'Models may adopt a technique that turns half of their errors and one in a hundred of their right answers into abstentions. At first half of them have it. By accuracy it only costs.',
    'Whether it pays is known in closed form: for a model that keeps its threshold, wλ·c_e − c_a, and for one that may choose another threshold with it. The two differ where guessing pays with the technique and not without it. Developers may change both, so the second decides.',
  ],
  prediction: `accuracy alone: adopted by ${rangeWords(PREDICTED.adopters)} of the survivors, at every knowledge; share of the populations with a gain or loss of more than ${CLEAR} in which most survivors have it iff it gains, mean over seeds: ${rangeWords(PREDICTED.onSideOfClosedForm)}; there are some of both kinds`,
  check: ({ runs }) => {
    const leagues = leaguesOf(runs);
    const gainOf = ({ mitigable }: League): number => mitigable.gain.jointly ?? 0;
    const clear = leagues.filter((league) => Math.abs(gainOf(league)) > CLEAR);
    if (clear.length === 0)
      return unmeasured(
        'share of the populations that adopt what pays and leave what does not',
        'no population has a clear gain or loss',
      );
    const pays = clear.filter((league) => gainOf(league) > 0);
    const trapped = pays.filter(({ mitigable }) => judge([mitigable.gain.alone], (alone) => alone < -CLEAR));
    const adopts = ({ mitigable }: League): boolean | null => judge([mitigable.mitigated], (share) => share > 0.5);
    const finding = allOf([
      meanWithin(
        'share of the populations that adopt what pays and leave what does not',
        leagueMeans(clear, (league) =>
          combine([league.mitigable.mitigated], (share) => Number(share > 0.5 === gainOf(league) > 0)),
        ),
        PREDICTED.onSideOfClosedForm,
      ),
      meanWithin(
        'share that adopts it where accuracy alone counts',
        leagueMeans(leaguesOf(runs, 0), ({ mitigable }) => mitigable.mitigated),
        PREDICTED.adopters,
      ),
      exactlyWithin('populations in which it pays', pays.length, PREDICTED.populations),
      exactlyWithin('populations in which it does not', clear.length - pays.length, PREDICTED.populations),
    ]);
    return {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `Of ${trapped.length} populations in which it pays only together with another threshold, ${trapped.filter(adopts).length} adopt it.`,
      ],
    };
  },
};

const ranking: Claim = {
  id: 'penalties-reorder-models',
  evidence: 'closed-form',
  listed: ['S10'],
  statement: 'A ranking by accuracy differs from one that counts errors: the more an error costs, the less they agree.',
  source: ARTICLE,
  formula: "Kendall's τ between the order by accuracy and that by right − λ·error: 1 at λ = 0, falling with λ",
  explanation: [
    'Four hundred made-up models of all degrees of knowledge and caution are ranked by their expected scores. By accuracy an error and an abstention are the same; the more errors count, the further cautious models rise above guessers that know no more.',
    'How much depends on how good the guesses are: where hardly any is right, guessing changes accuracy so little that even models of equal caution are mostly ordered by what they know, and the rankings agree.',
  ],
  prediction: `confidences of every degree: Kendall τ ${PREDICTED.kendall[0].around?.value} at λ = 0, ${rangeWords(PREDICTED.kendall[1])} at λ = 1, ${rangeWords(PREDICTED.kendall[9])} at λ = 9, and no rise from one λ to the next`,
  check: ({ runs }) => {
    const ranked = leaderboardsRuns(runs).filter(
      ({ honestBenchmarks, guessAccuracy }) => honestBenchmarks === 0 && guessAccuracy === null,
    );
    if (ranked.length === 0) return unmeasured('Kendall τ', 'no run has ranked models');
    const under = (lambda: number, range: Range): CheckResult =>
      meanWithin(
        `Kendall τ with the order by accuracy, λ = ${lambda}`,
        ranked.map(({ rankings }) => rankings.find(({ penalty }) => penalty === lambda)?.kendall ?? null),
        range,
      );
    const penalties = present(ranked[0].rankings.map(({ penalty }) => penalty));
    const falls = penalties.slice(1).map((lambda, place) =>
      meanWithin(
        `change of Kendall τ from λ = ${penalties[place]} to ${lambda}`,
        ranked.map(({ rankings }) =>
          combine([rankings[place + 1].kendall, rankings[place].kendall], (now, before) => now - before),
        ),
        PREDICTED.fallOfKendall,
      ),
    );
    return allOf([
      under(1, PREDICTED.kendall[1]),
      under(9, PREDICTED.kendall[9]),
      under(0, PREDICTED.kendall[0]),
      ...falls,
    ]);
  },
};

export const oneHonestBenchmark: ExperimentClaims = {
  experiment: 'one-honest-benchmark-among-many',
  title: 'One honest benchmark among many: what leaderboards breed',
  claims: [breed, littleEffect, threshold, mitigation, ranking],
  figures: (tables) => [guessersFigure(tables), thresholdFigure(tables), rankingFigure(tables)],
};
