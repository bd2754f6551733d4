/** Figure: what a network knows while it trains, by the number of people. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import type { Series } from '../../report/figures/seriesFigure.js';
import { stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { accuracyOnShown } from '../../results/accuracyOnShown.js';
import { measured, stratum } from '../../results/measured.js';
import { groupsOf, numberAt, type ReportTables } from '../../results/reportTables.js';

const COLOURS = [COLOUR.sky, COLOUR.blue, COLOUR.green, COLOUR.orange];
const SHAPES = ['circle', 'square', 'diamond', 'triangle-up'] as const;

/** Accuracy on shown facts for each number of people; for the largest, also the confidence about people never spoken of. */
export function knowledgeWhileTraining(tables: ReportTables, family: string): Figure {
  const peopleOf = (row: number): number =>
    numberAt(tables.runs, `parameters.corpus.families.${family}.prompts`, row) ?? 0;
  const groups = [...groupsOf(tables.runs)].sort((a, b) => peopleOf(a.rows[0]) - peopleOf(b.rows[0]));
  const known = groups.map(
    (group, at): Series => ({
      name: `known, of ${peopleOf(group.rows[0])} people`,
      colour: COLOURS[at % COLOURS.length],
      shape: SHAPES[at % SHAPES.length],
      points: stepPointsOf(tables, group, (row) => accuracyOnShown(measured(tables.curves, row, family))),
    }),
  );
  const confidence: Series = {
    name: 'confidence on people never shown',
    colour: COLOUR.vermilion,
    shape: 'cross',
    dash: DASH.dashed,
    points: stepPointsOf(tables, groups.at(-1), (row) => stratum(measured(tables.curves, row, family), 0).confidence),
  };
  return stepsFigure(
    {
      id: 'knowledge-while-training',
      title: 'What is known while a network trains',
      caption: [
        'Accuracy on facts that training shows, for each number of people; dashed, with the most people, the mean probability of the likeliest answer about those of whom training says nothing. Means over worlds with 95 % Student t intervals. On the plateau at the left answers are well-formed dates, and nothing is known.',
      ],
    },
    [...known, confidence],
    { title: 'share of facts, probability', scale: { domain: [0, 1] } },
    { width: 600, height: 320 },
  );
}
