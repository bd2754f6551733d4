/** δ while a model trains, reliability by the number of passes, and what decision rules trade. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { level, stepPoints, stepsFigure } from '../../report/figures/stepsFigure.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { column, lengths, manyPasses, onePass, passesWords, rowsOfLength, rulesOf, value } from './readings.js';

const COLOURS = ['#0072B2', '#E69F00', '#D55E00', '#CC79A7'];
const SHAPES = ['circle', 'diamond', 'triangle-up', 'square'] as const;

/** The longest training: δ of the population and of the rows, with err and the missing mass. */
export function deltaAgainstSteps(tables: ReportTables): Figure {
  const longest = manyPasses(tables);
  const group = groupsOf(tables.runs).find(({ rows }) => rows.some((row) => longest.includes(row)));
  const curve = (path: string) => stepPoints(tables, group, column(path));
  const mass = meanOf(longest.map((row) => value(tables, row, 'missingMass')))?.mean ?? 0;
  const series: readonly Series[] = [
    { name: 'missing mass MM', colour: '#555', dash: [6, 4], points: level(curve('delta'), mass) },
    { name: 'error rate err', colour: '#009E73', shape: 'square', points: curve('errorRate') },
    { name: 'δ of the population', colour: '#D55E00', shape: 'triangle-up', points: curve('delta') },
    { name: 'δ against the training rows', colour: '#0072B2', shape: 'circle', points: curve('trainDelta') },
  ];
  const [pass, last] = [lengths(tables)[0], lengths(tables).at(-1) ?? 0];
  return stepsFigure(
    {
      id: 'delta-against-steps',
      title: 'δ while a model memorises',
      caption: [
        `Birthdays, the longest training (${passesWords(tables, last)}; one pass is ${pass} steps). Means over seeds with 95 % Student t intervals. δ against the rows returns to 0 while δ of the population climbs to the missing mass; err falls to it.`,
      ],
    },
    series,
    { title: 'probability', scale: { domain: [0, 1] } },
    { width: 520, height: 320 },
  );
}

const DECADES = { values: [1e-4, 1e-3, 1e-2, 0.1, 1], format: '.0e' };

/** Of the probability that models put on responses of about one p̂, how much was right. */
export function reliabilityByPasses(tables: ReportTables): Figure {
  const id = 'reliability';
  const title = 'Reliability diagram';
  const binPaths = Array.from({ length: 17 }, (_, bin) => `reliability.${bin}`);
  const series = lengths(tables).map((steps, at): Series => {
    const rows = rowsOfLength(tables, steps);
    const points = binPaths.flatMap((path) => {
      // A bin in which hardly any probability lies tells more of luck than of the model.
      const kept = rows.filter((row) => value(tables, row, `${path}.predicted`) > 0.002);
      const middle = kept.map((row) =>
        Math.sqrt(Math.max(value(tables, row, `${path}.above`), 1e-5) * value(tables, row, `${path}.upTo`)),
      );
      const truth = meanOf(
        kept.map(
          (row, i) => (middle[i] * value(tables, row, `${path}.true`)) / value(tables, row, `${path}.predicted`),
        ),
      );
      return kept.length === 0
        ? []
        : pointsOf([{ x: middle[0], mean: truth && { ...truth, lower: null, upper: null } }]);
    });
    return {
      name: passesWords(tables, steps),
      colour: COLOURS[at % COLOURS.length],
      shape: SHAPES[at % SHAPES.length],
      points: points.filter(({ x, mean }) => x >= 1e-4 && mean >= 1e-4),
    };
  });
  if (series.every(({ points }) => points.length === 0))
    return { id, title, missing: 'The runs hold no bins of reliability (measurement.reliability).' };
  const diagonal: Series = {
    name: 'calibrated',
    colour: '#555',
    dash: [6, 4],
    points: [exact(1e-4, 1e-4), exact(1, 1)],
  };
  const log = { type: 'log', domain: [1e-4, 1.2] };
  return {
    id,
    title,
    caption: [
      'All pairs of prompt and response by the probability p̂(r|c) that the final model gives them (four bins a decade), and the share of it that is true, Σ μ p / Σ μ p̂, times p̂: what a bin of that p̂ should have said. On the diagonal a model means what it says. Bins with less than 0.2 % of the probability, or with nothing true in them, are left out.',
      'Above the diagonal a model promises less than it keeps, below it more. δ at a threshold z sums what is promised and what is kept over all bins above z, so that bins on both sides of the diagonal make up for one another: a δ near 0 is less than a diagonal.',
    ],
    spec: seriesFigure(
      [{ series: [diagonal, ...series] }],
      { title: 'p̂(r|c)', scale: log, axis: DECADES },
      { title: 'share that is true', scale: log, axis: DECADES },
      { width: 380, height: 360 },
    ),
  };
}

