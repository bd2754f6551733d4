// @ts-check
/** A document in Markdown as a page of the site. */
import path from 'node:path';
import { Marked } from 'marked';
import { escapeHtml } from '../../dist/report/page/escape.js';
import { STYLE } from '../../dist/report/page/pageStyle.js';
import { anchor } from '../docs/markdown.js';

/**
 * @typedef {object} Place
 * @property {string} file of the document, from the root of the repository
 * @property {string} page of the site
 * @property {ReadonlyMap<string, string>} pages of the site by their files
 * @property {boolean} hasReference the reference of the library is a part of the site
 * @property {(file: string) => void} onFile called with each file of the repository that it links to
 */

/** Links at the head of every page: words and page. */
const HEAD = [
  ['Start', 'index.html'],
  ['Explore', 'explore.html'],
  ['A lesson', 'docs/teaching.html'],
  ['Experiments', 'docs/experiments.html'],
  ['Commands', 'docs/commands.html'],
  ['A report', 'report.html'],
];

const OWN_STYLE = `
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--card); }
main { max-width: 54rem; }
main p, main li { max-width: 48rem; }
pre { overflow-x: auto; padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: .88rem; line-height: 1.45; }
code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: .92em; }
.wide { overflow-x: auto; }
th, td { text-align: left; white-space: normal; vertical-align: top; }
blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--line); color: var(--soft); }
img { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) { img { background: #fff; border-radius: 6px; } }`;

/** @param {string} text of a heading, as HTML */
function withoutMarks(text) {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
}

/**
 * @param {string} markdown
 * @param {Place} place
 */
export function documentHtml(markdown, { file, page, pages, hasReference, onFile }) {
  const up = '../'.repeat(page.split('/').length - 1);
  /** @param {string} href */
  const linked = (href) => {
    if (/^(?:[a-z]+:|#)/.test(href)) return href;
    const [target, part] = href.split('#');
    const named = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    const place = pages.get(named) ?? named;
    if (!pages.has(named)) onFile(named);
    return `${up}${place}${part === undefined ? '' : `#${part}`}`;
  };
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const text = this.parser.parseInline(tokens);
        return `<h${depth} id="${escapeHtml(anchor(withoutMarks(text)))}">${text}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escapeHtml(linked(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escapeHtml(linked(href))}" alt="${escapeHtml(text)}">`;
      },
    },
  });
  const body = /** @type {string} */ (marked.parse(markdown))
    .replaceAll('<table>', '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll(/<img src="(docs\/[^"]*)"/g, (_, source) => `<img src="${up}${source}"`);
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? 'hallucination-rate';
  const links = [...HEAD, ...(hasReference ? [['Library', 'reference/index.html']] : [])];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${OWN_STYLE}</style>
</head>
<body>
<nav aria-label="Site">${links.map(([words, at]) => `<a href="${up}${at}"${at === page ? ' aria-current="page"' : ''}>${words}</a>`).join('')}</nav>
<main>
${body}
</main>
</body>
</html>
`;
}
