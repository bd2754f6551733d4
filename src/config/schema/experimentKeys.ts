/** Keys of an experiment as a whole: its name and its quick form. */
import { z } from 'zod';
import { sha256Schema } from './sha256Schema.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const NAME_WORDS = '1 to 64 letters, digits, _ and -, the first one a letter or digit';

/** Name of an experiment or a family. It becomes part of a path in the run store, so nothing in it may lead elsewhere. */
export const nameSchema = z.string().regex(NAME, NAME_WORDS);

/** A plugin: its file or package, and the digest of its content, which the program fills in. */
export interface PluginEntry {
  readonly file: string;
  readonly sha256?: string | undefined;
}

const pluginFile = z.string().min(1);

export const pluginsSchema = z
  .array(
    z.union([
      pluginFile.transform((file): PluginEntry => ({ file })),
      z.strictObject({
        file: pluginFile.describe('module (.js, .mjs) beside this file, or the name of a package'),
        sha256: sha256Schema.optional().describe('digest of its content; other content is refused'),
      }),
    ]),
  )
  .max(100)
  .optional()
  .describe('modules that define kinds of families, frequency laws, models and graders; --plugin adds to them');

/** Overrides in the form of `--set`: fewer seeds, shorter training, a coarser sweep. */
export const quickSchema = z.array(z.string()).default([]).describe('overrides, key=value each, that --quick applies');
