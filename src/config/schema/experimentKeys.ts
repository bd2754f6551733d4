/** Keys of an experiment as a whole: its name and its quick form. */
import { z } from 'zod';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const NAME_WORDS = '1 to 64 letters, digits, _ and -, the first one a letter or digit';

/** Name of an experiment or a family. It becomes part of a path in the run store, so nothing in it may lead elsewhere. */
export const nameSchema = z.string().regex(NAME, NAME_WORDS);

/** Overrides in the form of `--set`: fewer seeds, shorter training, a coarser sweep. */
export const quickSchema = z.array(z.string()).default([]).describe('overrides, key=value each, that --quick applies');
