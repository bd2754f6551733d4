/** N-Triples and N-Quads (W3C): a subject and a predicate ask for an object. */
import { type FactKind, factPattern } from './factPattern.js';

const NAMES = /\.(?:nt|nq|ntriples|nquads)(?:\.\w+)?$/i;
const NODE = String.raw`<[^>]*>|_:\S+`;
const OBJECT = String.raw`${NODE}|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?`;

/** Lines that hold no triple: comments. */
export const COMMENT = '^\\s*#';

export const TRIPLE: FactKind = {
  name: null,
  wordings: [
    factPattern(
      String.raw`^\s*(?<subject>${NODE})\s+(?<relation><[^>]*>)\s+(?<object>${OBJECT})(?:\s+(?:${NODE}))?\s*\.\s*(?:#.*)?$`,
      'N-Triples',
    ),
  ],
};

const LINE = new RegExp(TRIPLE.wordings[0]!.expression.replaceAll('?P<', '?<'));

/** Returns whether a file holds triples: by its name, or by its first line that is no comment. */
export function holdsTriples(shown: string, beginning: string): boolean {
  if (NAMES.test(shown)) return true;
  const first = beginning
    .slice(0, 10_000)
    .split(/\r?\n/)
    .find((line) => line.trim() !== '' && !/^\s*#/.test(line));
  return first !== undefined && LINE.test(first);
}
