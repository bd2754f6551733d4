/** Sums modulo m: a pattern that takes a model of some size to find. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, meanWithin, unmeasured } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import type { Series } from '../../report/figures/seriesFigure.js';
import { stepPoints, stepsFigure } from '../../report/figures/stepsFigure.js';
import { modelSizes } from '../../results/bySeed.js';
import { metric, numbersAt, type ReportTables } from '../../results/reportTables.js';

const SUMS = { name: 'arithmetic', nature: 'pattern' } as const;
const LOOKS = [
  { colour: '#56B4E9', shape: 'triangle-up' },
  { colour: '#E69F00', shape: 'diamond' },
  { colour: '#0072B2', shape: 'circle' },
] as const;

const vanish: Claim = {
  id: 'sums-vanish',
  listed: ['S16', 'S20a'],
  statement: 'Errors on sums vanish with size and training, on sums that training never showed too.',
  source: 'the article of OpenAI (2025): errors that follow patterns disappear with scale',
  formula: 'err on held-out a + b mod m → 0',
  explanation: [
    'The rule is hidden in the data: numbers are words without order, and only the table of sums ties them together. A tenth of the table is held out (a + b and b + a together, so that one does not tell the other). Who memorises the rest is wrong there nearly always; who finds the rule is right.',
    'Three sizes, more than a hundredfold apart. The smallest is the control: it has no room for the rule, nor for the table.',
  ],
  prediction: 'err on held-out sums at most 0.02 for the largest model, at least 0.5 for the smallest',
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err on held-out sums', 'models of several sizes');
    const heldOut = (rows: readonly number[]) => numbersAt(tables.runs, metric(SUMS, 'heldOut.errorRate'), rows);
    return allOf([
      meanWithin('err on held-out sums, largest model', heldOut(sizes.at(-1)!.group.rows), atMost(0.02)),
      meanWithin('control: err on held-out sums, smallest model', heldOut(sizes[0].group.rows), atLeast(0.5)),
    ]);
  },
};

function errorAgainstSteps(tables: ReportTables): Figure {
  const series = modelSizes(tables).map(
    ({ parameters, group }, at): Series => ({
      name: `${Math.round(parameters).toLocaleString('en')} parameters`,
      ...LOOKS[at % LOOKS.length],
      points: stepPoints(tables, group, metric(SUMS, 'heldOut.errorRate')),
    }),
  );
  return stepsFigure(
    {
      id: 'sums-against-steps',
      title: 'Error on sums never shown, against training steps',
      caption: [
        'Error rate on the held-out sums, by the size of the model. Means over seeds with 95 % Student t intervals. At step 0 much of the probability lies on strings that are no number, which is no error.',
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
