/** Two students who know the same facts: one guesses where it knows nothing, the other says so. */
import { penalisedScore } from '../../scoring/tally.js';
import { memoryError } from './manyCorpora.js';
import { DAYS } from './storyCorpus.js';

export interface Student {
  readonly id: 'guesser' | 'honest';
  /** Shares of questions. */
  readonly right: number;
  readonly error: number;
  readonly abstention: number;
  /** Points for a hundred questions. */
  readonly points: number;
}

/** Cost of an error at which both have equal points: a guess earns 1/365 and costs 364/365 times as much. */
export const BREAK_EVEN = 1 / (DAYS - 1);

/** @param missing chance that a question is about somebody never named */
export function students(missing: number, cost: number): { readonly guesser: Student; readonly honest: Student } {
  const marked = (id: Student['id'], error: number, abstention: number): Student => {
    const tally = { right: 1 - error - abstention, error, abstention };
    return { id, ...tally, points: 100 * penalisedScore(tally, cost) };
  };
  return { guesser: marked('guesser', memoryError(missing), 0), honest: marked('honest', 0, missing) };
}
