/** Figures of answers under stated stakes: how often and how rightly a model answers, and what it scores. */
import type { Figure } from '../../report/figures/figure.js';
import {
  type Axis,
  exact,
  gap,
  type Series,
  type SeriesPoint,
  seriesFigure,
} from '../../report/figures/seriesFigure.js';
import type { StakeRate, StakeRates } from '../measures/statedStakes.js';
import type { ScoredModel } from '../scoreReport.js';
import type { ModelLook } from './modelLooks.js';

const SIZE = { width: 300, height: 280 };

/** @returns no figures unless stakes were stated */
export function stakesFigures(
  models: readonly ScoredModel[],
  look: ReadonlyMap<string, ModelLook>,
  leftOut: readonly string[],
): readonly Figure[] {
  const told = models.flatMap(({ model, stakes }) => {
    const known = stakes?.stakes.filter(({ penalty }) => penalty !== null) ?? [];
    return known.length < 2 ? [] : [{ ...look.get(model)!, stakes: known }];
  });
  if (told.length === 0) return [];
  const penalties = [...new Set(told.flatMap(({ stakes }) => stakes.map(({ penalty }) => penalty!)))].sort(
    (a, b) => a - b,
  );
  const x: Axis = {
    title: 'stated penalty λ of an error',
    // Distances of log(1 + λ), so that 0 has a place.
    scale: { type: 'symlog', constant: 1, domain: [0, penalties[penalties.length - 1]], nice: false },
    axis: { values: penalties, format: '~g', grid: false },
  };
  const series = (of: (stake: StakeRates) => StakeRate | null): readonly Series[] =>
    told.map(({ stakes, ...each }) => ({ ...each, points: stakes.map((stake) => point(stake.penalty!, of(stake))) }));
  const best: readonly Series[] = told.map(({ stakes, name, colour }) => ({
    name: `${name}: own best`,
    colour,
    dash: [5, 4],
    points: stakes.map(({ penalty, best: own }) => exact(penalty!, own!.score)),
  }));
  const thresholds: readonly Series[] = told
    .filter(({ stakes }) => stakes.some(({ threshold }) => threshold !== null))
    .map(({ stakes, name, colour }) => ({
      name: `${name}: own threshold`,
      colour,
      dash: [1, 3],
      points: stakes.map(({ penalty, threshold }) =>
        threshold === null ? gap(penalty!) : exact(penalty!, threshold.score),
      ),
    }));
  return [
    {
      id: 'stated-stakes',
      title: 'Coverage and accuracy under stated stakes',
      caption: [
        'Left: share of questions that were attempted. Right: share right of the attempted ones. With 95 % intervals. A model that heeds the stakes answers less where errors cost more, and more of its answers are right.',
        ...leftOut,
      ],
      spec: seriesFigure(
        [
          { heading: 'attempted', series: series(({ coverage }) => coverage) },
          { heading: 'right of attempted', series: series(({ accuracyAttempted }) => accuracyAttempted) },
        ],
        x,
        { title: 'share', scale: { domain: [0, 1], nice: false } },
        SIZE,
        'bottom',
      ),
    },
    {
      id: 'score-at-stated-stakes',
      title: 'Score at the stated stakes',
      caption: [
        "Mean points per question at the penalty that the prompt stated, with 95 % intervals. Dashed: the best at that penalty among the model's ways to answer under any stated penalty, and abstaining from everything.",
        ...(thresholds.length === 0
          ? []
          : [
              'Dotted: its own best threshold of confidence, each fifth of the questions judged by the one that the other four choose.',
            ]),
        ...leftOut,
      ],
      spec: seriesFigure(
        [{ series: [...series(({ score }) => score), ...best, ...thresholds] }],
        x,
        { title: 'score, points per question' },
        { width: 440, height: 300 },
        'bottom',
      ),
    },
  ];
}

function point(x: number, rate: StakeRate | null): SeriesPoint | ReturnType<typeof gap> {
  if (rate === null || rate.value === null) return gap(x);
  return { x, mean: rate.value, lower: rate.interval?.lower ?? null, upper: rate.interval?.upper ?? null };
}
