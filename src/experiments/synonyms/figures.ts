/** Figure: error rate against the ways to state a fact, beside the missing masses of strings and of facts. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type MeasuredFamily, measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

export const WAYS = 'parameters.corpus.families.birthdays.synonyms';

export function rowsOfWays({ runs }: ReportTables, ways: number): readonly number[] {
  return rowsWhere(runs, { [WAYS]: ways });
}

/** Error and missing mass against the ways to state a fact. */
export function errorAgainstWays(tables: ReportTables): Figure {
  const { runs } = tables;
  const id = 'error-against-synonyms';
  const title = 'Error rate against the ways to state a fact';
  const levels = levelsOf(runs, WAYS);
  if (levels.length === 0) return { id, title, missing: 'There are no runs with synonyms.' };
  const against = (read: (family: MeasuredFamily) => number | null) =>
    pointsOf(
      levels.map((ways) => ({
        x: ways,
        mean: meanOver(rowsOfWays(tables, ways), (row) => read(measured(runs, row, 'birthdays'))),
      })),
    );
  const series: readonly Series[] = [
    {
      name: 'missing mass of strings',
      colour: COLOUR.vermilion,
      dash: DASH.dashed,
      points: against(({ missingMass }) => missingMass),
    },
    {
      name: 'error rate of the transformer',
      colour: COLOUR.blue,
      shape: 'circle',
      points: against(({ errorRate }) => errorRate),
    },
    {
      name: 'missing mass of facts',
      colour: COLOUR.green,
      dash: DASH.dotted,
      points: against(({ byFact }) => byFact.missingMass),
    },
  ];
  return {
    id,
    title,
    caption: [
      'Means over seeds with 95 % Student t intervals. A model that counts strings would lie on the upper line; a model that recognises a fact in any words would lie on the lower.',
    ],
    spec: seriesFigure(
      [{ series }],
      { title: 'ways to state each fact', axis: { values: levels, format: 'd' } },
      { title: AXES.errorRate, scale: { domain: [0, 1] } },
      { width: 420, height: 300 },
    ),
  };
}
