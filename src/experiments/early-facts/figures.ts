/** Figure: what is known of stated facts while a network trains, where they stop and where they go on. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { measured } from '../../results/measured.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';
import { FAMILY, known, knownAmongDates, type Read, stops } from './readings.js';

export function knowledgeAfterFacts(tables: ReportTables): Figure {
  const groups = groupsOf(tables.runs);
  const curve = (early: boolean, read: Read) =>
    stepPointsOf(
      tables,
      groups.find(({ rows }) => stops(tables, rows[0]) === early),
      (row) => read(measured(tables.curves, row, FAMILY)),
    );
  return stepsFigure(
    {
      id: 'knowledge-after-facts',
      title: 'What is left of facts that come early only',
      caption: [
        'Accuracy on stated facts where they stand in the first half of training only, and where they stand in all of it; each is read equally often in both. Dashed: the share of the right date among all dates, which does not depend on how likely a date is. Means over worlds with 95 % Student t intervals.',
      ],
    },
    [
      { name: 'facts throughout', colour: COLOUR.blue, shape: 'circle', points: curve(false, known) },
      { name: 'early facts', colour: COLOUR.vermilion, shape: 'triangle-up', points: curve(true, known) },
      {
        name: 'early facts, among dates',
        colour: COLOUR.orange,
        shape: 'diamond',
        dash: DASH.dashed,
        points: curve(true, knownAmongDates),
      },
    ],
    { title: 'accuracy on stated facts', scale: { domain: [0, 1] } },
    { width: 600, height: 320 },
  );
}
