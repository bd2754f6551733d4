/** Arguments that commands on an experiment share. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import type { Argv } from 'yargs';
import { canonicalJson } from '../../config/canonicalJson.js';
import { loadExperiment } from '../../config/load/loadExperiment.js';
import { UserError } from '../../errors/userError.js';
import { runId } from '../../store/runId.js';
import { schemaOf } from '../../sweep/experimentSchemas.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import { identityOf } from '../../sweep/run/resume.js';
import type { Scalar } from '../../sweep/tables/runResult.js';
import { namedExperiment } from '../shipped.js';
import { VERSION } from '../version.js';
import { JSON_OPTION } from './jsonOption.js';

export function experimentArguments<T>(yargs: Argv<T>) {
  return yargs
    .positional('file', {
      type: 'string',
      demandOption: true,
      coerce: namedExperiment,
      describe: 'experiment file (YAML), or the name of an experiment that ships',
    })
    .option('set', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: 'override a config key: dotted.path=value; a list of values is swept',
    })
    .option('json', JSON_OPTION);
}

/**
 * @param quick whether the experiment's own `quick` overrides come before those of `set`
 * @throws UserError
 */
export function loadTasks(
  file: string,
  set: readonly string[],
  quick = false,
): { readonly name: string; readonly tasks: readonly RunTask[] } {
  const { name, runs } = loadExperiment(file, { set, quick }, schemaOf);
  const tasks = runs.map(
    (run): RunTask => ({
      id: runId(canonicalJson(identityOf(run.config)), VERSION),
      parameters: Object.fromEntries(Object.entries(run.parameters).map(([path, value]) => [path, scalarOf(value)])),
      config: run.config,
    }),
  );
  return { name, tasks };
}

/**
 * Calls what builds corpora and models of an experiment. They know the key of a problem, but not where the user wrote it.
 * @throws UserError that names the override or the file
 */
export function withPlaces<Result>(file: string, set: readonly string[], build: () => Result): Result {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw error.amended((problem) => {
      const override = set.findLast(
        (each) => problem.keyPath !== undefined && concerns(each.split('=')[0].trim(), problem.keyPath),
      );
      return { ...problem, where: problem.where ?? (override === undefined ? file : `--set ${override}`) };
    });
  }
}

function concerns(path: string, keyPath: string): boolean {
  return path === keyPath || keyPath.startsWith(`${path}.`) || path.startsWith(`${keyPath}.`);
}

/** @throws UserError for an empty path, or a flag given twice */
export function oneFolder(out: unknown): string {
  if (typeof out === 'string' && out !== '') return out;
  throw new UserError({
    code: 'usage',
    summary: 'not a folder for results',
    where: '--out',
    found: JSON.stringify(out),
    allowed: 'the path of one folder',
  });
}

/** Makes the folder that results go to, before any work is done for them. */
export async function makeOutputFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new UserError({
      code: 'not-writable',
      summary: 'the folder for results cannot be written',
      where: '--out',
      found: directory,
      hint: (error as Error).message,
    });
  }
}

/** A swept value as a table's cell: a mapping is written as JSON. */
function scalarOf(value: unknown): Scalar {
  return typeof value === 'object' && value !== null ? canonicalJson(value) : (value as Scalar);
}
