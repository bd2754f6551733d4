/** The parser of command lines. Its ES module breaks lines of help texts within words; its CommonJS module does not. */
import { createRequire } from 'node:module';
import type Yargs from 'yargs';

export const yargs = createRequire(import.meta.url)('yargs') as typeof Yargs;
