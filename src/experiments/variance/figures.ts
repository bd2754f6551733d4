/** Figure: how far each of the three seeds moves the error, what the missing mass does not explain of it, and δ. */
import type { Figure } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import type { ReportTables } from '../../results/reportTables.js';
import { QUANTITIES, type Quantity, SOURCES, type Source, spread } from './readings.js';

export function spreadBySeed(tables: ReportTables): Figure {
  const [id, title] = ['spread-by-seed', 'How far world, sample and model move the numbers'];
  const values = (Object.keys(QUANTITIES) as readonly Quantity[]).flatMap((quantity) =>
    (Object.keys(SOURCES) as readonly Source[]).flatMap((source) => {
      const deviation = spread(tables, quantity, source);
      return deviation === null ? [] : [{ quantity, seed: SOURCES[source], deviation }];
    }),
  );
  if (values.length === 0) return { id, title, missing: 'No runs differ in one of the three seeds alone.' };
  const seed = { field: 'seed', type: 'nominal', sort: Object.values(SOURCES), title: 'seed that is varied' };
  return {
    id,
    title,
    caption: [
      'Standard deviation between runs that differ in one seed alone, the other two being equal. Another sample has another missing mass, and with it another error; once MM·(1 − 1/R) is taken off, samples differ hardly more than initialisations do.',
    ],
    spec: topLevel({
      width: 420,
      height: 260,
      data: { values },
      mark: { type: 'bar' },
      encoding: {
        y: { field: 'quantity', type: 'nominal', sort: Object.keys(QUANTITIES), title: null },
        yOffset: seed,
        x: { field: 'deviation', type: 'quantitative', title: 'standard deviation' },
        color: { ...seed, scale: { range: [COLOUR.green, COLOUR.blue, COLOUR.orange] } },
      },
    }),
  };
}
