/** Sums modulo m: a pattern that only a model of some size finds. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, meanWithin, rangeWords, unmeasured } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import type { Series } from '../../report/figures/seriesFigure.js';
import { stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { modelSizes } from '../../results/bySeed.js';
import { measured, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';

const LOOKS = [
  { colour: COLOUR.orange, shape: 'diamond' },
  { colour: COLOUR.blue, shape: 'circle' },
] as const;

/** Error rate on the sums that training never showed. */
function heldOutError(table: StoredTable, row: number): number | null {
  return measured(table, row, 'arithmetic').heldOut.errorRate;
}

const PREDICTED = { largest: atMost(0.05), smallest: atLeast(0.5) };

const vanish: Claim = {
  id: 'sums-vanish',
  evidence: 'trained',
  listed: ['S16', 'S20a'],
  statement: 'Errors on sums vanish with size and training, on sums that training never showed too.',
  source: 'the article of OpenAI (2025): errors that follow patterns disappear with scale',
  formula: 'err on held-out a + b mod m → 0',
  explanation: [
    'The rule is hidden in the data: numbers are words without order, and only the table of sums relates them. A tenth of the table is held out (a + b and b + a together, so that one does not give the other away). A model that memorises the rest is nearly always wrong on it; a model that finds the rule is right.',
    'Models of two sizes are trained, the larger some seventy times the smaller. The smaller is the control: it has no room for the rule, nor for the table. A network that memorises the table errs near 1 on the held-out sums, and one that finds the rule near 0.',
  ],
  prediction: `err on held-out sums, largest model: mean over worlds ${rangeWords(PREDICTED.largest)}; smallest model: ${rangeWords(PREDICTED.smallest)}`,
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err on held-out sums', 'models of several sizes');
    const heldOut = (rows: readonly number[]) => present(rows.map((row) => heldOutError(tables.runs, row)));
    return allOf([
      meanWithin('err on held-out sums, largest model', heldOut(sizes.at(-1)!.group.rows), PREDICTED.largest),
      meanWithin('control: err on held-out sums, smallest model', heldOut(sizes[0].group.rows), PREDICTED.smallest),
    ]);
  },
};

function errorAgainstSteps(tables: ReportTables): Figure {
  const series = modelSizes(tables).map(
    ({ parameters, group }, at): Series => ({
      name: `${Math.round(parameters).toLocaleString('en')} parameters`,
      ...LOOKS[at % LOOKS.length],
      points: stepPointsOf(tables, group, (row) => heldOutError(tables.curves, row)),
    }),
  );
  return stepsFigure(
    {
      id: 'sums-against-steps',
      title: 'Error on sums never shown, against training steps',
      caption: [
        'Error rate on the held-out sums, by the size of the model. Means over seeds with 95 % Student t intervals. At step 0 much of the probability lies on strings that are not numbers; these do not count as errors.',
      ],
    },
    series,
    { title: AXES.errorRate, scale: { domain: [0, 1] } },
    { width: 440, height: 300 },
  );
}

export const arithmetic: ExperimentClaims = {
  experiment: 'arithmetic',
  title: 'Sums: a pattern that takes a model of some size',
  claims: [vanish],
  figures: (tables) => [errorAgainstSteps(tables)],
};
