/** Figures: guessers, thresholds and errors against honest benchmarks; agreement of rankings against the penalty. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import {
  type Axis,
  exact,
  gap,
  pointsOf,
  type Series,
  type SeriesPoint,
  seriesFigure,
} from '../../report/figures/seriesFigure.js';
import { present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { type League, leaderboardsRuns, leagueMeans, leaguesOf, levels } from './readings.js';

const LOOKS = [
  { colour: COLOUR.black, shape: 'cross' },
  { colour: COLOUR.green, shape: 'square' },
  { colour: COLOUR.vermilion, shape: 'triangle-up' },
  { colour: COLOUR.blue, shape: 'circle' },
  { colour: COLOUR.purple, shape: 'diamond' },
] as const;

function honestAxis(ticks: readonly number[]): Axis {
  return {
    title: 'honest benchmarks m, beside 300 graded by accuracy',
    scale: { type: 'symlog', constant: 1, nice: false },
    axis: { values: ticks },
  };
}

function against(leagues: readonly League[], value: (league: League) => number | null): readonly SeriesPoint[] {
  return pointsOf(
    levels(leagues.map(({ run }) => run.honestBenchmarks)).map((x) => ({
      x,
      mean: meanOf(
        present(
          leagueMeans(
            leagues.filter(({ run }) => run.honestBenchmarks === x),
            value,
          ),
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
  const fixed = leaguesOf(runs).filter(({ run }) => run.guessAccuracy !== null);
  if (fixed.length === 0) return { id, title, missing: 'No run has guesses of one quality.' };
  const qualities = levels(fixed.map(({ run }) => run.guessAccuracy));
  const series = qualities.flatMap((quality, i): Series[] => {
    const own = fixed.filter(({ run }) => run.guessAccuracy === quality);
    const look = LOOKS[i % LOOKS.length];
    const { needed } = own[0].run;
    return [
      { name: guessName(quality), ...look, points: against(own, ({ plain }) => plain.guessers) },
      {
        name: `m* at ${guessName(quality)}`,
        colour: look.colour,
        dash: DASH.dotted,
        points: needed === null ? [] : [exact(needed, 0), exact(needed, 1)],
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
      honestAxis(levels(fixed.map(({ run }) => run.honestBenchmarks))),
      { title: 'share of guessers', scale: { domain: [0, 1] } },
      { width: 460, height: 280 },
    ),
  };
}

/** Thresholds that populations settle at, and the error of the winner, where confidences are of every degree. */
export function thresholdFigure({ runs }: ReportTables): Figure {
  const [id, title] = ['threshold-and-error', 'Thresholds that leaderboards breed, and errors of the model that leads'];
  const leagues = leaguesOf(runs).filter(({ run }) => run.guessAccuracy === null);
  if (leagues.length === 0) return { id, title, missing: 'No run has confidences of every degree.' };
  const degrees = levels(leagues.map(({ knowledge }) => knowledge));
  const of = (value: (league: League) => number | null): readonly Series[] =>
    degrees.map((knowledge, i) => ({
      name: `knows ${Math.round(100 * knowledge)} %`,
      ...LOOKS[i + 1],
      points: against(
        leagues.filter((league) => league.knowledge === knowledge),
        value,
      ),
    }));
  const bestResponse: Series = {
    name: 'best response',
    colour: THEORY,
    dash: DASH.dashed,
    points: against(leagues, ({ run }) => run.expectedThreshold).map(({ x, mean }) => exact(x, mean)),
  };
  // One line for each degree, with a gap before the next.
  const expectedErrors = degrees.flatMap((knowledge) => [
    ...against(
      leagues.filter((league) => league.knowledge === knowledge),
      ({ plain }) => plain.expected.error,
    ).map(({ x, mean }) => exact(x, mean)),
    gap(0),
  ]);
  return {
    id,
    title,
    caption: [
      'Left: mean threshold of the surviving models, beside wλ/(1 + wλ), w = m/(300 + m), λ = 1. Right: error rate of the model that leads, beside that of the best policy (dashed). Confidences of what is not known are of every degree; means over seeds with 95 % intervals.',
    ],
    spec: seriesFigure(
      [
        { heading: 'threshold', series: [bestResponse, ...of(({ plain }) => plain.threshold)] },
        {
          heading: 'error rate of the winner',
          series: [{ ...bestResponse, points: expectedErrors }, ...of(({ plain }) => plain.winner.error)],
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
  const ranked = leaderboardsRuns(runs).filter(({ honestBenchmarks }) => honestBenchmarks === 0);
  const qualities = [...levels(ranked.map(({ guessAccuracy }) => guessAccuracy)), null];
  const series = qualities.flatMap((quality, i): Series[] => {
    const own = ranked.filter(({ guessAccuracy }) => guessAccuracy === quality).map(({ rankings }) => rankings);
    const points = (own[0] ?? []).flatMap(({ penalty }, place): SeriesPoint[] => {
      const mean = meanOf(present(own.map((rankings) => rankings[place]?.kendall ?? null)));
      return penalty === null || mean === null ? [] : [{ x: penalty, ...mean }];
    });
    return points.length === 0
      ? []
      : [{ name: quality === null ? 'every degree' : guessName(quality), ...LOOKS[i % LOOKS.length], points }];
  });
  if (series.length === 0) return { id, title, missing: 'No run has ranked models.' };
  return {
    id,
    title,
    caption: [
      "Kendall's τ between the order of four hundred models by accuracy and their order where an error costs λ, by how sure models are where they do not know. Models differ in knowledge and in their threshold; means over seeds with 95 % intervals.",
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
