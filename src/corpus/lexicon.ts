import { z } from 'zod';

const token = z.string().regex(/^\S+$/, 'must be a single token, without white space');

/** Word lists of which prompts and responses are made. `store/loadLexicon.ts` loads the shipped ones. */
const lexiconSchema = z.strictObject({
  firstNames: z.array(token).min(128),
  lastNames: z.array(token).min(128),
  /** Initials such as `J.`; used if first and last names give too few pairs. */
  middleInitials: z.array(token).min(13),
  /** Neutral nouns: responses that are not dates. */
  words: z.array(token).min(100),
  /** Common English words, for families that cut words into letters; never tokens as they are. */
  english: z.array(z.string().regex(/^[a-z]+$/, 'must be of the letters a to z')).min(1000),
});

/** Word lists of which worlds are made, by name, checked by `checkLexicon`. */
export type Lexicon = Readonly<{ [List in keyof z.infer<typeof lexiconSchema>]: readonly string[] }>;

/**
 * Checks word lists that were read from a file.
 * @throws z.ZodError if a list is missing, too short or holds something else than tokens; RangeError if a token
 *   occurs twice in the lists of tokens (with a token in two roles, a model could mistake a name for an answer), or a
 *   word twice in `english`
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
      if (other !== undefined) throw new RangeError(`words must differ, got "${each}" in ${other} and in ${list}`);
      seen.set(each, list);
    }
  }
}
