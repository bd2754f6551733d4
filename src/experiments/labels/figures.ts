/** Figure: the discriminator's error against the share of false statements that it is trained on. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import { COLOUR, THEORY } from '../../report/figures/palette.js';
import { present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import { errorOnShownFacts, NEGATIVES, OF, statementsAt } from './readings.js';

const LINES = ['birthdays, unseen', 'birthdays, seen', 'brackets, unseen', 'brackets, seen'];

export function errorAgainstNegatives({ runs }: ReportTables): Figure {
  const id = 'error-against-negatives';
  const title = 'A discriminator with labels';
  const shares = levelsOf(runs, NEGATIVES);
  const points = ['birthdays', 'brackets'].flatMap((of) =>
    shares.flatMap((share) => {
      const statements = rowsWhere(runs, { [OF]: of, [NEGATIVES]: share }).map((row) => statementsAt(runs, row));
      const values = {
        // Without negatives no false statement is ever shown, and "held out" would mean all of them.
        unseen: statements.map(({ heldOut, errorRate }) => (share > 0 ? heldOut.errorRate : errorRate)),
        seen: share > 0 ? statements.map(errorOnShownFacts) : [],
      };
      return (['unseen', 'seen'] as const).flatMap((what) => {
        const mean = meanOf(present(values[what]));
        return mean
          ? [
              {
                line: `${of}, ${what}`,
                share: `${share * 100} %`,
                ...mean,
                lower: mean.lower === null ? null : Math.max(0, mean.lower),
                upper: mean.upper === null ? null : Math.min(1, mean.upper),
              },
            ]
          : [];
      });
    }),
  );
  if (points.length === 0) return { id, title, missing: 'No run has measured labelled statements.' };
  const order = shares.map((share) => `${share * 100} %`);
  const x = {
    field: 'share',
    type: 'ordinal',
    sort: order,
    title: 'share of the training rows that are false statements',
    axis: { labelAngle: 0 },
  };
  const offset = { field: 'line', type: 'nominal', scale: { domain: LINES } };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: ['error rate on statements,', 'half of them false'],
    scale: { domain: [0, 0.65] },
  });
  const color = {
    field: 'line',
    type: 'nominal',
    title: 'statements',
    scale: { domain: LINES, range: [COLOUR.vermilion, COLOUR.orange, COLOUR.green, COLOUR.sky] },
  };
  return {
    id,
    title,
    caption: [
      'A transformer reads statements and says "valid" or "invalid". Means over worlds with 95 % intervals; the dashed line is chance. Unseen: statements of facts that training never shows. Where no training row is false (0 %), the error is measured on all statements: the model has learnt to say "valid" always.',
      'With labels it learns the brackets, seen or not, and the birthdays that it was shown. On other birthdays it stays at chance.',
    ],
    spec: topLevel({
      width: 480,
      height: 320,
      layer: [
        {
          data: { values: [{ y: 0.5 }] },
          mark: { type: 'rule', strokeDash: [5, 4], color: THEORY, strokeWidth: 1.5 },
          encoding: { y: { field: 'y', type: 'quantitative' } },
        },
        {
          data: { values: points.filter(({ lower }) => lower !== null) },
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { x, xOffset: offset, y: y('lower'), y2: { field: 'upper' }, color },
        },
        {
          data: { values: points },
          mark: { type: 'point', filled: true, size: 90, opacity: 1 },
          encoding: {
            x,
            xOffset: offset,
            y: y('mean'),
            color,
            shape: {
              field: 'line',
              type: 'nominal',
              title: 'statements',
              scale: { domain: LINES, range: ['circle', 'diamond', 'square', 'triangle-up'] },
            },
          },
        },
      ],
    }),
  };
}
