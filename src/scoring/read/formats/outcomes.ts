/** Values by outcome, and the words by which outcomes are known in files and on the command line. */
import { UserError } from '../../../errors/userError.js';
import { GRADED_OUTCOMES, type GradedOutcome } from '../../grader.js';
import { cellText, numberOf, quotedText } from '../cells.js';
import type { Flaw } from '../contents.js';

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

/** Words of flags and scores that are true or false, and nothing else. */
export const TRUTH_WORDS: ByOutcome<readonly string[]> = {
  right: ['1', 'true'],
  error: ['0', 'false'],
  abstention: [],
};

/** A word as it is looked up: in lower case, and a number by its value, so that 1, 1.0 and "1" are one word. */
export function wordKey(value: unknown): string {
  const text = cellText(value).toLowerCase();
  const number = numberOf(text);
  return number === null || !Number.isFinite(number) ? text : String(number);
}

/** Words that mean nothing else. They stay known where the user gives more words, unlike letters and numbers. */
const PLAIN_WORDS = new Set([
  ...Object.values(OUTCOME_NAMES),
  ...['right', 'wrong', 'abstention', 'not_attempted', 'not attempted'],
]);

/**
 * Outcomes by the key of a word.
 * @param words the format's
 * @param own the user's, which replace the format's letters and numbers for that outcome; a word of theirs counts for no other outcome
 * @throws UserError for a word that stands for two outcomes
 */
export function outcomesByWord(
  words: ByOutcome<readonly string[]>,
  own: ByOutcome<readonly string[]>,
): ReadonlyMap<string, GradedOutcome> {
  const outcomes = new Map<string, GradedOutcome>();
  for (const outcome of GRADED_OUTCOMES) {
    for (const word of own[outcome]) {
      const other = outcomes.get(wordKey(word));
      if (other !== undefined && other !== outcome)
        throw new UserError({
          code: 'usage',
          summary: 'one value stands for two outcomes',
          where: `--${OUTCOME_NAMES[other]} and --${OUTCOME_NAMES[outcome]}`,
          found: quotedText(word),
        });
      outcomes.set(wordKey(word), outcome);
    }
  }
  for (const outcome of GRADED_OUTCOMES) {
    const kept = own[outcome].length === 0 ? words[outcome] : words[outcome].filter((word) => PLAIN_WORDS.has(word));
    for (const word of kept) if (!outcomes.has(wordKey(word))) outcomes.set(wordKey(word), outcome);
  }
  return outcomes;
}

/** The outcome that a word stands for. */
export function worded(value: unknown, outcomes: ReadonlyMap<string, GradedOutcome>): GradedOutcome | Flaw {
  const outcome = outcomes.get(cellText(value).toLowerCase()) ?? outcomes.get(wordKey(value));
  if (outcome !== undefined) return outcome;
  return {
    kind: 'unknown outcome',
    found: value === undefined || value === null ? 'none' : quotedText(value),
    value: cellText(value),
    asks: true,
  };
}
