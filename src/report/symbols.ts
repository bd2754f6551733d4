/** The theory's symbols in HTML. */
import { escapeHtml } from './svg.js';

/** Text with subscripts set as such: V_c, Σ_{r∈E_c}, err_iiv, n_1, max_c|V_c|. */
export function formulas(text: string): string {
  const simple = escapeHtml(text).replace(/(?<![\p{L}\p{N}_.])(\p{L}\u0302?|err|min|max|opt|Σ)_([A-Za-z0-9]{1,5})(?![\w(])/gu, '$1<sub>$2</sub>');
  return simple.replace(/(Σ|min|max|E)_\{([^}]*)\}/g, (_, symbol: string, below: string) => `${symbol}<sub>${below}</sub>`);
}
