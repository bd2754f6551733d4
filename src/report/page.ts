/** A page that needs no network and no script, and figures in it: what all reports share. */
import type { Figure } from './figure.js';
import { STYLE } from './style.js';
import { escapeHtml, renderSvg } from './svg.js';
import { formulas } from './symbols.js';

/**
 * A whole HTML document.
 * @param title plain text
 * @param body HTML
 * @param style rules beside those of all reports
 */
export function pageHtml(title: string, body: string, style = ''): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A figure with its caption under a heading, or why it is not there. */
export async function figureHtml(figure: Figure, level: 'h2' | 'h3' = 'h2'): Promise<string> {
  const heading = `<${level} id="${escapeHtml(figure.id)}">${formulas(figure.title)}</${level}>`;
  if ('missing' in figure) return `<section>\n${heading}\n<p class="missing">Not drawn: ${formulas(figure.missing)}</p>\n</section>`;
  const svg = await renderSvg(figure.spec, figure.id, `${figure.title}. ${figure.caption[0] ?? ''}`);
  return `<section>
${heading}
<figure>
<div class="card" tabindex="0" role="group" aria-label="${escapeHtml(figure.title)}">${svg}</div>
<figcaption>${figure.caption.map((paragraph) => `<p>${formulas(paragraph)}</p>`).join('\n')}</figcaption>
</figure>
</section>`;
}
