/**
 * Spelling: a pattern that can be learnt. The prompt shows a word cut into pieces, "spell sp- el- li- ng- :", and its
 * answer is the letters of the word, "s p e l l i n g .". Only the answers show the letters of a piece, and a word that
 * training never shows is made of pieces that it does show.
 *
 * R_c is too large to enumerate: every string of 1 to `maxLength` letters. The closing stop is part of the path of a
 * response, for one string is a prefix of another.
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { LETTERS } from '../words/alphabet.js';
import { piecesOf, wordsOfSharedPieces } from '../words/pieces.js';
import { type FamilyKind, IDK } from './familyKind.js';

/** Least number of words that have a given piece, so that very likely not all of them are held out. */
const LEAST_WORDS_A_PIECE = 5;

const options = z.strictObject({
  words: z.int().min(100).max(9000).default(1000).describe('number of prompts, one English word each'),
  maxLength: z
    .int()
    .min(3)
    .max(10)
    .default(8)
    .describe('most letters of a word; R_c is every string of 1 to so many letters'),
});

export const spelling: FamilyKind<'spelling', typeof options> = {
  kind: 'spelling',
  description:
    'Pattern: words shown in pieces are to be spelt, `spell sp- el- li- ng- :` → `s p e l l i n g .` R_c, every string of letters, is too large to list.',
  options,
  build({ words: count, maxLength }, { path, ordinal, lexicon, stream }) {
    const known = lexicon.english.filter((word) => word.length <= maxLength);
    const words = wordsOfSharedPieces(known, count, LEAST_WORDS_A_PIECE, stream('words'));
    if (words.length < count) {
      throw new UserError({
        code: 'out-of-range',
        summary: `only ${words.length} words of at most ${maxLength} letters share all their pieces with others`,
        keyPath: `${path}.words`,
        found: String(count),
        allowed: `about ${words.length} or fewer`,
        hint: 'lower words or raise maxLength',
      });
    }
    // A number in front makes the prompts of the second family of a world differ from those of the first.
    const front = ordinal === 0 ? [] : [String(ordinal + 1)];
    return {
      nature: 'pattern',
      prompts: words.map((word) => [...front, 'spell', ...piecesOf(word), ':']),
      responses: [...words.map((word) => [...word, '.']), IDK],
      answer: Int32Array.from(words, (_, word) => word),
      answerProbability: 1,
      idk: 'outside',
      open: { alphabet: LETTERS, maxLength, tails: [['.']] },
    };
  },
};
