/** δ while a model trains, reliability by the number of passes, and what decision rules trade. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { level, stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { combine, type MeasuredFamily, measured, present } from '../../results/measured.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { birthdaysOf, lengths, manyPasses, onePass, passesWords, rowsOfLength } from './readings.js';

const LOOKS = [
  { colour: COLOUR.blue, shape: 'circle' },
  { colour: COLOUR.orange, shape: 'diamond' },
  { colour: COLOUR.vermilion, shape: 'triangle-up' },
  { colour: COLOUR.purple, shape: 'square' },
] as const;

/** δ of the population and of the rows in the longest training, with err and the missing mass. */
export function deltaAgainstSteps(tables: ReportTables): Figure {
  const longest = manyPasses(tables);
  const group = groupsOf(tables.runs).find(({ rows }) => rows.some((row) => longest.includes(row)));
  const curve = (key: 'delta' | 'errorRate' | 'trainDelta') =>
    stepPointsOf(tables, group, (row) => measured(tables.curves, row, 'birthdays')[key]);
  const mass = meanOf(present(birthdaysOf(tables, longest).map(({ missingMass }) => missingMass)))?.mean ?? 0;
  const series: readonly Series[] = [
    { name: 'missing mass MM', colour: THEORY, dash: DASH.dashed, points: level(curve('delta'), mass) },
    { name: 'error rate err', colour: COLOUR.green, shape: 'square', points: curve('errorRate') },
    { name: 'δ of the population', colour: COLOUR.vermilion, shape: 'triangle-up', points: curve('delta') },
    { name: 'δ against the training rows', colour: COLOUR.blue, shape: 'circle', points: curve('trainDelta') },
  ];
  const last = lengths(tables).at(-1);
  return stepsFigure(
    {
      id: 'delta-against-steps',
      title: 'δ while a model memorises',
      caption: [
        `Birthdays, the longest training (${last === undefined ? 'none yet' : passesWords(tables, last)}). Means over seeds with 95 % Student t intervals. δ against the rows returns to 0 while δ of the population climbs to the missing mass; err falls to it.`,
      ],
    },
    series,
    { title: 'probability', scale: { domain: [0, 1] } },
    { width: 520, height: 320 },
  );
}

const DECADES = { values: [1e-4, 1e-3, 1e-2, 0.1, 1], format: '.0e' };

/** Bins of the diagram: four a decade down to 1e-4, and one for the rest. */
const BINS = 17;

/** A bin of one model, with all of its numbers. */
interface Bin {
  readonly above: number;
  readonly upTo: number;
  /** Probability that the model put on the responses of the bin, and the part of it that was right. */
  readonly predicted: number;
  readonly right: number;
}

function binOf({ reliability }: MeasuredFamily, place: number): Bin | null {
  const bin = reliability[place];
  if (bin === undefined) return null;
  const { above, upTo, predicted, true: right } = bin;
  return above === null || upTo === null || predicted === null || right === null
    ? null
    : { above, upTo, predicted, right };
}

/** The share of the probability on responses of about one p̂ that was right. */
export function reliabilityByPasses(tables: ReportTables): Figure {
  const id = 'reliability';
  const title = 'Reliability diagram';
  const series = lengths(tables).map((length, at): Series => {
    const birthdays = birthdaysOf(tables, rowsOfLength(tables, length));
    const points = Array.from({ length: BINS }, (_, place) => place).flatMap((place) => {
      // A bin in which hardly any probability lies shows luck more than the model.
      const kept = present(birthdays.map((family) => binOf(family, place))).filter(
        ({ predicted }) => predicted > 0.002,
      );
      const middle = kept.map(({ above, upTo }) => Math.sqrt(Math.max(above, 1e-5) * upTo));
      const truth = meanOf(kept.map(({ predicted, right }, i) => (middle[i] * right) / predicted));
      return truth === null ? [] : [{ ...truth, lower: null, upper: null, x: middle[0] }];
    });
    return {
      name: passesWords(tables, length),
      ...LOOKS[at % LOOKS.length],
      points: points.filter(({ x, mean }) => x >= 1e-4 && mean >= 1e-4),
    };
  });
  if (series.every(({ points }) => points.length === 0))
    return { id, title, missing: 'The runs hold no bins of reliability (measurement.reliability).' };
  const diagonal: Series = {
    name: 'calibrated',
    colour: THEORY,
    dash: DASH.dashed,
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
  const series = lengths(tables).map((length, at): Series => {
    const binned = birthdaysOf(tables, rowsOfLength(tables, length)).filter((family) => binOf(family, 0) !== null);
    // From bin to bin, more and more of the probability lies above the lower edge z.
    let above: readonly (number | null)[] = binned.map(() => 0);
    const points = Array.from({ length: BINS - 1 }, (_, place) => place).flatMap((place) => {
      const bins = binned.map((family) => binOf(family, place));
      above = above.map((sum, i) => {
        const bin = bins[i];
        return bin && combine([sum], (before) => before + (bin.predicted - bin.right));
      });
      const edge = bins.find((bin) => bin !== null)?.above;
      return edge === undefined ? [] : [{ x: edge, mean: meanOf(present(above).map(Math.abs)) }];
    });
    return { name: passesWords(tables, length), ...LOOKS[at % LOOKS.length], points: pointsOf(points) };
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
  { rule: 'temperature', name: 'temperature T', colour: COLOUR.blue, shape: 'circle' },
  { rule: 'idk-bias', name: 'IDK bias', colour: COLOUR.orange, shape: 'diamond' },
  { rule: 'confidence', name: 'abstain below a confidence', colour: COLOUR.vermilion, shape: 'triangle-up' },
] as const;

/** err against δ under decision rules, for the calibrated and for the memorising model. */
export function frontier(tables: ReportTables): Figure {
  const id = 'error-delta-frontier';
  const title = 'Error against calibration gap under decision rules';
  const panelOf = (heading: string, rows: readonly number[]) => {
    const rules = birthdaysOf(tables, rows).flatMap((birthdays) => birthdays.rules);
    const series = RULES.map(({ rule, ...look }): Series => {
      const ofKind = rules.filter((each) => each.rule === rule);
      const settings = [...new Set(ofKind.map(({ value }) => value))];
      const points = settings.flatMap((setting) => {
        const same = ofKind.filter(({ value }) => value === setting);
        const delta = meanOf(present(same.map((each) => each.delta)));
        const wrong = meanOf(present(same.map((each) => each.wrong)));
        return delta && wrong ? [{ ...wrong, x: delta.mean }] : [];
      });
      return { ...look, points };
    });
    return { heading, series };
  };
  if (birthdaysOf(tables, onePass(tables)).every(({ rules }) => rules.length === 0))
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
