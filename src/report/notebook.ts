/** Figures and tables for notebooks, in several media types, of which the front end chooses the best that it can draw. */
import type { Figure } from './figures/figure.js';
import { renderSvg } from './figures/svg.js';
import { escapeHtml } from './page/escape.js';
import { textTable } from './terminal/textTable.js';

/** Name of the method by which Deno's Jupyter kernel asks an object for its contents by media type. */
const DISPLAY = Symbol.for('Jupyter.display');

/** An object that a notebook can show: its contents by media type. */
export interface Displayed {
  readonly [DISPLAY]: () => Readonly<Record<string, unknown>>;
}

/**
 * A figure for `Deno.jupyter.display`: an interactive Vega-Lite picture if the front end supports it, otherwise SVG, or its caption in
 * front ends without pictures. A figure that is missing shows the reason.
 */
export async function notebookFigure(figure: Figure): Promise<Displayed> {
  if ('missing' in figure) return displayed({ 'text/plain': `${figure.title}: not drawn, ${figure.missing}` });
  const { id, title, caption, spec } = figure;
  const svg = fitted(await renderSvg(spec, id, title));
  return displayed({
    'application/vnd.vegalite.v5+json': spec,
    'image/svg+xml': svg,
    'text/plain': [title, ...caption].join('\n'),
  });
}

/** Width in pixels that notebooks have for outputs, in a browser window of common width and on the sites that publish them. */
const ROOM = 800;

/** Shrinks a picture that would be cut off, because not every front end shrinks it. */
function fitted(svg: string): string {
  return svg.replace(/ width="([\d.]+)" height="([\d.]+)" viewBox=/, (all, width: string, height: string) =>
    Number(width) <= ROOM
      ? all
      : ` width="${ROOM}" height="${Math.round((Number(height) * ROOM) / Number(width))}" viewBox=`,
  );
}

/** Contents of a table cell; a column with a number in it is aligned right. */
export type TableCell = number | string | boolean | null;

/** A table for `Deno.jupyter.display`. @param rows [rows][columns] */
export function notebookTable(headings: readonly string[], rows: readonly (readonly TableCell[])[]): Displayed {
  const numeric = headings.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const texts = rows.map((row) => row.map(shownCell));
  const line = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell, at) => `<${tag} style="text-align:${numeric[at] ? 'right' : 'left'}">${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const html = `<table>\n<thead>${line('th', headings)}</thead>\n<tbody>\n${texts.map((cells) => line('td', cells)).join('\n')}\n</tbody>\n</table>`;
  return displayed({ 'text/html': html, 'text/plain': textTable(headings, texts, numeric, Infinity).lines.join('\n') });
}

/** Text of a cell: whole numbers as they are, others with four decimals, or with a power of ten if they are below 0.001. */
export function shownCell(cell: TableCell): string {
  if (cell === null) return '–';
  if (typeof cell !== 'number' || Number.isInteger(cell) || !Number.isFinite(cell)) return String(cell);
  return Math.abs(cell) < 0.001 ? cell.toExponential(1) : cell.toFixed(4);
}

function displayed(forms: Readonly<Record<string, unknown>>): Displayed {
  return { [DISPLAY]: () => forms };
}

/** The part of Deno's kernel that displays a value before a cell is done. */
interface JupyterKernel {
  readonly Deno?: { readonly jupyter?: { display(value: unknown): Promise<void> } };
}

/** Deno 2.9 reports the end of a cell on another channel than its outputs. nbconvert loses outputs that arrive after it, so `show` waits. */
const ON_ITS_WAY_MS = 150;

/**
 * Shows a figure or a table in a notebook with Deno's Jupyter kernel; `Deno.jupyter.md` texts as well.
 * @throws Error elsewhere
 */
export async function show(shown: Displayed | Promise<Displayed>): Promise<void> {
  const jupyter = (globalThis as JupyterKernel).Deno?.jupyter;
  if (jupyter === undefined)
    throw new Error("show() needs Deno's Jupyter kernel: npm run notebook opens notebooks in it");
  await jupyter.display(await shown);
  await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY_MS));
}
