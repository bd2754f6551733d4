/** The frame of every report: a page that needs no network, and the figures in it. */
import { createHash } from 'node:crypto';
import type { Figure } from '../figures/figure.js';
import { figureCsv } from '../figures/formats/figureCsv.js';
import { renderSvg } from '../figures/svg.js';
import { escapeHtml } from './escape.js';
import { formulas, glossaryHtml, glossed } from './formulas.js';
import { PAGE_SCRIPT } from './pageScript.js';
import { STYLE } from './pageStyle.js';

/**
 * Content security policy: the page loads nothing and runs no script but its own, whatever text it contains. Its script draws
 * pictures of its own (`blob:`) as PNG.
 */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src blob:; base-uri 'none'; form-action 'none'`;
}

/**
 * Returns a whole HTML document: a list of contents if it has several sections, and at its end a glossary of the symbols that its body explains.
 * @param title plain text
 * @param body HTML
 * @param style rules in addition to those of all reports
 */
export function pageHtml(title: string, body: string, style = ''): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(PAGE_SCRIPT)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<div class="page">
${contentsHtml(body)}
<main>
${body}
${glossaryHtml(body)}
</main>
</div>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** Sections from which a page gets a list of contents. */
const SECTIONS = 4;

function contentsHtml(body: string): string {
  const sections = [...body.matchAll(/<h2 id="([^"]+)"[^>]*>([^]*?)<\/h2>/g)];
  if (sections.length < SECTIONS) return '';
  const items = sections.map(([, id, heading]) => `<li><a href="#${id}">${heading.replace(/<[^>]*>/g, '')}</a></li>`);
  return `<nav class="contents" aria-label="Contents"><ol>${items.join('')}</ol></nav>`;
}

/** Returns a figure with its caption under a heading, or the reason why it is missing. */
export async function figureHtml(figure: Figure, level: 'h2' | 'h3' = 'h2'): Promise<string> {
  const heading = `<${level} id="${escapeHtml(figure.id)}">${formulas(figure.title)}</${level}>`;
  if ('missing' in figure)
    return `<section>\n${heading}\n<p class="missing">Not drawn: ${formulas(figure.missing)}</p>\n</section>`;
  const svg = await renderSvg(figure.spec, figure.id, `${figure.title}. ${figure.caption[0] ?? ''}`);
  const seen = new Set<string>();
  return `<section>
${heading}
<figure data-numbers="${escapeHtml(JSON.stringify(figureCsv(figure.spec)))}">
<div class="card drawn" tabindex="0" role="group" aria-label="${escapeHtml(`${figure.title}; arrow keys step through its values`)}">${svg}</div>
<figcaption>${figure.caption.map((paragraph) => `<p>${glossed(paragraph, seen)}</p>`).join('\n')}</figcaption>
</figure>
</section>`;
}
