/** The report of an experiment: one HTML file that needs no network. */

import type { ReportTables } from '../../results/reportTables.js';
import { textAt } from '../../results/reportTables.js';
import type { RunBlock } from '../../results/runColumns.js';
import { runBlocks } from '../../results/runColumns.js';
import { fewerRuns } from '../../results/someRuns.js';
import { studyBlocks } from '../../results/studyColumns.js';
import type { Figure } from '../figures/figure.js';
import { standardFigures } from '../figures/standardFigures.js';
import { dataTableHtml } from './dataTable.js';
import { escapeHtml } from './escape.js';
import { glossed } from './formulas.js';
import { figureHtml, pageHtml } from './page.js';
import { originHtml, type Provenance } from './provenance.js';
import { SPOKEN_STYLE, type SpokenRun, spokenHtml } from './spokenHtml.js';
import { extent, question, summarySentences } from './summary.js';

/** Most runs that figures and tables show: a browser opens their page in a second. */
const MOST_SHOWN = 1000;

/** The part of an experiment's report that its claims add. */
export interface ClaimSection {
  /** HTML of the claims with their verdicts, without a heading. */
  readonly html: string;
  /** The verdicts in a sentence. */
  readonly summary: string;
  readonly figures: readonly Figure[];
  /** Rules of the style sheet that the HTML needs. */
  readonly style: string;
}

/**
 * Makes the report of a sweep from the tables alone; equal input gives equal text.
 * @param claims claims of the experiment, if it is one that ships
 * @param spoken what one of the networks said
 * @returns a whole HTML document
 */
export async function reportHtml(
  tables: ReportTables,
  provenance: Provenance,
  claims?: ClaimSection,
  spoken?: SpokenRun,
): Promise<string> {
  const experiment = tables.runs.metadata.experiment ?? 'experiment';
  const shown = fewerRuns(tables, MOST_SHOWN);
  const [main, ...others] = await Promise.all(figuresOf(shown, claims).map((figure) => figureHtml(figure)));
  const [first, second, ...further] = summarySentences(tables);
  const seen = new Set<string>();
  return pageHtml(
    `${experiment} – hallucination-rate`,
    `<header>
<p class="kicker">hallucination-rate</p>
<h1>${escapeHtml(experiment)}</h1>
<p>${escapeHtml(extent(tables))}.${shown === tables ? '' : ` The figures and the table of runs show ${MOST_SHOWN} of them, evenly spaced; runs.arrow holds all.`}</p>
</header>
<section class="answer" aria-labelledby="answer">
<h2 id="answer">${question(tables)}</h2>
${[first, second]
  .filter((sentence) => sentence !== undefined)
  .map((sentence) => `<p>${glossed(sentence, seen)}</p>`)
  .join('\n')}
${[...further, ...(claims === undefined ? [] : [claims.summary])].map((sentence) => `<p class="further">${glossed(sentence, seen)}</p>`).join('\n')}
</section>
${main ?? ''}
${spoken === undefined ? '' : spokenHtml(spoken)}
${claims === undefined ? '' : `<section aria-labelledby="claims">\n<h2 id="claims">The claims</h2>\n${claims.html}\n</section>`}
${others.join('\n')}
<section aria-labelledby="runs">
<h2 id="runs">${shown === tables ? 'All runs' : `${MOST_SHOWN} runs`}</h2>
${[...runBlocks(shown.runs), ...studyBlocks(shown.runs)].map((block, at) => runsHtml(shown, block, at)).join('\n') || '<p>There are no runs.</p>'}
</section>
${originHtml(provenance)}`,
    `${claims?.style ?? ''}${spoken === undefined ? '' : SPOKEN_STYLE}`,
  );
}

/** The figures, beginning with the first that can be drawn. A figure that two sources give is shown once. */
function figuresOf(tables: ReportTables, claims: ClaimSection | undefined): readonly Figure[] {
  const own = standardFigures(tables);
  const specs = new Set(own.flatMap((figure) => ('spec' in figure ? [JSON.stringify(figure.spec)] : [])));
  const added = (claims?.figures ?? []).filter(
    (figure) => !('spec' in figure) || !specs.has(JSON.stringify(figure.spec)),
  );
  const all = [...own, ...added.map((figure) => ({ ...figure, id: `claims-${figure.id}` }))];
  const main = all.find((figure) => 'spec' in figure);
  return main === undefined ? all : [main, ...all.filter((figure) => figure !== main)];
}

function runsHtml({ runs }: ReportTables, { title, columns, groups }: RunBlock, at: number): string {
  const rows = groups.flatMap(({ kind, rows: members }) =>
    members.map((row) => [
      escapeHtml(kind),
      ...columns.map(({ cell }) => escapeHtml(cell(row))),
      `<code>${escapeHtml(textAt(runs, 'run', row))}</code>`,
    ]),
  );
  return `<h3>${escapeHtml(title)}</h3>
${dataTableHtml({ id: `runs-${at}`, label: `Runs, ${title}`, noun: 'runs', columns: [{ heading: 'model' }, ...columns, { heading: 'run' }], rows })}`;
}
