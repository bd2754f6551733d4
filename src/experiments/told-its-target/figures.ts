/** How much a network answers at each target that it is told, and how its regret falls as it is graded. */
import type { Figure } from '../../report/figures/figure.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import {
  atEnd,
  GRADED,
  type Graded,
  LEVEL_NAMES,
  LEVELS,
  regretBySteps,
  runsGraded,
  sharesAt,
  TARGETS,
} from './readings.js';

const COLOURS = ['#000000', '#E69F00', '#0072B2', '#D55E00'];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond'] as const;
const KINDS = Object.keys(GRADED) as Graded[];

export function toldFigures(tables: ReportTables): readonly Figure[] {
  return [answered(tables), regrets(tables)];
}

function answered(tables: ReportTables): Figure {
  const [id, title] = ['answers-by-told-target', 'What is answered at each target told'];
  const panels = KINDS.map((graded) => ({
    heading: `graded ${graded === 'told' ? 'at the target told' : GRADED[graded]}`,
    series: LEVEL_NAMES.map(
      (level, i): Series => ({
        name: `c = ${LEVELS[level]}`,
        colour: COLOURS[i],
        shape: SHAPES[i],
        points: pointsOf(
          TARGETS.map((x) => ({
            x,
            mean: meanOf(
              runsGraded(tables, graded)
                .map((row) => 1 - sharesAt(atEnd(tables, row), level, x).abstention)
                .filter(Number.isFinite),
            ),
          })),
        ),
      }),
    ),
  })).filter(({ series }) => series.some(({ points }) => points.length > 0));
  if (panels.length === 0)
    return { id, title, missing: 'The runs hold no told targets (toldTargets of the families).' };
  return {
    id,
    title,
    caption: [
      'Share of the prompts of each kind of questions that are answered, against the target that the prompt tells; c is the share of people of whom the usual answer is right. Means over worlds with 95 % Student t intervals, on people of whom no answer was graded.',
      'The network that is graded at the target told answers a kind where c is above t and drops it where t has passed c. The others read the same words, which mean nothing to them.',
    ],
    spec: seriesFigure(
      panels,
      { title: 'target told, t' },
      { title: 'share of prompts answered', scale: { domain: [0, 1] } },
      { width: 210, height: 260 },
    ),
  };
}

function regrets(tables: ReportTables): Figure {
  const [id, title] = ['regret-by-step', 'Regret at each target, as grading goes on'];
  const panels = KINDS.map((graded) => ({
    heading: `graded ${graded === 'told' ? 'at the target told' : GRADED[graded]}`,
    series: TARGETS.map(
      (t, i): Series => ({
        name: `t = ${t}`,
        colour: COLOURS[i],
        shape: SHAPES[i],
        points: regretPoints(tables, runsGraded(tables, graded), t),
      }),
    ),
  })).filter(({ series }) => series.some(({ points }) => points.length > 0));
  if (rowsOf(tables.curves).length === 0 || panels.length === 0)
    return { id, title, missing: 'The runs hold no curves of told targets (posttraining.curvePoints).' };
  return {
    id,
    title,
    caption: [
      'Points a question below the best that can be earned without knowing the person, Σ max(c − t, 0)/4; a line a target that prompts tell. Step 0 is the base model. Means over worlds with 95 % Student t intervals.',
      'All lines go to 0 only where the grades follow the target told. A network of one target leaves its regret at others.',
    ],
    spec: seriesFigure(
      panels,
      { title: 'steps under the grader' },
      { title: 'regret, points a question', scale: { domain: [-0.05, 0.35] } },
      { width: 210, height: 260 },
    ),
  };
}

function regretPoints(tables: ReportTables, rows: readonly number[], t: (typeof TARGETS)[number]): Series['points'] {
  const byStep = new Map<number, number[]>();
  for (const row of rows)
    for (const { step, regret } of regretBySteps(tables, row, t))
      byStep.set(step, [...(byStep.get(step) ?? []), regret]);
  return pointsOf([...byStep].map(([x, values]) => ({ x, mean: meanOf(values.filter(Number.isFinite)) })));
}
