/** Tables of a page: the page's script sorts and filters them. */
import { escapeHtml } from './escape.js';
import { formulas } from './formulas.js';

export interface DataColumn {
  readonly heading: string;
  readonly meaning?: string;
  /** True for words rather than numbers: they are aligned left and wrapped. */
  readonly words?: boolean;
}

export interface DataTable {
  /** Unique on the page. */
  readonly id: string;
  /** Description for screen readers. */
  readonly label: string;
  /** Noun for the rows, in the plural: "runs". */
  readonly noun: string;
  readonly columns: readonly DataColumn[];
  /** [rows][columns], HTML. */
  readonly rows: readonly (readonly string[])[];
}

/** Returns the table in a box that scrolls, with the meanings of its columns below it. */
export function dataTableHtml({ id, label, noun, columns, rows }: DataTable): string {
  const name = (at: number): string => `${escapeHtml(id)}-column-${at}`;
  const wordy = (at: number): string => (columns[at].words === true ? ' class="text"' : '');
  const head = columns
    .map(
      ({ heading, meaning }, at) =>
        `<th scope="col"${wordy(at)}${meaning === undefined ? '' : ` aria-describedby="${name(at)}" title="${escapeHtml(meaning)}"`}>${formulas(heading)}</th>`,
    )
    .join('');
  const meanings = columns.flatMap(({ heading, meaning }, at) =>
    meaning === undefined
      ? []
      : [`<div><dt>${formulas(heading)}</dt><dd id="${name(at)}">${formulas(meaning)}</dd></div>`],
  );
  return `<div class="card scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">
<table id="${escapeHtml(id)}" data-noun="${escapeHtml(noun)}">
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map((cell, at) => `<td${wordy(at)}>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table>
</div>
${meanings.length === 0 ? '' : `<dl>\n${meanings.join('\n')}\n</dl>`}`;
}
