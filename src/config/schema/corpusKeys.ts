/** Keys of the section `corpus` that are the same for every kind of family. */
import { z } from 'zod';
import { count } from './count.js';

// A row takes 10 bytes in memory, so this is a gigabyte.
const MAX_EXAMPLES = 100_000_000;

export const examplesSchema = count(1, MAX_EXAMPLES).describe('N: training examples of all families together');

// Far below the weights whose sum overflows.
const MAX_WEIGHT = 1e6;

export const weightSchema = z
  .number()
  .positive()
  .max(MAX_WEIGHT)
  .default(1)
  .describe('share of the examples, relative to the weights of the other families');
