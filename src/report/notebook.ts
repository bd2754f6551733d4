/** Figures and tables as notebooks show them: in each form that some front end can draw, so that the best one is chosen there. */
import type { Figure } from './figures/figure.js';
import { escapeHtml, renderSvg } from './figures/svg.js';
import { textTable } from './terminal/textTable.js';

/** By this name Deno's Jupyter kernel asks what it is to display for its forms, by media type. */
const DISPLAY = Symbol.for('Jupyter.display');

/** Something that a notebook shows: contents by their media types. */
export interface Displayed {
  readonly [DISPLAY]: () => Readonly<Record<string, unknown>>;
}

/**
 * A figure for `Deno.jupyter.display`: an interactive Vega-Lite picture where the front end has it, otherwise SVG; its words where there are no pictures.
 * The words of a figure that the tables do not give say why.
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

/** Pixels that notebooks leave beside their margins, in a browser's window of common width and where they are published. */
const ROOM = 800;

/** A picture that would be cut off, made smaller: front ends differ in whether they shrink it themselves. */
function fitted(svg: string): string {
  return svg.replace(/ width="([\d.]+)" height="([\d.]+)" viewBox=/, (all, width: string, height: string) =>
    Number(width) <= ROOM
      ? all
      : ` width="${ROOM}" height="${Math.round((Number(height) * ROOM) / Number(width))}" viewBox=`,
  );
}

/** What a cell of a table may hold; a column that holds a number is set to the right. */
export type TableCell = number | string | boolean | null;

/** A table for `Deno.jupyter.display`. @param rows [rows][columns] */
export function notebookTable(headings: readonly string[], rows: readonly (readonly TableCell[])[]): Displayed {
  const numeric = headings.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const texts = rows.map((row) => row.map(cellText));
  const line = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell, at) => `<${tag} style="text-align:${numeric[at] ? 'right' : 'left'}">${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const html = `<table>\n<thead>${line('th', headings)}</thead>\n<tbody>\n${texts.map((cells) => line('td', cells)).join('\n')}\n</tbody>\n</table>`;
  return displayed({ 'text/html': html, 'text/plain': textTable(headings, texts, numeric, Infinity).lines.join('\n') });
}

/** Whole numbers as they are, others to four decimals, or with a power of ten where those would say little. */
export function cellText(cell: TableCell): string {
  if (cell === null) return '–';
  if (typeof cell !== 'number' || Number.isInteger(cell) || !Number.isFinite(cell)) return String(cell);
  return Math.abs(cell) < 0.001 ? cell.toExponential(1) : cell.toFixed(4);
}

function displayed(forms: Readonly<Record<string, unknown>>): Displayed {
  return { [DISPLAY]: () => forms };
}

/** The part of Deno's kernel that shows a value in the middle of a cell. */
interface JupyterKernel {
  readonly Deno?: { readonly jupyter?: { display(value: unknown): Promise<void> } };
}

/** Deno 2.9 says that a cell is done on another way than the one on which its outputs go: what is late by that much is lost to nbconvert. */
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
