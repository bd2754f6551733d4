/**
 * Good and Turing's idea in small: a sentence is taken away, and is then news if nothing else names its person. The
 * share of news among all sentences is the singleton rate, whose expectation is the missing mass of a corpus with one
 * sentence less (docs/theory.md §2).
 */
import type { StoryFacts } from './storyFacts.js';

export interface LeftOut {
  /** Number of sentences that were taken away and put back. */
  readonly tried: number;
  /** Number of those that named a person whom no other sentence names. */
  readonly news: number;
}

/** Tells if a sentence would be news to a reader of all others. */
export function isNews({ rows, times }: StoryFacts, row: number): boolean {
  return times[rows[row]] === 1;
}

/** Takes away each of the first sentences, one at a time. */
export function leaveOut(facts: StoryFacts, tried: number): LeftOut {
  let news = 0;
  for (let row = 0; row < tried; row++) if (isNews(facts, row)) news++;
  return { tried, news };
}
