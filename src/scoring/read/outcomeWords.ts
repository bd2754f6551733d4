/** Words for outcomes: those of each format, or the user's. Case does not matter. */
import { UserError } from '../../errors/userError.js';
import { GRADED_OUTCOMES } from '../grader.js';
import { quotedText } from './rowSource.js';

/** Words for right, error and abstention, in this order. */
export type OutcomeWords = readonly [readonly string[], readonly string[], readonly string[]];

const WORDS: Readonly<Record<'answers' | 'inspect', OutcomeWords>> = {
  answers: [['correct'], ['incorrect'], ['abstained']],
  inspect: [['C', '1', 'true'], ['I', '0', 'false'], ['N']],
};

const FLAGS = ['--correct', '--incorrect', '--abstained'];

/**
 * Places in GRADED_OUTCOMES by word in lower case.
 * @param own the user's; an empty list leaves the format's words for that outcome, as far as no other list takes them
 * @throws UserError for a word that stands for two outcomes
 */
export function outcomeWords(format: 'answers' | 'inspect', own: OutcomeWords): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [outcome, words] of own.entries()) {
    for (const word of words) {
      const other = places.get(word.toLowerCase());
      if (other !== undefined && other !== outcome)
        throw new UserError({
          code: 'usage',
          summary: 'one value stands for two outcomes',
          where: `${FLAGS[other]} and ${FLAGS[outcome]}`,
          found: quotedText(word),
        });
      places.set(word.toLowerCase(), outcome);
    }
  }
  for (const outcome of GRADED_OUTCOMES.keys()) {
    if (own[outcome].length > 0) continue;
    for (const word of WORDS[format][outcome])
      if (!places.has(word.toLowerCase())) places.set(word.toLowerCase(), outcome);
  }
  return places;
}
