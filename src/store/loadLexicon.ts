import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * The word lists that ship with the program, `corpora/lexicon.yaml`, as they stand in the file: pass them through
 * `checkLexicon` (corpus/lexicon.ts). The path is the same from `src/` and from `dist/`.
 */
export function loadLexicon(): unknown {
  return parse(readFileSync(new URL('../../corpora/lexicon.yaml', import.meta.url), 'utf8'));
}
