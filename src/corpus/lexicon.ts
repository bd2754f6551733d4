import { z } from 'zod';

const token = z.string().regex(/^\S+$/, 'must be a single token, without white space');

/** The word lists that prompts and responses are made of. The loader of the lists that ship is `store/loadLexicon.ts`. */
export const lexiconSchema = z.strictObject({
  firstNames: z.array(token).min(128),
  lastNames: z.array(token).min(128),
  /** Such as `J.`; used where first and last names give too few pairs. */
  middleInitials: z.array(token).min(13),
  /** Neutral nouns: responses that are not dates. */
  words: z.array(token).min(100),
  /** Common English words, for families that cut words into letters; never tokens as they are. */
  english: z.array(z.string().regex(/^[a-z]+$/, 'must be of the letters a to z')).min(1000),
});

/** The word lists of which worlds are made, by name, checked by `checkLexicon`. */
export type Lexicon = Readonly<{ [List in keyof z.infer<typeof lexiconSchema>]: readonly string[] }>;

/**
 * Checks word lists that were read from a file.
 * @throws z.ZodError where a list is missing, too short or holds something else than tokens; RangeError where a token
 *   stands in the lists twice (a token in two roles would let a model mistake a name for an answer), or an English word
 *   twice among its like
 */
export function checkLexicon(data: unknown): Lexicon {
  const lexicon = lexiconSchema.parse(data);
  const { english, ...lists } = lexicon;
  requireDifferent(lists);
  requireDifferent({ english });
  return lexicon;
}

function requireDifferent(lists: Readonly<Record<string, readonly string[]>>): void {
  const seen = new Map<string, string>();
  for (const [list, tokens] of Object.entries(lists)) {
    for (const each of tokens) {
      const other = seen.get(each);
      if (other !== undefined) throw new RangeError(`"${each}" stands in ${other} and in ${list}: tokens must differ`);
      seen.set(each, list);
    }
  }
}
