/** Figures of the two test-takers: the guesser's lead by accuracy, and the abstainer's under confidence targets. */
import type { Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { seedMean } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import { someGuessRight } from '../../theory/guessing.js';
import { BIRTHDAYS, RESPONSES, targetsOf, UNKNOWN } from './readings.js';

const LOOKS = [
  { colour: '#0072B2', shape: 'circle' },
  { colour: '#D55E00', shape: 'triangle-up' },
  { colour: '#009E73', shape: 'square' },
  { colour: '#CC79A7', shape: 'diamond' },
] as const;

/** How often the guesser leads, by the number of birthdays that neither knows. */
export function leadFigure({ runs }: ReportTables): Figure {
  const [id, title] = ['guessers-lead', 'How often the guesser leads by accuracy'];
  const rows = (unknown: number) => rowsWhere(runs, { [UNKNOWN]: unknown, [RESPONSES]: BIRTHDAYS });
  const measured = pointsOf(
    levelsOf(runs, UNKNOWN).map((x) => ({ x, mean: seedMean(runs, 'study.lead.share', rows(x)) })),
  );
  if (measured.length === 0) return { id, title, missing: 'No run has asked for birthdays.' };
  const ladder = Array.from({ length: 41 }, (_, i) => Math.round(30 * 10 ** ((i / 40) * Math.log10(5000 / 30))));
  return {
    id,
    title,
    caption: [
      'Share of tests in which the guesser has more right answers than the abstainer, who knows the same, against the number of birthdays that neither knows. Blue: measured, means over seeds with 95 % intervals (narrower than the signs). Grey: closed form.',
    ],
    spec: seriesFigure(
      [
        {
          series: [
            {
              name: '1 − (364/365)ⁿ',
              colour: '#555',
              dash: [6, 4],
              points: ladder.map((n) => exact(n, someGuessRight(1 / BIRTHDAYS, n))),
            },
            { name: 'measured', colour: LOOKS[0].colour, shape: LOOKS[0].shape, points: measured },
          ],
        },
      ],
      {
        title: 'unknown birthdays n',
        scale: { type: 'log', domain: [30, 5000] },
        axis: { format: ',d', values: [30, 100, 253, 1000, 3000] },
      },
      { title: 'P(guesser leads by accuracy)', scale: { domain: [0, 1] } },
      { width: 420, height: 280 },
    ),
  };
}

/** How often the abstainer's score is the higher one, by confidence target. */
export function aheadFigure({ runs }: ReportTables): Figure {
  const [id, title] = ['abstainers-lead', 'How often the abstainer leads under a confidence target'];
  const series = levelsOf(runs, UNKNOWN).flatMap((unknown, i): Series[] => {
    const rows = rowsWhere(runs, { [UNKNOWN]: unknown, [RESPONSES]: BIRTHDAYS });
    const targets = targetsOf(runs, rows).filter(({ target }) => target > 0 && target <= 0.2);
    const look = LOOKS[i % LOOKS.length];
    return [
      {
        name: `n = ${unknown}`,
        ...look,
        points: pointsOf(
          targets.map(({ place, target }) => ({
            x: target,
            mean: seedMean(runs, `study.targets.${place}.abstainerAhead`, rows),
          })),
        ),
      },
    ];
  });
  if (series.every(({ points }) => points.length === 0))
    return { id, title, missing: 'No run has asked for birthdays.' };
  const chance = 1 / BIRTHDAYS;
  return {
    id,
    title,
    caption: [
      'Share of tests in which the abstainer scores higher, against the confidence target t at which an error costs t/(1 − t); n birthdays that neither knows. Grey, upright: the chance of a guess, 1/365, above which the abstainer leads on average. Means over seeds with 95 % intervals (narrower than the signs). At small t a single lucky guess decides a test of few questions, hence one half at n = 253.',
    ],
    spec: seriesFigure(
      [
        {
          series: [
            { name: 't = 1/365', colour: '#555', dash: [6, 4], points: [exact(chance, 0), exact(chance, 1)] },
            ...series,
          ],
        },
      ],
      {
        title: 'confidence target t',
        scale: { type: 'log', domain: [0.001, 0.2] },
        axis: { format: '~g', values: [0.001, 0.002, 0.004, 0.01, 0.05, 0.2] },
      },
      { title: 'P(abstainer scores higher)', scale: { domain: [0, 1] } },
      { width: 420, height: 280 },
    ),
  };
}
