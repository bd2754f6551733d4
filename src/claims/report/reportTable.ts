/** The tables of the report: every claim with its verdict, and the rows without an experiment. */

import { escapeHtml } from '../../report/page/escape.js';
import { formulas } from '../../report/page/formulas.js';
import type { CheckedClaim, ExperimentOutcome } from '../checkClaims.js';
import type { Verdict } from '../claim.js';
import { powerWords } from '../claimTable.js';
import { EVIDENCE } from '../evidence.js';
import type { OutOfScopeClaim } from '../listedClaims.js';
import { SIGNS } from '../verdict.js';
import { intervalHtml, numberHtml, numbersIn } from './reportNumbers.js';

// Roles are explicit: in narrow windows the style sheet shows a row as a card, and browsers would drop the roles.
const HEADINGS = ['claim', 'rows', 'source', 'predicted', 'measured', 'class', 'power', 'verdict'];

export function verdictHtml(verdict: Verdict): string {
  return `<span class="verdict ${verdict}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</span>`;
}

/** Claims in the order of the report, under the titles of their experiments. */
export function claimsTableHtml(outcomes: readonly ExperimentOutcome[]): string {
  const bodies = outcomes.map(
    ({ claims: { experiment, title }, checked }) => `<tbody role="rowgroup">
<tr role="row"><th role="rowheader" scope="rowgroup" colspan="${HEADINGS.length}"><a href="#${escapeHtml(experiment)}">${formulas(title)}</a></th></tr>
${checked.map(claimRow).join('\n')}
</tbody>`,
  );
  return tableOf(HEADINGS, bodies.join('\n'), 'All claims', 'claims');
}

function claimRow({
  claim: { id, evidence, statement, listed: rows, source, prediction },
  finding: { quantity, measured, interval, verdict },
  power,
}: CheckedClaim): string {
  const number = measured === null ? 'nothing' : numberHtml(measured);
  const range = interval === null ? '' : ` <small>95 %: ${intervalHtml(interval)}</small>`;
  return (
    `<tr role="row"><th role="rowheader" scope="row"><a href="#${escapeHtml(id)}">${formulas(statement)}</a></th>` +
    cell('rows', rows.map(escapeHtml).join(', ')) +
    cell('source', formulas(source)) +
    cell('predicted', numbersIn(formulas(prediction))) +
    cell('measured', measured === null ? number : `${number}${range} <small>${formulas(quantity)}</small>`, measured) +
    cell('class', EVIDENCE[evidence].short) +
    cell('power', powerWords(power), power?.power ?? null) +
    cell('verdict', verdictHtml(verdict)) +
    '</tr>'
  );
}

/** Rows of the list of claims without an experiment. */
export function unansweredTableHtml(rows: readonly OutOfScopeClaim[]): string {
  const body = rows.map(
    ({ row, statement, outOfScope }) =>
      `<tr role="row"><th role="rowheader" scope="row">${escapeHtml(row)}: ${formulas(statement)}</th>${cell('why', formulas(`out of scope: ${outOfScope}`))}</tr>`,
  );
  return tableOf(
    ['row', 'why it has no experiment'],
    `<tbody role="rowgroup">\n${body.join('\n')}\n</tbody>`,
    'Rows without an experiment',
  );
}

function cell(label: string, html: string, sort?: number | null): string {
  return `<td role="cell" data-label="${label}"${sort === undefined ? '' : ` data-sort="${sort ?? ''}"`}>${html}</td>`;
}

function tableOf(headings: readonly string[], bodies: string, label: string, noun?: string): string {
  const head = headings.map((heading) => `<th role="columnheader" scope="col">${heading}</th>`).join('');
  return `<div class="card">
<table class="claims" role="table" aria-label="${label}"${noun === undefined ? '' : ` data-noun="${noun}"`}>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
${bodies}
</table>
</div>`;
}
