/** The key `draw`: configs drawn at random, as in a random search. */
import { z } from 'zod';
import { count } from './count.js';

/** Beyond every value that a key takes. */
const MOST = 1e15;

const rangeSchema = z
  .strictObject({
    from: z.number().min(-MOST).max(MOST).describe('lower end'),
    to: z.number().min(-MOST).max(MOST).describe('upper end'),
    scale: z
      .enum(['linear', 'log'])
      .default('linear')
      .describe('spread of the draws: even, or even in the logarithm, for which both ends are above 0'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'a number above `from`' })
  .refine(({ from, scale }) => scale === 'linear' || from > 0, {
    path: ['from'],
    error: 'a number above 0, because the scale is log',
  });

/** A list to choose from, or a range. */
export type DrawnValues = readonly unknown[] | z.output<typeof rangeSchema>;

export const drawSchema = z.strictObject({
  runs: count(1, 1000).describe('number of configs to draw; each has a seed of its own: seed, seed + 1, …'),
  values: z
    .record(z.string(), z.union([z.array(z.unknown()).min(1), rangeSchema]))
    .describe(
      'drawn keys: the dotted path of each, with a list, of which one item is chosen, or a range `{ from, to, scale }`; whole numbers are drawn for keys that take these. An option that the kind of a config does not have is left out of it',
    ),
});
