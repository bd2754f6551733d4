/** Figures: scores of thresholds at each target, and outcomes of the policy that is told its target. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { GRADED_OUTCOMES } from '../../scoring/grader.js';
import { FAMILIES, type FamilyName, scoreUnder, sharesAbove, TARGETS, thresholdRules } from './readings.js';

/** Looks of the targets, in their order. */
const LOOKS = [
  { colour: COLOUR.black, shape: 'circle' },
  { colour: COLOUR.orange, shape: 'square' },
  { colour: COLOUR.blue, shape: 'triangle-up' },
  { colour: COLOUR.vermilion, shape: 'diamond' },
] as const;

export function confidenceFigures(tables: ReportTables): readonly Figure[] {
  return [scores(tables), audit(tables)];
}

function scores(tables: ReportTables): Figure {
  const [id, title] = ['score-against-threshold', 'What answering above a threshold earns, target by target'];
  const rows = rowsOf(tables.runs);
  const thresholds = rows.length === 0 ? [] : thresholdRules(tables, rows[0]).map(({ value }) => value);
  if (thresholds.length === 0) return { id, title, missing: 'The runs hold no rules (measurement.confidenceTargets).' };
  const series = TARGETS.map(
    (t, i): Series => ({
      name: `t = ${t}`,
      ...LOOKS[i],
      points: pointsOf(
        thresholds.map((x) => ({ x, mean: meanOver(rows, (row) => scoreUnder(t, sharesAbove(tables, row, x))) })),
      ),
    }),
  );
  return {
    id,
    title,
    caption: [
      'The model gives its likeliest answer where its confidence is above τ; one line per target, means over worlds with 95 % Student t intervals. Points are on the scale where a right answer earns 1 more than an error, and abstaining 0.',
      'Under accuracy (t = 0) the line only falls: no abstention ever pays. Under a target it is to be highest at τ = t, as far as the confidences are those of being right.',
    ],
    spec: seriesFigure(
      [{ series }],
      { title: 'confidence above which the model answers, τ' },
      { title: 'points a question' },
      { width: 480, height: 320 },
    ),
  };
}

const LINES = {
  right: { name: 'right', colour: COLOUR.green, shape: 'circle' },
  error: { name: 'error', colour: COLOUR.vermilion, shape: 'triangle-up' },
  abstention: { name: '"I don\'t know"', colour: COLOUR.blue, shape: 'square' },
} as const;

function audit(tables: ReportTables): Figure {
  const [id, title] = ['told-targets', 'One policy told its target'];
  const rows = rowsOf(tables.runs);
  const panel = (family: FamilyName) => ({
    heading: family,
    series: GRADED_OUTCOMES.map(
      (outcome): Series => ({
        ...LINES[outcome],
        points: pointsOf(
          TARGETS.map((x) => ({
            x,
            mean: meanOver(rows, (row) => sharesAbove(tables, row, x, [family])?.[outcome] ?? null),
          })),
        ),
      }),
    ),
  });
  const panels = FAMILIES.map(panel);
  if (panels.every(({ series }) => series.every(({ points }) => points.length === 0)))
    return { id, title, missing: 'The runs hold no rules (measurement.confidenceTargets).' };
  return {
    id,
    title,
    caption: [
      'What the model does where it answers above the target that it is told; means over worlds with 95 % Student t intervals. Known facts are clean, of the doubtful ones three rows in ten were wrong, of the unknown nearly all.',
      'At t = 0 everything is answered. As the target rises the unknown facts go first, the doubtful ones next, and the known ones stay.',
    ],
    spec: seriesFigure(
      panels,
      { title: 'target told, t' },
      { title: 'share of prompts', scale: { domain: [0, 1] } },
      { width: 210, height: 260 },
    ),
  };
}
