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

/** Characters of held-out documents in which pairs are looked for, about: of longer ones every other document, or every third. */
const MOST_CHARACTERS = 2 ** 24;

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
  /** Texts to stand there instead, the first that has as many tokens is taken. */
  wrong(found: RegExpMatchArray, words: ReadonlySet<string>): Iterable<string>;
}

const FINDERS: Readonly<Record<(typeof PATTERNS)[number], Finder>> = {
  agreement: {
    places: /(?<=\p{L}) (is|are|was|were|has|have)\b/gu,
    wrong: ([, verb]) => [` ${PARTNERS[verb]}`],
  },
  spelling: {
    places: /(?<=\p{L}) (\p{Ll}{6,})\b/gu,
    wrong: function* ([, word], words) {
      for (let i = 0; i + 2 < word.length; i++) {
        const other = word.slice(0, i + 1) + word[i + 2] + word[i + 1] + word.slice(i + 3);
        if (other !== word && !words.has(other)) yield ` ${other}`;
      }
    },
  },
  // It looks back only where a bracket closes.
  brackets: { places: /\)(?<=\([^().]*\p{L}\))/gu, wrong: () => ['('] },
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

function pairsOf(prose: Prose, finder: Finder): readonly MinimalPair[] {
  const { heldOut, heldOutDocuments } = prose;
  const every = Math.ceil(heldOut.characters / MOST_CHARACTERS);
  /** Documents and places in them, one behind the other: there may be a million. */
  const found: number[] = [];
  let at = 0;
  for (const document of heldOutDocuments) {
    if (at % every === 0)
      for (const match of document.matchAll(finder.places))
        if (pairOf(document, match, prose, finder) !== undefined) found.push(at, match.index);
    at++;
  }
  const places = found.length / 2;
  const chosen = Math.min(MOST_PAIRS, places);
  const chosenIn = new Map<number, Set<number>>();
  for (let i = 0; i < chosen; i++) {
    const place = 2 * Math.floor((i * places) / chosen);
    const inside = chosenIn.get(found[place]) ?? new Set();
    chosenIn.set(found[place], inside.add(found[place + 1]));
  }
  const pairs: MinimalPair[] = [];
  at = 0;
  for (const document of heldOutDocuments) {
    const inside = chosenIn.get(at++);
    if (inside === undefined) continue;
    for (const match of document.matchAll(finder.places))
      if (inside.has(match.index))
        pairs.push(inContext(pairOf(document, match, prose, finder)!, document, match, prose));
  }
  return pairs;
}

/** The two ways at a place; undefined where there is no wrong one of as many tokens, or they are too long. */
function pairOf(
  document: string,
  match: RegExpExecArray,
  { tokenizer: { encode }, options, knownWords }: Prose,
  { wrong }: Finder,
): Omit<MinimalPair, 'context'> | undefined {
  const behind = FOLLOWING.exec(document.slice(match.index + match[0].length))![0];
  const right = encode(match[0] + behind);
  if (2 * right.length > options.window) return undefined;
  for (const each of wrong(match, knownWords())) {
    const other = encode(each + behind);
    // Equally many tokens: a text is not the likelier one for being shorter.
    if (other.length === right.length) return { right, wrong: other };
  }
  return undefined;
}

function inContext(
  pair: Omit<MinimalPair, 'context'>,
  document: string,
  { index }: RegExpExecArray,
  { tokenizer: { encode }, options }: Prose,
): MinimalPair {
  const before = document.slice(Math.max(0, index - BEFORE), index);
  // A context begins with a whole sentence, or at least with a whole word.
  const context = before.replace(/^.*?[.!?] (?=\p{Lu})/u, '').replace(/^\S* (?=.* )/, '');
  // A row of training is as long: a model may read no more.
  return { context: encode(` ${context}`).slice(-(options.window - pair.right.length)), ...pair };
}
