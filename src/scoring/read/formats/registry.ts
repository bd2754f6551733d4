/** Formats of graded answers. A format is a file of this folder and a line here. */
import { answers } from './answers.js';
import type { GradedFormat } from './gradedFormat.js';
import { inspect } from './inspect.js';
import { models } from './models.js';
import { simpleqa } from './simpleqa.js';

/** In the order in which they are tried. A table that none recognises is read as the first one, which says what it lacks. */
const formats = [answers, simpleqa, models, inspect] as const;

export type FormatName = (typeof formats)[number]['name'];

export const FORMATS: readonly (GradedFormat & { readonly name: FormatName })[] = formats;

export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map(({ name }) => name);

/** Files other than tables, for help and messages. */
export const OTHER_FILES: readonly string[] = FORMATS.flatMap((format) =>
  format.reads === 'files' ? [format.files] : [],
);
