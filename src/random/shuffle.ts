import { integer } from './integer.js';
import type { Stream } from './stream.js';

/** An array or a typed array. */
interface Places {
  readonly length: number;
  [place: number]: unknown;
}

/** Puts `values` into a random order, in place, and returns it. All orders are equally likely (Fisher and Yates). */
export function shuffle<A extends Places>(stream: Stream, values: A): A {
  const places: Places = values;
  for (let last = places.length - 1; last > 0; last--) {
    const other = integer(stream, last + 1);
    const value = places[last];
    places[last] = places[other];
    places[other] = value;
  }
  return values;
}
