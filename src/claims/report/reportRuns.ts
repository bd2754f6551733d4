/** Every run behind the claims in one table. */

import { type DataColumn, dataTableHtml } from '../../report/page/dataTable.js';
import { escapeHtml } from '../../report/page/escape.js';
import { measured, runAt } from '../../results/measured.js';
import { METRIC_ROWS } from '../../results/metrics.js';
import {
  cellAt,
  type Family,
  familiesOf,
  type ReportTables,
  rowsOf,
  settingPaths,
  textAt,
} from '../../results/reportTables.js';
import { metricCell, NOTHING, whole } from '../../results/runColumns.js';
import type { ExperimentOutcome } from '../checkClaims.js';

const REPORTED = METRIC_ROWS.filter(([, { table }]) => table?.inReproduce);

const COLUMNS: readonly DataColumn[] = [
  { heading: 'experiment', words: true },
  { heading: 'model', words: true },
  { heading: 'setting', meaning: 'swept values, the last names of their keys', words: true },
  { heading: 'seed', meaning: 'seed of the run: a world of facts, a training set and a model of its own' },
  {
    heading: 'family',
    meaning: `family of facts or patterns that the numbers are of; a run has a row for each, one with ${NOTHING} where it is of a study`,
    words: true,
  },
  ...REPORTED.map(([, { table }]): DataColumn => ({ heading: table!.heading, meaning: table!.meaning })),
  { heading: 'run', meaning: 'its folder in the store' },
];

/** The table, folded up and left out on paper: it may have thousands of rows. */
export function allRunsHtml(outcomes: readonly ExperimentOutcome[]): string {
  const there = outcomes.flatMap(({ claims: { experiment }, tables }) =>
    tables === null ? [] : [{ experiment, tables }],
  );
  const runs = there.reduce((sum, { tables }) => sum + tables.runs.rows, 0);
  const wanted = outcomes.reduce((sum, outcome) => sum + outcome.runs, 0);
  const rows = there.flatMap(({ experiment, tables }) =>
    rowsOf(tables.runs).flatMap((row) => linesOf(experiment, tables, row)),
  );
  return `<section aria-labelledby="all-runs">
<h2 id="all-runs">Every run</h2>
${runs < wanted ? `<p>${wanted - runs} of ${wanted} runs have no result.</p>` : ''}
${
  runs === 0
    ? '<p>There are no runs.</p>'
    : `<details>
<summary>${runs === 1 ? 'One run' : `${runs} runs`}, a row for each family of facts</summary>
${dataTableHtml({ id: 'runs', label: 'Every run', noun: 'rows', columns: COLUMNS, rows })}
</details>`
}
</section>`;
}

function linesOf(experiment: string, { runs }: ReportTables, row: number): readonly (readonly string[])[] {
  const setting = settingPaths(runs)
    .map((path) => `${path.split('.').at(-1)} = ${inWords(String(cellAt(runs, `parameters.${path}`, row)))}`)
    .join(', ');
  const asked = familiesOf(runs).filter((family) => measured(runs, row, family.name).errorRate !== null);
  const families: readonly (Family | null)[] = asked.length > 0 ? asked : [null];
  return families.map((family) => [
    ...[
      experiment,
      textAt(runs, 'model.kind', row),
      setting || NOTHING,
      whole(runAt(runs, row).seed),
      family?.name ?? NOTHING,
      ...REPORTED.map(([path]) => (family === null ? NOTHING : metricCell(runs, family, path, row))),
    ].map(escapeHtml),
    `<code>${escapeHtml(textAt(runs, 'run', row))}</code>`,
  ]);
}

/** A swept value in words; sections of a config are stored as JSON. */
function inWords(value: string): string {
  return value.startsWith('{') ? value.replace(/[{}"]/g, '').replaceAll(':', ' ').replaceAll(',', ', ') : value;
}
