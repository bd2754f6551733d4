/** Experiments that are shipped with the program. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExperimentClaims } from '../../claims/claim.js';
import { didYouMean } from '../../errors/didYouMean.js';
import { UserError } from '../../errors/userError.js';

/** Path of a shipped experiment, whatever the working folder. It is the same from `src/` and from `dist/`. */
export function experimentFile(experiment: string): string {
  return fileURLToPath(new URL(`../../../experiments/${experiment}.yaml`, import.meta.url));
}

/** The claims of all shipped experiments. They are loaded on request, because other commands start sooner without them. */
export async function shippedClaims(): Promise<readonly ExperimentClaims[]> {
  const { experimentClaims } = await import('../../experiments/index.js');
  return experimentClaims;
}

/** Names of the shipped experiments, sorted. */
function names(): readonly string[] {
  return readdirSync(dirname(experimentFile('x')))
    .flatMap((file) => (file.endsWith('.yaml') ? [basename(file, '.yaml')] : []))
    .sort();
}

/**
 * The path of a file, or of the shipped experiment of that name.
 * @throws UserError for a name that is neither
 */
export function namedExperiment(file: string): string {
  if (!/^[\w-]+$/.test(file) || existsSync(file)) return file;
  if (names().includes(file)) return relative('.', experimentFile(file));
  throw new UserError({
    code: 'missing-file',
    summary: 'no such file, and no shipped experiment of that name',
    where: file,
    allowed: `the path of an experiment file (YAML), or one of ${names().join(', ')}`,
    hint: didYouMean(file, names()),
  });
}
