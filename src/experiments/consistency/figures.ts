/** Figure: errors on what training never showed, by the number of samples that must agree. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { exact, pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { power } from '../../theory/power.js';
import { errorsOnU, type Moment, networkAt, runsTrained, SAMPLES, type Trained } from './readings.js';

const NETWORKS = [
  { name: 'trained a little', trained: 'little', moment: 'base', colour: COLOUR.green, shape: 'square' },
  { name: 'rows memorised', trained: 'long', moment: 'base', colour: COLOUR.blue, shape: 'circle' },
  {
    name: 'rows memorised, graded by accuracy',
    trained: 'long',
    moment: 'graded',
    colour: COLOUR.vermilion,
    shape: 'triangle-up',
  },
] as const satisfies readonly { readonly trained: Trained; readonly moment: Moment; readonly [look: string]: string }[];

const ASKED = [1, ...SAMPLES] as const;
/** Number of dates. */
const RESPONSES = 365;

export function consistencyFigures(tables: ReportTables): readonly Figure[] {
  const [id, title] = ['errors-by-agreeing-samples', 'Errors on unknown birthdays, by the samples that must agree'];
  const networks = NETWORKS.map(
    ({ name, trained, moment, colour, shape }): Series => ({
      name,
      colour,
      shape,
      points: pointsOf(
        ASKED.map((x) => ({
          x,
          mean: meanOver(runsTrained(tables, trained), (row) => errorsOnU(networkAt(tables, row, moment), x)),
        })),
      ),
    }),
  ).filter(({ points }) => points.length > 0);
  if (networks.length === 0) return [{ id, title, missing: 'No run asks for agreement (measurement.agreement).' }];
  const even: Series = {
    name: 'even guess',
    colour: COLOUR.black,
    dash: DASH.dashed,
    points: ASKED.map((x) => exact(x, (1 - 1 / RESPONSES) * power(RESPONSES, 1 - x))),
  };
  return [
    {
      id,
      title,
      caption: [
        'Probability of an error or an invalid string on prompts never answered in training, if a response is given only where all samples are the same. Means over worlds with 95 % Student t intervals; the scale is logarithmic.',
        'Each further sample divides the errors of an even guess by 365. A network that has memorised its rows is sure of some dates that it was never told, and repeats them.',
      ],
      spec: seriesFigure(
        [{ series: [...networks, even] }],
        { title: 'samples that must agree', axis: { tickCount: ASKED.length - 1, format: 'd' } },
        {
          title: 'err + invalid mass on unanswered prompts',
          scale: { type: 'log', domain: [0.001, 1] },
          axis: { values: [0.001, 0.01, 0.1, 1] },
        },
        { width: 420, height: 300 },
      ),
    },
  ];
}
