/** Values by outcome, and the words by which outcomes are known in files and on the command line. */
import { UserError } from '../../../errors/userError.js';
import { GRADED_OUTCOMES, type GradedOutcome } from '../../grader.js';
import { quotedText } from '../cells.js';

export type ByOutcome<T> = Readonly<Record<GradedOutcome, T>>;

export function byOutcome<T>(of: (outcome: GradedOutcome) => T): ByOutcome<T> {
  return { right: of('right'), error: of('error'), abstention: of('abstention') };
}

/** Names of outcomes in columns of totals, as words of answers, and as flags. */
export const OUTCOME_NAMES = {
  right: 'correct',
  error: 'incorrect',
  abstention: 'abstained',
} as const satisfies ByOutcome<string>;

/**
 * Outcomes by word in lower case.
 * @param words the format's
 * @param own the user's; an empty list leaves the format's words for that outcome, as far as no other list takes them
 * @throws UserError for a word that stands for two outcomes
 */
export function outcomesByWord(
  words: ByOutcome<readonly string[]>,
  own: ByOutcome<readonly string[]>,
): ReadonlyMap<string, GradedOutcome> {
  const outcomes = new Map<string, GradedOutcome>();
  for (const outcome of GRADED_OUTCOMES) {
    for (const word of own[outcome]) {
      const other = outcomes.get(word.toLowerCase());
      if (other !== undefined && other !== outcome)
        throw new UserError({
          code: 'usage',
          summary: 'one value stands for two outcomes',
          where: `--${OUTCOME_NAMES[other]} and --${OUTCOME_NAMES[outcome]}`,
          found: quotedText(word),
        });
      outcomes.set(word.toLowerCase(), outcome);
    }
  }
  for (const outcome of GRADED_OUTCOMES) {
    if (own[outcome].length > 0) continue;
    for (const word of words[outcome]) if (!outcomes.has(word.toLowerCase())) outcomes.set(word.toLowerCase(), outcome);
  }
  return outcomes;
}
