/** Many other corpora of the story's kind: other people, and fewer sentences or more. */

import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import { singletonRate } from '../../theory/goodTuring.js';
import { DAYS, PEOPLE } from './storyCorpus.js';
import { SENTENCES } from './storyState.js';

export interface CorpusPoint {
  readonly sentences: number;
  /** Share of sentences about people named once. */
  readonly onceShare: number;
  /** Error of a perfect memory that guesses a day where it has read nothing: missing mass × 364/365. */
  readonly error: number;
}

/** Number of corpora of each size. */
const EACH = 6;

export function manyCorpora(seed: number): readonly CorpusPoint[] {
  const draws = stream(seed, 'sample/many');
  return SENTENCES.flatMap((sentences) =>
    Array.from({ length: EACH }, (): CorpusPoint => {
      const times = new Int32Array(PEOPLE);
      for (let row = 0; row < sentences; row++) times[integer(draws, PEOPLE)]++;
      const never = times.filter((each) => each === 0).length;
      return { sentences, onceShare: singletonRate(times, sentences), error: memoryError(never / PEOPLE) };
    }),
  );
}

/** Returns the error of the perfect memory: a guess is right once in 365 times. */
export function memoryError(missing: number): number {
  return missing * (1 - 1 / DAYS);
}
