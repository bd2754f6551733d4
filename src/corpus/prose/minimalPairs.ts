/** Pairs of texts of which one is right: patterns of the language that a model of it should know. */
import type { Prose } from './prose.js';

/** Patterns that are tested. */
export const PATTERNS = ['agreement', 'spelling', 'brackets'] as const;

/** Two ways in which a text goes on, of which `right` is the document's own. */
export interface MinimalPair {
  readonly context: Int32Array;
  readonly right: Int32Array;
  readonly wrong: Int32Array;
}

/** Pairs of each pattern, at most. */
const MOST_PAIRS = 100;

/** Characters of a document before a pair, at most, and up to three words behind the place where the two differ. */
const BEFORE = 200;
const FOLLOWING = /^\S*(?: \S+){0,2}/;

const PARTNERS: Readonly<Record<string, string>> = {
  is: 'are',
  are: 'is',
  was: 'were',
  were: 'was',
  has: 'have',
  have: 'has',
};

/** Places in a document where a pattern shows, and what would be wrong there. */
interface Finder {
  readonly places: RegExp;
  wrong(found: RegExpMatchArray, prose: Prose): readonly string[];
}

const FINDERS: Readonly<Record<(typeof PATTERNS)[number], Finder>> = {
  agreement: {
    places: /(?<=\p{L}) (is|are|was|were|has|have)\b/gu,
    wrong: ([, verb]) => [` ${PARTNERS[verb]}`],
  },
  spelling: {
    places: /(?<=\p{L}) (\p{Ll}{6,})\b/gu,
    wrong: ([, word], { knownPieces }) =>
      Array.from(
        { length: word.length - 2 },
        (_, i) => word.slice(0, i + 1) + word[i + 2] + word[i + 1] + word.slice(i + 3),
      ).flatMap((other) => (other === word || knownPieces.has(other) ? [] : [` ${other}`])),
  },
  brackets: { places: /(?<=\([^().]*\p{L})\)/gu, wrong: () => ['('] },
};

const made = new WeakMap<Prose, Readonly<Record<(typeof PATTERNS)[number], readonly MinimalPair[]>>>();

/** Returns the pairs of each pattern in held-out documents, spread over them: the same for all models of a text. */
export function minimalPairs(prose: Prose): Readonly<Record<(typeof PATTERNS)[number], readonly MinimalPair[]>> {
  const known = made.get(prose);
  if (known !== undefined) return known;
  const pairs = Object.fromEntries(PATTERNS.map((pattern) => [pattern, pairsOf(prose, FINDERS[pattern])])) as Record<
    (typeof PATTERNS)[number],
    readonly MinimalPair[]
  >;
  made.set(prose, pairs);
  return pairs;
}

function pairsOf(prose: Prose, { places, wrong }: Finder): readonly MinimalPair[] {
  const { encode } = prose.tokenizer;
  const found = prose.heldOutDocuments.flatMap((document) =>
    [...document.matchAll(places)].flatMap((match) => {
      const behind = document.slice(match.index + match[0].length).match(FOLLOWING)![0];
      const right = encode(match[0] + behind);
      // Equally many tokens: a text is not the likelier one for being shorter.
      const other = wrong(match, prose)
        .map((each) => encode(each + behind))
        .find(({ length }) => length === right.length);
      return other === undefined || 2 * right.length > prose.options.window
        ? []
        : [{ document, at: match.index, right, wrong: other }];
    }),
  );
  const chosen = Math.min(MOST_PAIRS, found.length);
  return Array.from({ length: chosen }, (_, i) => {
    const { document, at, ...pair } = found[Math.floor((i * found.length) / chosen)];
    const before = document.slice(Math.max(0, at - BEFORE), at);
    // A context begins with a whole sentence, or at least with a whole word.
    const context = before.replace(/^.*?[.!?] (?=\p{Lu})/u, '').replace(/^\S* (?=.* )/, '');
    // A row of training is as long: a model may read no more.
    return { context: encode(` ${context}`).slice(-(prose.options.window - pair.right.length)), ...pair };
  });
}
