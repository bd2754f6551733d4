/** Figures: share of prompts answered at each target told, and regret while a network is graded. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import {
  answeredShare,
  GRADED,
  type Graded,
  gradedNetwork,
  LEVEL_NAMES,
  LEVELS,
  regretBySteps,
  runsGraded,
  sharesAt,
  TOLD_TARGETS,
} from './readings.js';

/** Looks of the four kinds of questions, and of the four targets. */
const LOOKS = [
  { colour: COLOUR.black, shape: 'circle' },
  { colour: COLOUR.orange, shape: 'square' },
  { colour: COLOUR.blue, shape: 'triangle-up' },
  { colour: COLOUR.vermilion, shape: 'diamond' },
] as const;
const KINDS = Object.keys(GRADED) as Graded[];

export function toldFigures(tables: ReportTables): readonly Figure[] {
  return [answered(tables), regrets(tables)];
}

function answered(tables: ReportTables): Figure {
  const [id, title] = ['answers-by-told-target', 'Answers at each target told'];
  const panels = KINDS.map((graded) => ({
    heading: `graded ${graded === 'told' ? 'at the target told' : GRADED[graded]}`,
    series: LEVEL_NAMES.map(
      (level, i): Series => ({
        name: `c = ${LEVELS[level]}`,
        ...LOOKS[i],
        points: pointsOf(
          TOLD_TARGETS.map((x) => ({
            x,
            mean: meanOver(runsGraded(tables, graded), (row) =>
              answeredShare(sharesAt(gradedNetwork(tables, row), level, x)),
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
      'Share of the prompts of each kind of questions that are answered, against the target that the prompt tells; c is the share of people for whom the usual answer is right. Means over worlds with 95 % Student t intervals, on people about whom no answer was graded.',
      'The network that is graded at the target told answers a kind while c is above t, and stops once t has passed c. The others read the same words, which mean nothing to them.',
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
    series: TOLD_TARGETS.map(
      (t, i): Series => ({
        name: `t = ${t}`,
        ...LOOKS[i],
        points: pointsOf(
          regretBySteps(tables, runsGraded(tables, graded), t).map(({ step, ...mean }) => ({ x: step, mean })),
        ),
      }),
    ),
  })).filter(({ series }) => series.some(({ points }) => points.length > 0));
  if (rowsOf(tables.curves).length === 0 || panels.length === 0)
    return { id, title, missing: 'The runs hold no curves of told targets (posttraining.curvePoints).' };
  return {
    id,
    title,
    caption: [
      'Points a question below the best that can be earned without knowing the person, Σ max(c − t, 0)/4; one line for each target that prompts tell. Step 0 is the base model. Means over worlds with 95 % Student t intervals.',
      'All lines go to 0 only where the grades follow the target told. A network graded at one target keeps its regret at others.',
    ],
    spec: seriesFigure(
      panels,
      { title: 'steps under the grader' },
      { title: 'regret, points a question', scale: { domain: [-0.05, 0.35] } },
      { width: 210, height: 260 },
    ),
  };
}