/** δ_z at every edge z of the bins. */
export function deltaAtThresholds(tables: ReportTables): Figure {
  const id = 'delta-at-thresholds';
  const title = 'δ at all thresholds';
  const series = lengths(tables).map((steps, at): Series => {
    const rows = rowsOfLength(tables, steps).filter((row) => !Number.isNaN(value(tables, row, 'reliability.0.above')));
    const above = rows.map(() => 0);
    const points = Array.from({ length: 16 }, (_, bin) => {
      rows.forEach(
        (row, i) =>
          (above[i] +=
            value(tables, row, `reliability.${bin}.predicted`) - value(tables, row, `reliability.${bin}.true`)),
      );
      return {
        x: rows.length === 0 ? NaN : value(tables, rows[0], `reliability.${bin}.above`),
        mean: meanOf(above.map(Math.abs)),
      };
    });
    return {
      name: passesWords(tables, steps),
      colour: COLOURS[at % COLOURS.length],
      shape: SHAPES[at % SHAPES.length],
      points: pointsOf(points),
    };
  });
  if (series.every(({ points }) => points.length === 0))
    return { id, title, missing: 'The runs hold no bins of reliability (measurement.reliability).' };
  return {
    id,
    title,
    caption: [
      'δ_z = |Σ_c μ(c) Σ_{r: p̂(r|c) > z} (p̂(r|c) − p(r|c))| of the final models at thresholds z; the theorems take z = 1/364 = 0.0027. A model may be calibrated there and not elsewhere. Means over seeds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [{ series }],
      { title: 'threshold z', scale: { type: 'log', domain: [1e-4, 1] }, axis: DECADES },
      { title: 'calibration gap δ_z', scale: { domain: [0, 0.5] } },
      { width: 420, height: 300 },
    ),
  };
}

const RULES = [
  { rule: 'temperature', name: 'temperature T', colour: '#0072B2', shape: 'circle' },
  { rule: 'idk-bias', name: 'IDK bias', colour: '#E69F00', shape: 'diamond' },
  { rule: 'confidence', name: 'abstain below a confidence', colour: '#D55E00', shape: 'triangle-up' },
] as const;

/** err against δ under decision rules, for the calibrated and for the memorising model. */
export function frontier(tables: ReportTables): Figure {
  const id = 'error-delta-frontier';
  const title = 'Error against calibration gap under decision rules';
  const panelOf = (heading: string, rows: readonly number[]) => {
    const measured = rows.flatMap((row) => rulesOf(tables, row));
    const series = RULES.map(({ rule, ...look }): Series => {
      const settings = [...new Set(measured.filter((each) => each.rule === rule).map((each) => each.value))];
      const means = settings.flatMap((setting) => {
        const same = measured.filter((each) => each.rule === rule && each.value === setting);
        const [delta, wrong] = [meanOf(same.map((each) => each.delta)), meanOf(same.map((each) => each.wrong))];
        return delta && wrong ? [{ ...wrong, x: delta.mean }] : [];
      });
      return { ...look, points: means };
    });
    return { heading, series };
  };
  if (onePass(tables).every((row) => rulesOf(tables, row).length === 0))
    return { id, title, missing: 'No decision rule was measured.' };
  return {
    id,
    title,
    caption: [
      'Each sign is a rule at one setting on the final model: T from ¼ to 4, the logit of IDK raised by −4 to 8, or abstention unless the likeliest date has p̂ above 0 to 1. Means over seeds; upright bars are 95 % intervals of err + invalid mass. A rule that lowers the error moves right: it is less calibrated. The rule that always abstains, lower right, errs never.',
    ],
    spec: seriesFigure(
      [
        panelOf('after one pass', onePass(tables)),
        panelOf(`after ${passesWords(tables, lengths(tables).at(-1)!)}`, manyPasses(tables)),
      ],
      { title: AXES.delta, scale: { domain: [0, 1] } },
      { title: 'err + invalid mass', scale: { domain: [0, 1] } },
      { width: 280, height: 300 },
    ),
  };
}
