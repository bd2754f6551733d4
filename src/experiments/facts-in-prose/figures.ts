/** Figure: the language and the facts of one network while it trains. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';

/** Errors of the setting in the middle of the sweep, against steps. */
export function languageWhileTraining(tables: ReportTables, family: string): Figure {
  const groups = groupsOf(tables.runs);
  const group = groups[Math.floor(groups.length / 2)];
  const curve = (read: (measured: MeasuredFamily) => number | null) =>
    stepPointsOf(tables, group, (row) => read(measured(tables.curves, row, family)));
  return stepsFigure(
    {
      id: 'language-and-facts',
      title: 'Language and facts while a network trains',
      caption: [
        'Errors on facts that the text states once and on facts that it never states (invalid answers included), and on pairs of held-out texts of which one is misspelt, or has the wrong verb. Means over worlds with 95 % Student t intervals.',
      ],
    },
    [
      {
        name: 'facts never stated',
        colour: COLOUR.vermilion,
        shape: 'triangle-up',
        points: curve((each) => stratum(each, 0).wrong),
      },
      {
        name: 'facts stated once',
        colour: COLOUR.orange,
        shape: 'diamond',
        points: curve((each) => stratum(each, 1).wrong),
      },
      {
        name: 'agreement of verbs',
        colour: COLOUR.blue,
        shape: 'square',
        dash: DASH.dashed,
        points: curve(({ prose }) => prose.agreementError),
      },
      {
        name: 'spelling',
        colour: COLOUR.green,
        shape: 'circle',
        points: curve(({ prose }) => prose.spellingError),
      },
    ],
    { title: 'error', scale: { domain: [0, 1] } },
    { width: 600, height: 320 },
  );
}
