/** What a leaderboard breeds that averages a few honest benchmarks with hundreds graded by accuracy. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  unmeasured,
} from '../../claims/verdict.js';
import { numberAt, rowsOf } from '../../results/reportTables.js';
import { guessersFigure, rankingFigure, thresholdFigure } from './figures.js';
import { BIRTHDAY_GUESS, HONEST, type League, leaguesOf, levels, seedMeansOf } from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
/** "A few" of 300. */
const FEW = 10;
/** A population's mutations are of this size, so that its mean threshold is no more exact. */
const STEP = 0.05;

function guessers(league: League): number {
  return league.at('plain.guessers');
}
function spread({ guess }: League): boolean {
  return guess === null;
}

const breed: Claim = {
  id: 'accuracy-leaderboards-breed-guessers',
  listed: ['S12'],
  statement:
    'As long as leaderboards count right answers alone, the models that survive are guessers, and no progress in knowledge changes that.',
  source: ARTICLE,
  formula: 'm = 0: threshold → 0, err of the winner → (1 − k)(1 − q), at every k',
  explanation: [
    'A model knows the answers of a share k of the questions. Elsewhere it has a confidence, and answers iff that is above its threshold; it is right as often as it is confident. Forty models with thresholds drawn at random answer the same exams; the better half by mean score stays, each of it is copied with a slightly moved threshold, forty times over. Nobody intends guessers: they are what is left.',
    'Three populations know 30, 60 and 90 % of the answers, for "smarter models" is the remedy that is usually hoped for. The control is the same selection under the largest number of benchmarks that charge a point for an error.',
  ],
  prediction:
    'graded by accuracy alone, in every population: survivors that answer at least nine in ten of what they do not know ≥ 0.9, and the winner errs at (1 − k)(1 − q) ± 0.02; with as many honest benchmarks as others, survivors of that kind ≤ 0.1',
  check: ({ runs }) => {
    const leagues = leaguesOf(runs, 0);
    const most = Math.max(...leaguesOf(runs).map(({ honest }) => honest));
    const parts = levels(leagues.map(({ knowledge }) => knowledge)).map((knowledge): CheckResult => {
      const own = leagues.filter((league) => league.knowledge === knowledge);
      return allOf([
        meanWithin(
          `share of guessers among the survivors that know ${100 * knowledge} %`,
          seedMeansOf(own, guessers),
          atLeast(0.9),
        ),
        meanWithin(
          'error of their winner less that of a model that answers everything',
          seedMeansOf(own, (league) => league.at('plain.winner.error') - league.at('plain.expected.error')),
          about(0, 0.02),
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
        seedMeansOf(leaguesOf(runs, most), guessers),
        atMost(0.1),
      ),
    ]);
  },
};

const littleEffect: Claim = {
  id: 'few-honest-benchmarks-change-little',
  listed: ['S14', 'C5'],
  statement:
    'A few good evaluations of hallucination change little beside hundreds that reward guessing: the main ones must change.',
  source: ARTICLE,
  formula:
    'abstaining beats a guess that is right with probability q iff m > m* = n q/((1 − q)λ − q); n = 300, λ = 1: m* = 37.5, 100, 150 at q = 0.1, 0.2, 0.25, and 0.83 at q = 1/365',
  explanation: [
    'Of 300 + m benchmarks with equal weight m charge a point for an error. On all of them a guess brings q; on the honest ones it also costs (1 − q) on average.',
    'What m is needed depends on how good a guess is. Where one in four or ten is right, dozens of benchmarks are needed against 300. Where guesses are as bad as birthdays, a single one outweighs 363 others: errors are then so many that charging for them in one place is enough. All this holds where scores are averaged; where the headline is accuracy alone, m is 0 whatever else is measured.',
  ],
  prediction: `share of guessers among the survivors with ${FEW} honest benchmarks against 300: ≥ 0.9 where q is 0.1, 0.2 or 0.25; ≤ 0.1 where it is 1/365. In every setting at least a factor 1.5 from m*, most survivors are what m* says`,
  check: ({ runs }) => {
    const fixed = leaguesOf(runs).filter((league) => !spread(league));
    const few = levels(fixed.map(({ honest }) => honest)).find((honest) => honest >= FEW) ?? NaN;
    const at = (guess: (q: number) => boolean): CheckResult =>
      meanWithin(
        '',
        seedMeansOf(
          fixed.filter((league) => league.honest === few && guess(league.guess ?? NaN)),
          guessers,
        ),
        atLeast(0.9),
      );
    const far = fixed.filter(({ honest, run }) => honest > 1.5 * run('needed') || honest < run('needed') / 1.5);
    const flips = holdsAlways(
      'populations on the wrong side of m*',
      far.map((league) => guessers(league) > 0.5 === league.honest < league.run('needed')),
    );
    const named = (finding: CheckResult, what: string): CheckResult => ({
      ...finding,
      quantity: `share of guessers with ${few} honest benchmarks, ${what}`,
    });
    const depends = holdsOnlyWhere(
      'guesses are right one time in ten or more, or accuracy alone is headlined; where they are as bad as guesses of birthdays (q = 1/365) a single honest benchmark outweighs hundreds of others, if scores are averaged',
      named(
        at((q) => q >= 0.1),
        'q = 0.1 to 0.25',
      ),
      named(
        at((q) => q <= BIRTHDAY_GUESS),
        'q = 1/365',
      ),
    );
    return allOf([depends, flips]);
  },
};

const threshold: Claim = {
  id: 'answering-pays-above-the-mixed-threshold',
  listed: ['S14', 'S13'],
  statement:
    'A share w of benchmarks that charge λ for an error acts like a penalty wλ: models learn to answer iff their confidence is above wλ/(1 + wλ).',
  source: 'derived for this program',
  formula: 'τ* = wλ/(1 + wλ), below λ/(1 + λ) = ½ for every w < 1',
  explanation: [
    'Here the confidences of what is not known are of every degree between 0 and 1, so that a population can settle anywhere. It is not told the formula; it is only selected.',
    'One honest benchmark among 300 moves the threshold from 0 to 0.003; even as many as there are others move it to a third and not to ½.',
  ],
  prediction: `mean threshold of the survivors less wλ/(1 + wλ), at every number of honest benchmarks: 0 ± ${STEP}, the size of a mutation`,
  check: ({ runs }) => {
    const leagues = leaguesOf(runs).filter(spread);
    const parts = levels(leagues.map(({ honest }) => honest)).map((honest) =>
      meanWithin(
        `threshold less wλ/(1 + wλ), ${honest} honest benchmarks`,
        seedMeansOf(
          leagues.filter((league) => league.honest === honest),
          (league) => league.at('plain.threshold') - league.run('expectedThreshold'),
        ),
        about(0, STEP),
      ),
    );
    const [first, ...others] = parts;
    return first === undefined
      ? unmeasured('threshold less wλ/(1 + wλ)', 'no run has measured it')
      : allOf([first, ...others]);
  },
};

/** Populations whose gain is this far from 0: what two exams of 8000 questions can tell from luck. */
const CLEAR = 0.003;

const mitigation: Claim = {
  id: 'fixed-scoreboards-spread-mitigations',
  listed: ['S15'],
  statement:
    'A technique that saves errors at the cost of a few right answers spreads once scoreboards charge enough for errors, and not before.',
  source: ARTICLE,
  formula: 'adopted iff wλ·c_e > c_a (c_e: errors saved, c_a: right answers lost)',
  explanation: [
    'Models may adopt a technique that turns half of their errors and one in a hundred of their right answers into abstentions. At first half of them have it. By accuracy it costs and brings nothing.',
    'Whether it pays is known in closed form: for a model that keeps its threshold, wλ·c_e − c_a, and for one that may choose another threshold with it. The two differ where guessing pays with the technique and not without it: a population may then stay with either, and nothing is predicted. (This exception was made after trial runs on other seeds.)',
  ],
  prediction: `accuracy alone: adopted by at most 0.05 of the survivors, at every knowledge; in all populations in which both gains lie on one side of 0, by more than ${CLEAR}, most survivors have it iff the gains are positive; there are some of both kinds`,
  check: ({ runs }) => {
    const leagues = leaguesOf(runs);
    const gains = (league: League): readonly [least: number, most: number] => [
      league.at('mitigable.gain.alone'),
      league.at('mitigable.gain.jointly'),
    ];
    const pays = leagues.filter((league) => gains(league)[0] > CLEAR);
    const costs = leagues.filter((league) => gains(league)[1] < -CLEAR);
    if (pays.length + costs.length === 0)
      return unmeasured(
        'populations that adopt what does not pay, or leave what does',
        'no population has a clear gain or loss',
      );
    const trapped = leagues.filter((league) => gains(league)[0] < -CLEAR && gains(league)[1] > CLEAR);
    const adopts = (league: League): boolean => league.at('mitigable.mitigated') > 0.5;
    const finding = allOf([
      holdsAlways('populations that adopt what does not pay, or leave what does', [
        ...pays.map(adopts),
        ...costs.map((league) => !adopts(league)),
      ]),
      meanWithin(
        'share that adopts it where accuracy alone counts',
        seedMeansOf(leaguesOf(runs, 0), (league) => league.at('mitigable.mitigated')),
        atMost(0.05),
      ),
      exactlyWithin('populations in which it pays', pays.length, atLeast(1)),
      exactlyWithin('populations in which it does not', costs.length, atLeast(1)),
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
  listed: ['S10'],
  statement:
    'A ranking by accuracy is another ranking than one that counts errors: the more an error costs, the less they agree.',
  source: ARTICLE,
  formula: "Kendall's τ between the order by accuracy and that by right − λ·error: 1 at λ = 0, falling with λ",
  explanation: [
    'A hundred and fifty models of all degrees of knowledge and caution are ranked by their expected scores. By accuracy an error and an abstention are the same; the more errors count, the further cautious models rise above guessers that know no more.',
    'How much depends on how good the guesses are: where hardly any is right, guessing changes accuracy so little that even models of equal caution are mostly ordered by what they know, and the rankings agree.',
  ],
  prediction:
    'confidences of every degree: Kendall τ 1 at λ = 0, at most 0.85 at λ = 1, at most 0.6 at λ = 9, and never rising with λ',
  check: ({ runs }) => {
    const rows = rowsOf(runs).filter(
      (row) => numberAt(runs, HONEST, row) === 0 && numberAt(runs, 'study.guessAccuracy', row) === null,
    );
    const at = (place: number, row: number): number => numberAt(runs, `study.rankings.${place}.kendall`, row) ?? NaN;
    const [row] = rows;
    if (row === undefined) return unmeasured('Kendall τ', 'no run has ranked models');
    const penalties: number[] = [];
    for (let place = 0; numberAt(runs, `study.rankings.${place}.penalty`, row) !== null; place++)
      penalties.push(numberAt(runs, `study.rankings.${place}.penalty`, row)!);
    const under = (lambda: number, limit: ReturnType<typeof atMost>): CheckResult =>
      meanWithin(
        `Kendall τ with the order by accuracy, λ = ${lambda}`,
        rows.map((each) => at(penalties.indexOf(lambda), each)),
        limit,
      );
    return allOf([
      under(1, atMost(0.85)),
      under(9, atMost(0.6)),
      under(0, about(1, 1e-9)),
      holdsAlways(
        'steps of λ at which it rises',
        rows.flatMap((each) => penalties.slice(1).map((_, place) => at(place + 1, each) <= at(place, each) + 1e-9)),
      ),
    ]);
  },
};

export const oneHonestBenchmark: ExperimentClaims = {
  experiment: 'one-honest-benchmark-among-many',
  title: 'One honest benchmark among many: what leaderboards breed',
  claims: [breed, littleEffect, threshold, mitigation, ranking],
  figures: (tables) => [guessersFigure(tables), thresholdFigure(tables), rankingFigure(tables)],
};
