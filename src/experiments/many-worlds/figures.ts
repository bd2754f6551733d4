/** Figures of the many worlds: how far MM lies from sr, and the bound in expectation. */
import type { Figure } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import type { ReportTables } from '../../results/reportTables.js';
import { cellAt, groupsOf } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { theorem2LowerInExpectation } from '../../theory/theorems/theorem2InExpectation.js';
import { WORLDS_LEARNER_NAMES, WORLDS_LEARNERS, type WorldsRun, worldsRun, worldsValues } from './readings.js';

const BOUND = 'Lemma 1, bound at 99 %';
const LARGEST = 'largest of all worlds';
const TYPICAL = 'root mean square, measured';
const PREDICTED = 'root mean square, from n₁ and n₂';

/** |MM − sr| against N, typical and largest, beside Lemma 1's bound and the standard error of n_1 and n_2. */
export function distanceFigure(tables: ReportTables): Figure {
  const [id, title] = ['distance-of-missing-mass', 'How far the missing mass lies from the singleton rate'];
  const byExamples = new Map<number, number[]>();
  for (const row of groupsOf(tables.runs).flatMap(({ rows }) => rows)) {
    const { examples } = worldsRun(tables, row);
    if (examples !== null) byExamples.set(examples, [...(byExamples.get(examples) ?? []), row]);
  }
  if (byExamples.size === 0) return { id, title, missing: 'No world was drawn.' };
  const points = [...byExamples]
    .sort(([a], [b]) => a - b)
    .flatMap(([examples, rows]) => {
      const typical = meanOf(worldsValues(tables, ({ goodTuring }) => goodTuring.distance, rows))!;
      const predicted = meanOf(worldsValues(tables, ({ goodTuring }) => goodTuring.predicted, rows))!;
      const [halfWidth] = worldsValues(tables, ({ lemma1 }) => lemma1.halfWidth, rows);
      const largest = Math.max(...worldsValues(tables, ({ lemma1 }) => lemma1.largestRatio, rows)) * halfWidth;
      return [
        { series: BOUND, examples, y: halfWidth, lower: null, upper: null },
        { series: LARGEST, examples, y: largest, lower: null, upper: null },
        { series: TYPICAL, examples, y: typical.mean, lower: typical.lower, upper: typical.upper },
        { series: PREDICTED, examples, y: predicted.mean, lower: null, upper: null },
      ];
    });
  const series = [BOUND, LARGEST, TYPICAL, PREDICTED];
  const x = {
    field: 'examples',
    type: 'quantitative',
    title: 'training examples N',
    scale: { type: 'log', nice: false, padding: 20 },
    axis: { format: ',d', values: [...byExamples.keys()] },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'distance |MM − sr|',
    scale: { type: 'log', domain: [0.002, 1] },
    axis: { values: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] },
  });
  const color = {
    field: 'series',
    type: 'nominal',
    title: null,
    scale: { domain: series, range: [COLOUR.black, COLOUR.vermilion, COLOUR.blue, COLOUR.sky] },
    legend: { orient: 'bottom', columns: 2, labelLimit: 0 },
  };
  return {
    id,
    title,
    caption: [
      'Each point gathers all worlds with that many examples: other numbers of responses, answer probabilities and prompt distributions. Blue circles are means over settings and seeds with 95 % intervals; ' +
        'the light blue line is what the standard error √(n₁ + 2 n₂ − n₁²/N)/N, from the singletons and doubletons of each world, says they should be.',
      'Lemma 1 (Kalai et al. 2025) allows |MM − sr| ≤ 4.42 √(ln(5/γ)/N) to fail in one world of a hundred. The largest distance of any world stays far below: the constant is generous, but the fall with 1/√N is right.',
    ],
    spec: topLevel({
      width: 600,
      height: 360,
      layer: [
        {
          data: { values: points.filter(({ series: name }) => name !== TYPICAL && name !== LARGEST) },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x,
            y: y('y'),
            color,
            strokeDash: {
              field: 'series',
              type: 'nominal',
              title: null,
              scale: {
                domain: series,
                range: [
                  [1, 0],
                  [1, 0],
                  [1, 0],
                  [6, 4],
                ],
              },
            },
          },
        },
        {
          data: { values: points.filter(({ lower }) => lower !== null) },
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
        },
        {
          data: { values: points.filter(({ series: name }) => name === TYPICAL || name === LARGEST) },
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            x,
            y: y('y'),
            color,
            shape: {
              field: 'series',
              type: 'nominal',
              title: null,
              scale: { domain: series, range: ['circle', 'diamond', 'circle', 'circle'] },
            },
          },
        },
      ],
    }),
  };
}

