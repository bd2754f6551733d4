/** Figures of the two test-takers: the guesser's lead by accuracy, and the abstainer's under confidence targets. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { someGuessRight } from '../../theory/guessing.js';
import { power } from '../../theory/power.js';
import { BIRTHDAYS, placedTargets, takersAt, testsOf, unknownCounts } from './readings.js';

const LOOKS = [
  { colour: COLOUR.blue, shape: 'circle' },
  { colour: COLOUR.vermilion, shape: 'triangle-up' },
  { colour: COLOUR.green, shape: 'square' },
  { colour: COLOUR.purple, shape: 'diamond' },
] as const;

/** Share of tests in which the guesser leads, by the number of birthdays that neither knows. */
export function leadFigure(tables: ReportTables): Figure {
  const [id, title] = ['guessers-lead', 'How often the guesser leads by accuracy'];
  const measured = pointsOf(
    unknownCounts(tables).map((x) => ({
      x,
      mean: meanOver(testsOf(tables, x, BIRTHDAYS), (row) => takersAt(tables.runs, row).lead.share),
    })),
  );
  if (measured.length === 0) return { id, title, missing: 'No run has asked for birthdays.' };
  const ladder = Array.from({ length: 41 }, (_, i) => Math.round(30 * power(10, (i / 40) * Math.log10(5000 / 30))));
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
              colour: THEORY,
              dash: DASH.dashed,
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

/** Share of tests in which the abstainer scores higher, by confidence target. */
export function aheadFigure(tables: ReportTables): Figure {
  const [id, title] = ['abstainers-lead', 'How often the abstainer leads under a confidence target'];
  const series = unknownCounts(tables).map((unknown, i): Series => {
    const rows = testsOf(tables, unknown, BIRTHDAYS);
    const targets = placedTargets(tables, rows).filter(({ target }) => target > 0 && target <= 0.2);
    return {
      name: `n = ${unknown}`,
      ...LOOKS[i % LOOKS.length],
      points: pointsOf(
        targets.map(({ place, target }) => ({
          x: target,
          mean: meanOver(rows, (row) => takersAt(tables.runs, row).targets[place]?.abstainerAhead ?? null),
        })),
      ),
    };
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
            { name: 't = 1/365', colour: THEORY, dash: DASH.dashed, points: [exact(chance, 0), exact(chance, 1)] },
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
