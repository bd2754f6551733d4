/** Figure: loss of the language and errors on facts, by the size of the network. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type MeasuredFamily, measured, runAt, stratum } from '../../results/measured.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';

type Read = (family: MeasuredFamily) => number | null;

/** Curves over the numbers of parameters; bits a character and shares have one axis. */
export function languageAndFactsBySize({ runs }: ReportTables, family: string): Figure {
  const id = 'language-and-facts-by-size';
  const title = 'Language and facts, by the size of the network';
  const groups = groupsOf(runs).flatMap(({ rows }) => {
    const { trainableParameters } = runAt(runs, rows[0]);
    return trainableParameters === null ? [] : [{ x: trainableParameters, rows }];
  });
  if (groups.length < 2) return { id, title, missing: 'There are no networks of several sizes.' };
  const series = (name: string, read: Read, look: Pick<Series, 'colour' | 'shape' | 'dash'>): Series => ({
    name,
    ...look,
    points: pointsOf(
      groups.map(({ x, rows }) => ({ x, mean: meanOver(rows, (row) => read(measured(runs, row, family))) })),
    ),
  });
  return {
    id,
    title,
    caption: [
      'Held-out bits a character, and err + invalid mass over all facts and over those that no sentence states, of networks that read the same text. Means over worlds with 95 % Student t intervals. The line that a calibrated learner follows is dashed: MM·(1 − 1/R).',
    ],
    spec: seriesFigure(
      [
        {
          series: [
            series('bits a character, held out', ({ prose }) => prose.bitsPerCharacter, {
              colour: COLOUR.blue,
              shape: 'square',
            }),
            series('wrong on facts never stated', (each) => stratum(each, 0).wrong, {
              colour: COLOUR.vermilion,
              shape: 'triangle-up',
            }),
            series('wrong on all facts', ({ wrong }) => wrong, { colour: COLOUR.orange, shape: 'circle' }),
            series('calibrated learner', ({ calibratedError }) => calibratedError, {
              colour: COLOUR.black,
              shape: 'diamond',
              dash: DASH.dashed,
            }),
          ],
        },
      ],
      { title: 'parameters', scale: { type: 'log' } },
      { title: 'bits a character, or share', scale: { zero: true } },
      { width: 460, height: 320 },
    ),
  };
}