/** E[err] of each learner against E[sr], with E[MM] − 2/K − E[δ], in the settings with most responses and most IDK. */
export function expectationFigure(tables: ReportTables): Figure {
  const [id, title] = ['theorem-2-in-expectation', 'Mean error rate of four learners, and the least that it can be'];
  const { runs } = tables;
  const responses = Math.max(...worldsValues(tables, (run) => run.responses));
  const alpha = Math.min(...worldsValues(tables, (run) => run.answerProbability));
  const chosen = groupsOf(runs)
    .map(({ rows }) => rows)
    .filter(([row]) => {
      const run = worldsRun(tables, row);
      const frequency = cellAt(runs, 'parameters.study.frequency', row) ?? 'uniform';
      return run.responses === responses && run.answerProbability === alpha && frequency === 'uniform';
    });
  if (chosen.length === 0) return { id, title, missing: 'No world was drawn.' };
  const points = WORLDS_LEARNER_NAMES.flatMap((learner) =>
    chosen.map((rows) => {
      const mean = (read: (run: WorldsRun) => number | null) => meanOf(worldsValues(tables, read, rows))!;
      const err = mean((run) => run[learner].error);
      const bound = theorem2LowerInExpectation({
        missingMass: mean((run) => run.missingMass).mean,
        responses,
        delta: mean((run) => run[learner].delta).mean,
      });
      return {
        learner: WORLDS_LEARNERS[learner],
        sr: mean((run) => run.singletonRate).mean,
        err: err.mean,
        lower: err.lower,
        upper: err.upper,
        bound,
      };
    }),
  ).sort((a, b) => a.sr - b.sr);
  const x = {
    field: 'sr',
    type: 'quantitative',
    title: 'singleton rate sr',
    scale: { domain: [0, 0.8] },
    axis: { tickCount: 4 },
  };
  const y = (field: string) => ({ field, type: 'quantitative', title: 'error rate E[err]', scale: { domain: [0, 1] } });
  const color = {
    field: 'what',
    type: 'nominal',
    title: null,
    scale: { domain: ['E[err], measured', 'E[MM] − 2/K − E[δ]'], range: [COLOUR.blue, COLOUR.black] },
    legend: { orient: 'bottom' },
  };
  return {
    id,
    title,
    caption: [
      `Worlds with |R| = ${responses} responses, α = ${alpha} and equally frequent prompts. Circles: the mean error rate over worlds, with its 95 % interval over seeds (smaller than the circle). Line: the bound in expectation of the same learner, which takes off its own δ; it is drawn where it is above 0 and says something.`,
      'The calibrated learner lies on its bound. Learners that never abstain err above it. The learner that abstains on everything it has not seen never errs, and its δ has grown by just what the bound needs: a learner that gives up calibration can avoid all errors.',
    ],
    spec: topLevel({
      data: { values: points },
      columns: 2,
      facet: {
        field: 'learner',
        type: 'nominal',
        title: null,
        sort: Object.values(WORLDS_LEARNERS),
        header: { labelFontSize: 13 },
      },
      spec: {
        width: 270,
        height: 200,
        layer: [
          {
            transform: [
              { aggregate: [{ op: 'max', field: 'bound', as: 'most' }], groupby: ['learner'] },
              { filter: 'datum.most <= 0' },
            ],
            mark: { type: 'text', fontSize: 12, color: '#444', text: 'bound vacuous (≤ 0) at every sr' },
            encoding: { x: { datum: 0.4 }, y: { datum: 0.9 } },
          },
          {
            transform: [{ filter: 'datum.bound > 0' }, { calculate: "'E[MM] − 2/K − E[δ]'", as: 'what' }],
            mark: { type: 'line', strokeWidth: 2 },
            encoding: { x, y: y('bound'), color },
          },
          {
            transform: [{ filter: 'datum.lower !== null' }, { calculate: "'E[err], measured'", as: 'what' }],
            mark: { type: 'rule' },
            encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
          },
          {
            transform: [{ calculate: "'E[err], measured'", as: 'what' }],
            mark: { type: 'point', filled: true, size: 60, opacity: 1 },
            encoding: { x, y: y('err'), color },
          },
        ],
      },
    }),
  };
}
