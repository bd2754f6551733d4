import { readFileSync } from 'node:fs';

/** The package's version; a part of every run's id. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
