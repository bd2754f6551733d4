/**
 * Letter counting: "how many e in deep ?" → "2 .". One question in three forms, which differ in what the model can see:
 * - `word`: the word is one token, and its letters are nowhere in the prompt,
 * - `characters`: the word is written as its letters, "how many e in d e e p ?",
 * - `spelt`: the word is one token, and the response spells it before it counts, "d e e p : 2 .".
 *
 * Each word is asked about several letters: a third of them occur in it more than once, a third once, a third not at
 * all, so that guessing the commonest count is wrong two times in three. Each pair of word and letter is a fact of its
 * own. For most pairs that training does not show, it shows the same word with other letters.
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { integer } from '../../random/integer.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';
import { LETTERS } from '../words/alphabet.js';
import { type FamilyKind, type FamilyParts, IDK } from './familyKind.js';

/** Largest count of a letter in a word: R_c of `word` and `characters` is 0 … MOST. */
const MOST = 3;

const options = z.strictObject({
  tokens: z
    .enum(['word', 'characters', 'spelt'])
    .default('word')
    .describe(
      'how the word is shown: as one token, as its letters, or as one token that the response spells before it counts',
    ),
  words: z.int().min(20).max(2000).default(400).describe('number of words'),
  lettersPerWord: z.int().min(3).max(8).default(6).describe('letters asked of each word, so many prompts a word'),
  maxLength: z.int().min(4).max(10).default(8).describe('most letters of a word'),
});

interface Question {
  readonly word: string;
  readonly letter: string;
  readonly count: number;
}

export const letterCount: FamilyKind<'letter-count', typeof options> = {
  kind: 'letter-count',
  description: 'Pattern: how often a letter occurs in a word. `how many e in deep ?` → `2 .`',
  options,
  build({ tokens, words: count, lettersPerWord, maxLength }, { path, ordinal, lexicon, stream }) {
    const third = Math.floor(lettersPerWord / 3);
    const known = lexicon.english.filter((word) => word.length <= maxLength && asks(word, third));
    if (known.length < count) {
      throw new UserError({
        code: 'out-of-range',
        summary: `only ${known.length} words of at most ${maxLength} letters have enough letters of every count`,
        keyPath: `${path}.words`,
        found: String(count),
        allowed: `an integer from 20 to ${known.length}`,
        hint: 'lower words or lettersPerWord, or raise maxLength',
      });
    }
    const words = shuffle(stream('words'), [...known]).slice(0, count);
    const questions = questionsOf(words, third, lettersPerWord, stream('letters'));
    // A number in front makes the prompts of the second family of a world differ from those of the first.
    const front = ordinal === 0 ? [] : [String(ordinal + 1)];
    const shown = (word: string): string[] => (tokens === 'characters' ? [...word] : [word.toUpperCase()]);
    return {
      nature: 'pattern',
      prompts: questions.map(({ word, letter }) => [...front, 'how', 'many', letter, 'in', ...shown(word), '?']),
      answerProbability: 1,
      idk: 'outside',
      ...(tokens === 'spelt' ? speltResponses(questions, maxLength) : countResponses(questions)),
    };
  },
};

/** Checks that a word has `third` letters more than once and as many once, and none more often than MOST. */
function asks(word: string, third: number): boolean {
  const counts = [...new Set(word)].map((letter) => countOf(letter, word));
  return (
    counts.every((n) => n <= MOST) &&
    counts.filter((n) => n > 1).length >= third &&
    counts.filter((n) => n === 1).length >= third
  );
}

/** Returns all pairs of word and letter, in random order. */
function questionsOf(words: readonly string[], third: number, lettersPerWord: number, draws: Stream): Question[] {
  // Absent letters are drawn as often as letters occur in words, so that a letter alone says little about its count.
  const letters = words.join('');
  const questions = words.flatMap((word) => {
    const standing = shuffle(draws, [...new Set(word)]);
    const repeated = standing.filter((letter) => countOf(letter, word) > 1).slice(0, third);
    const single = standing.filter((letter) => countOf(letter, word) === 1).slice(0, third);
    const absent = new Set<string>();
    while (absent.size < lettersPerWord - 2 * third) {
      const letter = letters[integer(draws, letters.length)];
      if (!word.includes(letter)) absent.add(letter);
    }
    return [...repeated, ...single, ...absent].map((letter) => ({ word, letter, count: countOf(letter, word) }));
  });
  return shuffle(draws, questions);
}

function countOf(letter: string, word: string): number {
  return word.split(letter).length - 1;
}

type Responses = Pick<FamilyParts, 'responses' | 'answer' | 'open'>;

function countResponses(questions: readonly Question[]): Responses {
  return {
    responses: [...Array.from({ length: MOST + 1 }, (_, count) => [String(count)]), IDK],
    answer: Int32Array.from(questions, ({ count }) => count),
  };
}

/** Returns the responses of `spelt`. R_c is open: any string of letters may be spelt before any count. */
function speltResponses(questions: readonly Question[], maxLength: number): Responses {
  const texts = questions.map(({ word, count }) => [...word, ':', String(count), '.'].join(' '));
  const different = [...new Set(texts)];
  const placeOf = new Map(different.map((text, place) => [text, place]));
  return {
    responses: [...different.map((text) => text.split(' ')), IDK],
    answer: Int32Array.from(texts, (text) => placeOf.get(text)!),
    open: {
      alphabet: LETTERS,
      maxLength,
      tails: Array.from({ length: MOST + 1 }, (_, count) => [':', String(count), '.']),
    },
  };
}
