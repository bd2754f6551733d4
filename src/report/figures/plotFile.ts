/** A command's figures as one file: a picture or a page. */

import { escapeHtml } from '../page/escape.js';
import type { Figure } from './figure.js';
import { type Spec, topLevel } from './figure.js';
import { pdfOf } from './formats/pdf.js';
import type { PlotFormat } from './formats/plotFormat.js';
import { pngOf } from './formats/png.js';
import { renderSvg } from './svg.js';

/**
 * @param page makes the HTML page; called only for the format `html`
 * @throws UserError for a PNG or PDF without fonts
 */
export async function plotFile(
  figures: readonly Figure[],
  format: PlotFormat,
  page: () => Promise<string>,
): Promise<string | Uint8Array> {
  if (format === 'html') return page();
  return encodePicture(await pictureOf(figures), format);
}

/** A picture in one of the formats of pictures. @throws UserError for a PNG or PDF without fonts */
export async function encodePicture(svg: string, format: Exclude<PlotFormat, 'html'>): Promise<string | Uint8Array> {
  if (format === 'pdf') return pdfOf(svg);
  return format === 'png' ? pngOf(svg) : svg;
}

/** Draws all figures in one picture, one below the other. If none can be drawn, the picture states the reasons. */
export async function pictureOf(figures: readonly Figure[]): Promise<string> {
  const drawn = figures.flatMap((figure) => ('spec' in figure ? [figure] : []));
  if (drawn.length === 0) return reasons(figures.flatMap((figure) => ('missing' in figure ? [figure.missing] : [])));
  const parts = drawn.map(({ title, spec }): Spec => {
    const { $schema: _schema, background: _background, padding: _padding, config: _config, ...body } = spec;
    return drawn.length === 1 ? body : { title: { text: title, anchor: 'start', offset: 12 }, ...body };
  });
  const apart = { color: 'independent', shape: 'independent', strokeDash: 'independent' };
  const spec = topLevel(
    parts.length === 1 ? parts[0] : { spacing: 30, vconcat: parts, resolve: { scale: apart, legend: apart } },
  );
  return renderSvg(spec, drawn[0].id, drawn.map(({ title, caption }) => `${title}. ${caption[0] ?? ''}`).join(' '));
}

function reasons(missing: readonly string[]): string {
  const lines = missing.length === 0 ? ['there is no figure for these numbers'] : missing;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="${20 + 20 * lines.length}" role="img" aria-label="Not drawn"><rect width="100%" height="100%" fill="white"/>${lines
    .map(
      (line, at) =>
        `<text x="12" y="${25 + 20 * at}" font-family="sans-serif" font-size="14">Not drawn: ${escapeHtml(line)}</text>`,
    )
    .join('')}</svg>\n`;
}
