/** Keys of an experiment as a whole: its name, its seeds, its quick form. */
import { z } from 'zod';
import { count } from './count.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const NAME_WORDS = '1 to 64 letters, digits, _ and -, the first one a letter or digit';

/** Name of an experiment or a family. It becomes part of a path in the run store, so nothing in it may lead elsewhere. */
export const nameSchema = z.string().regex(NAME, NAME_WORDS);

// Streams of random numbers are seeded by 32 bits.
export const MAX_SEED = 2 ** 32 - 1;

export const seedSchema = count(0, MAX_SEED).default(1).describe('seed of every random draw of the first run');

export const seedsSchema = count(1, 1000)
  .default(1)
  .describe('number of runs of each combination: with seed, seed + 1, …');

/** Overrides in the form of `--set`: fewer seeds, shorter training, a coarser sweep. */
export const quickSchema = z.array(z.string()).default([]).describe('overrides, key=value each, that --quick applies');
