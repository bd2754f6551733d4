/** Experiments that come with the program. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the package, wherever the command is given. The path is the same from `src/` and from `dist/`. */
export const experimentFile = (experiment: string): string => fileURLToPath(new URL(`../../experiments/${experiment}.yaml`, import.meta.url));

/** What the user means by a file or a name: the file of that path, or else the experiment of that name that ships. */
export const namedExperiment = (config: string): string => {
  const shipped = /^[\w-]+$/.test(config) && !existsSync(config) ? experimentFile(config) : undefined;
  return shipped !== undefined && existsSync(shipped) ? relative('.', shipped) : config;
};
