/** Figure: what a network says about people of whom training states nothing, while it learns to read. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { measured } from '../../results/measured.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';
import { abstentionAlone, errorBehindOther, FAMILY, type Read, rightBehindPassage, wrongAlone } from './readings.js';

export function readingWhileTraining(tables: ReportTables): Figure {
  const [group] = groupsOf(tables.runs);
  const curve = (read: Read) => stepPointsOf(tables, group, (row) => read(measured(tables.curves, row, FAMILY)));
  return stepsFigure(
    {
      id: 'reading-while-training',
      title: 'Facts that training never states, with and without a passage',
      caption: [
        'Right behind a passage that states the fact; abstention and errors without a passage; errors behind a passage about somebody else. Means over worlds with 95 % Student t intervals.',
      ],
    },
    [
      { name: 'right, passage', colour: COLOUR.blue, shape: 'circle', points: curve(rightBehindPassage) },
      { name: 'abstains, no passage', colour: COLOUR.green, shape: 'square', points: curve(abstentionAlone) },
      { name: 'wrong, no passage', colour: COLOUR.orange, shape: 'diamond', points: curve(wrongAlone) },
      {
        name: "wrong, another's passage",
        colour: COLOUR.vermilion,
        shape: 'triangle-up',
        points: curve(errorBehindOther),
      },
    ],
    { title: 'probability', scale: { domain: [0, 1] } },
    { width: 600, height: 320 },
  );
}
