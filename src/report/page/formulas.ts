/** The theory's symbols in HTML. */
import { escapeHtml } from './escape.js';
import { SYMBOLS, type SymbolMeaning } from './glossary.js';

/** Text with its subscripts set as such: V_c, Σ_{r∈E_c}, err_iiv, n_1, max_c|V_c|. */
export function formulas(text: string): string {
  const simple = escapeHtml(text).replace(
    /(?<![\p{L}\p{N}_.])(\p{L}\u0302?|err|min|max|opt|Σ)_([A-Za-z0-9]{1,5})(?![\w(])/gu,
    '$1<sub>$2</sub>',
  );
  return simple.replace(
    /(Σ|min|max|E)_\{([^}]*)\}/g,
    (_, symbol: string, below: string) => `${symbol}<sub>${below}</sub>`,
  );
}

const BY_HTML: ReadonlyMap<string, SymbolMeaning> = new Map(SYMBOLS.map((each) => [formulas(each.symbol), each]));

const ANY = new RegExp(
  `(?<![\\p{L}\\p{N}_\\u0302&#]|<sub>|</sub>)(${[...BY_HTML.keys()]
    .sort((a, b) => b.length - a.length)
    .map((html) => html.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')})(?![\\p{L}\\p{N}_\\u0302]|<sub>|[-.]\\p{L})`,
  'gu',
);

/**
 * Formulas whose symbols lead to their meanings in the page's glossary, each at its first occurrence.
 * @param seen ids of symbols that have been explained nearby; the function adds to them
 */
export function glossed(text: string, seen: Set<string> = new Set()): string {
  return formulas(text).replace(ANY, (html) => {
    const { id } = BY_HTML.get(html)!;
    if (seen.has(id)) return html;
    seen.add(id);
    return `<a class="symbol" href="#symbol-${id}" aria-describedby="symbol-${id}">${html}</a>`;
  });
}

/** The glossary of the symbols that a page's body explains; empty where it explains none. */
export function glossaryHtml(body: string): string {
  const used = SYMBOLS.filter(({ id }) => body.includes(`href="#symbol-${id}"`));
  if (used.length === 0) return '';
  return `<section aria-labelledby="symbols">
<h2 id="symbols">Symbols</h2>
<dl class="glossary">
${used.map(({ id, symbol, meaning }) => `<div><dt>${formulas(symbol)}</dt><dd id="symbol-${id}">${formulas(meaning)}</dd></div>`).join('\n')}
</dl>
</section>`;
}
