/** Figures of the leaderboards: errors of the winner and thresholds against the number of honest benchmarks, rankings against the penalty. */
import type { Figure } from '../../report/figures/figure.js';
import {
  type Axis,
  exact,
  pointsOf,
  type Series,
  type SeriesPoint,
  seriesFigure,
} from '../../report/figures/seriesFigure.js';
import { numberAt, numbersAt, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { meanOf, seedMean } from '../../results/seedMeans.js';
import { GUESS, HONEST, type League, leaguesOf, levels, seedMeansOf } from './readings.js';

const LOOKS = [
  { colour: '#000000', shape: 'cross' },
  { colour: '#009E73', shape: 'square' },
  { colour: '#D55E00', shape: 'triangle-up' },
  { colour: '#0072B2', shape: 'circle' },
  { colour: '#CC79A7', shape: 'diamond' },
] as const;

function honestAxis(ticks: readonly number[]): Axis {
  return {
    title: 'honest benchmarks m, beside 300 graded by accuracy',
    scale: { type: 'symlog', constant: 1, nice: false },
    axis: { values: ticks },
  };
}

function against(leagues: readonly League[], value: (league: League) => number): readonly SeriesPoint[] {
  return pointsOf(
    levels(leagues.map(({ honest }) => honest)).map((x) => ({
      x,
      mean: meanOf(
        seedMeansOf(
          leagues.filter(({ honest }) => honest === x),
          value,
        ),
      ),
    })),
  );
}

function guessName(guess: number): string {
  return guess < 0.01 ? 'q = 1/365' : `q = ${guess}`;
}

/** Share of guessers among the survivors, by how good a guess is. */
export function guessersFigure({ runs }: ReportTables): Figure {
  const [id, title] = ['guessers-by-honest-benchmarks', 'How many honest benchmarks end guessing'];
  const fixed = leaguesOf(runs).filter(({ guess }) => guess !== null);
  if (fixed.length === 0) return { id, title, missing: 'No run has guesses of one quality.' };
  const qualities = levels(fixed.map(({ guess }) => guess!));
  const series = qualities.flatMap((quality, i): Series[] => {
    const own = fixed.filter(({ guess }) => guess === quality);
    const look = LOOKS[i % LOOKS.length];
    const needed = own[0].run('needed');
    return [
      { name: guessName(quality), ...look, points: against(own, (league) => league.at('plain.guessers')) },
      {
        name: `m* at ${guessName(quality)}`,
        colour: look.colour,
        dash: [2, 3],
        points: [exact(needed, 0), exact(needed, 1)],
      },
    ];
  });
  return {
    id,
    title,
    caption: [
      'Share of the surviving models that guess what they do not know, after forty generations, against the number m of benchmarks that charge a point for an error, beside 300 that grade by accuracy. Mean over three degrees of knowledge, 95 % intervals over seeds. Dotted: m* = 300 q/(1 − 2q), from which abstaining pays, for guesses that are right with probability q.',
    ],
    spec: seriesFigure(
      [{ series }],
      honestAxis(levels(fixed.map(({ honest }) => honest))),
      { title: 'share of guessers', scale: { domain: [0, 1] } },
      { width: 460, height: 280 },
    ),
  };
}

/** Thresholds that populations settle at, and the error of the winner, where confidences are of every degree. */
export function thresholdFigure({ runs }: ReportTables): Figure {
  const [id, title] = ['threshold-and-error', 'Thresholds that leaderboards breed, and errors of the model that leads'];
  const leagues = leaguesOf(runs).filter(({ guess }) => guess === null);
  if (leagues.length === 0) return { id, title, missing: 'No run has confidences of every degree.' };
  const degrees = levels(leagues.map(({ knowledge }) => knowledge));
  const of = (value: (league: League) => number): readonly Series[] =>
    degrees.map((knowledge, i) => ({
      name: `knows ${Math.round(100 * knowledge)} %`,
      ...LOOKS[i + 1],
      points: against(
        leagues.filter((league) => league.knowledge === knowledge),
        value,
      ),
    }));
  const foretold: Series = {
    name: 'best response',
    colour: '#555',
    dash: [6, 4],
    points: against(leagues, (league) => league.run('expectedThreshold')).map(({ x, mean }) => exact(x, mean)),
  };
  // One line a degree; a point that is no number parts it from the next.
  const expectedErrors = degrees.flatMap((knowledge) => [
    ...against(
      leagues.filter((league) => league.knowledge === knowledge),
      (league) => league.at('plain.expected.error'),
    ).map(({ x, mean }) => exact(x, mean)),
    exact(0, NaN),
  ]);
  return {
    id,
    title,
    caption: [
      'Left: mean threshold of the surviving models, beside wλ/(1 + wλ), w = m/(300 + m), λ = 1. Right: error rate of the model that leads, beside that of the best policy (dashed). Confidences of what is not known are of every degree; means over seeds with 95 % intervals.',
    ],
    spec: seriesFigure(
      [
        { heading: 'threshold', series: [foretold, ...of((league) => league.at('plain.threshold'))] },
        {
          heading: 'error rate of the winner',
          series: [{ ...foretold, points: expectedErrors }, ...of((league) => league.at('plain.winner.error'))],
        },
      ],
      honestAxis([0, 1, 10, 75, 300]),
      { title: 'threshold; error rate', scale: { domain: [0, 0.5] } },
      { width: 280, height: 280 },
    ),
  };
}

/** Agreement of rankings, against the penalty. */
export function rankingFigure({ runs }: ReportTables): Figure {
  const [id, title] = [
    'rankings-against-penalty',
    'How far rankings by accuracy agree with rankings that charge for errors',
  ];
  const rows = rowsOf(runs).filter((row) => numberAt(runs, HONEST, row) === 0);
  const qualities = [...levels(numbersAt(runs, GUESS, rows)), null];
  const series = qualities.flatMap((quality, i): Series[] => {
    const own = rows.filter((row) => numberAt(runs, GUESS, row) === quality);
    const points: SeriesPoint[] = [];
    for (let place = 0; own.length > 0; place++) {
      const penalty = numberAt(runs, `study.rankings.${place}.penalty`, own[0]);
      const mean = seedMean(runs, `study.rankings.${place}.kendall`, own);
      if (penalty === null || mean === null) break;
      points.push({ x: penalty, ...mean });
    }
    return points.length === 0
      ? []
      : [{ name: quality === null ? 'every degree' : guessName(quality), ...LOOKS[i % LOOKS.length], points }];
  });
  if (series.length === 0) return { id, title, missing: 'No run has ranked models.' };
  return {
    id,
    title,
    caption: [
      "Kendall's τ between the order of sixty models by accuracy and their order where an error costs λ, by how sure models are where they do not know. Models differ in knowledge and in their threshold; means over seeds with 95 % intervals.",
    ],
    spec: seriesFigure(
      [{ series }],
      {
        title: 'penalty λ for an error',
        scale: { type: 'symlog', constant: 0.1, nice: false },
        axis: { values: [0, 0.1, 0.3, 1, 3, 9], format: '.2~f' },
      },
      { title: "Kendall's τ with the order by accuracy", scale: { domain: [0, 1.02], nice: false } },
      { width: 420, height: 280 },
    ),
  };
}
