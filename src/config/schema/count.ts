import { z } from 'zod';

/** Schema of an integer from `least` to `most`. */
export function count(least: number, most: number) {
  return z.int().min(least).max(most);
}
