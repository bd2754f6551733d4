/** Experiments that come with the program. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';

/** A file of the package, wherever the command is given. The path is the same from `src/` and from `dist/`. */
export function experimentFile(experiment: string): string {
  return fileURLToPath(new URL(`../../experiments/${experiment}.yaml`, import.meta.url));
}

function names(): readonly string[] {
  return readdirSync(dirname(experimentFile('x')))
    .flatMap((file) => (file.endsWith('.yaml') ? [basename(file, '.yaml')] : []))
    .sort();
}

/**
 * What the user means by a file or a name: the file of that path, or else the experiment of that name that ships.
 * @throws UserError for a name, of which there is neither
 */
export function namedExperiment(file: string): string {
  if (!/^[\w-]+$/.test(file) || existsSync(file)) return file;
  if (names().includes(file)) return relative('.', experimentFile(file));
  throw new UserError({
    code: 'missing-file',
    summary: 'no such file, and no experiment of that name ships',
    where: file,
    allowed: `the path of an experiment file (YAML), or one of ${names().join(', ')}`,
    hint: didYouMean(file, names()),
  });
}
