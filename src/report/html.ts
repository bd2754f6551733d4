/** The report: one HTML file that needs no network and no script. */
import { answer, extent, question } from './answer.js';
import { figures } from './figures.js';
import { figureHtml, pageHtml } from './page.js';
import type { ReportTables } from './rows.js';
import { textAt } from './rows.js';
import type { RunBlock } from './runColumns.js';
import { runBlocks } from './runColumns.js';
import { studyBlocks } from './studyBlocks.js';
import { escapeHtml } from './svg.js';
import { formulas } from './symbols.js';

/** How the runs came about, to be shown as it is. */
export interface Provenance {
  /** The experiment file's text. */
  readonly config: string;
  /** The command that makes the runs again. */
  readonly command: string;
  /** The program's version. */
  readonly version: string;
}

/**
 * The report of a sweep. Reads the tables only; equal input gives equal text.
 * @returns a whole HTML document
 */
export async function reportHtml(tables: ReportTables, provenance: Provenance): Promise<string> {
  const experiment = tables.runs.metadata.experiment ?? 'experiment';
  const sections = await Promise.all(figures(tables).map((figure) => figureHtml(figure)));
  return pageHtml(`${experiment} – hallucination-rate`, `<header>
<p class="kicker">hallucination-rate</p>
<h1>${escapeHtml(experiment)}</h1>
<p>${escapeHtml(extent(tables))}.</p>
</header>
<section class="answer" aria-labelledby="answer">
<h2 id="answer">${question(tables)}</h2>
${answer(tables).map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
</section>
${sections.join('\n')}
<section aria-labelledby="runs">
<h2 id="runs">All runs</h2>
${[...runBlocks(tables.runs), ...studyBlocks(tables.runs)].map((block) => tableHtml(tables, block)).join('\n') || '<p>There are no runs.</p>'}
</section>
<section aria-labelledby="reproduce">
<h2 id="reproduce">How to reproduce</h2>
<p>Version ${escapeHtml(provenance.version)} of the program, with this command:</p>
<pre>${escapeHtml(provenance.command)}</pre>
<p>The experiment as it was given:</p>
<pre>${escapeHtml(provenance.config)}</pre>
<p>The numbers are in <code>runs.arrow</code> (a row a run) and <code>curves.arrow</code> (a row a measured step) beside this page. The theorems are those of
Kalai, Nachum, Vempala and Zhang, “Why Language Models Hallucinate” (arXiv 2509.04664, 2025).</p>
</section>`);
}

function tableHtml(tables: ReportTables, { title, columns, groups }: RunBlock): string {
  const head = columns.map(({ heading, meaning }) => `<th scope="col" title="${escapeHtml(meaning)}">${formulas(heading)}</th>`).join('');
  const bodies = groups.map(({ kind, rows }) => `<tbody>
<tr><th scope="rowgroup" colspan="${columns.length + 1}">${escapeHtml(kind)}</th></tr>
${rows.map((row) => `<tr>${columns.map(({ cell }) => `<td>${escapeHtml(cell(row))}</td>`).join('')}<td><code>${escapeHtml(textAt(tables.runs, 'run', row))}</code></td></tr>`).join('\n')}
</tbody>`);
  return `<h3>${escapeHtml(title)}</h3>
<div class="card scroll" tabindex="0" role="region" aria-label="Runs, ${escapeHtml(title)}">
<table>
<thead><tr>${head}<th scope="col">run</th></tr></thead>
${bodies.join('\n')}
</table>
</div>
<dl>
${columns.map(({ heading, meaning }) => `<div><dt>${formulas(heading)}</dt><dd>${formulas(meaning)}</dd></div>`).join('\n')}
</dl>`;
}
