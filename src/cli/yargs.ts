/** The parser of command lines. Its module for `import` breaks the lines of help texts in the middle of words; the one for `require` does not. */
import { createRequire } from 'node:module';
import type Yargs from 'yargs';

export const yargs = createRequire(import.meta.url)('yargs') as typeof Yargs;
