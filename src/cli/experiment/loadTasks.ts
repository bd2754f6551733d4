/** Loads an experiment file as the runs that a command makes. */
import { dirname } from 'node:path';
import { canonicalJson } from '../../config/canonicalJson.js';
import { resolveExperiment } from '../../config/load/loadExperiment.js';
import { readExperimentFile } from '../../config/load/readExperimentFile.js';
import { UserError } from '../../errors/userError.js';
import { runId } from '../../store/runId.js';
import { schemaOf } from '../../sweep/experimentSchemas.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import { pinnedFiles } from '../../sweep/run/factFiles.js';
import { identityOf } from '../../sweep/run/resume.js';
import type { Sweep } from '../../sweep/sweep.js';
import type { Scalar } from '../../sweep/tables/runResult.js';
import { type RunFlags, typedRun } from '../options/typedCommand.js';
import { VERSION } from '../version.js';

/**
 * The sweep that `run` makes with these flags.
 * @throws UserError
 */
export function loadSweep(flags: RunFlags, responses: boolean): Sweep {
  const { file, set = [], quick, engine, device, threads } = flags;
  const ofEngine = Object.entries({ kind: engine, device, threads }).flatMap(([key, value]) =>
    value === undefined ? [] : [`engine.${key}=${value}`],
  );
  const { name, tasks, source } = loadTasks(file, [...set, ...ofEngine], quick);
  return { name, tasks, source, command: typedRun(flags), responses };
}

/**
 * @param quick apply the experiment's own `quick` overrides before those of `set`
 * @throws UserError
 */
export function loadTasks(
  file: string,
  set: readonly string[],
  quick = false,
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  return tasksOf(readExperimentFile(file), file, set, quick); // read once, because it may be a pipe
}

/** Does the same as `loadTasks` for a text in memory. */
export function tasksOf(
  source: string,
  file: string,
  set: readonly string[],
  quick = false,
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  const { name, runs } = resolveExperiment(source, file, { set, quick }, schemaOf);
  const tasks = runs.map((run): RunTask => {
    const config = withPlaces(file, set, () => pinnedFiles(run.config, dirname(file)));
    return {
      id: runId(canonicalJson(identityOf(config)), VERSION),
      parameters: Object.fromEntries(Object.entries(run.parameters).map(([path, value]) => [path, scalarOf(value)])),
      config,
    };
  });
  return { name, tasks, source };
}

/**
 * Calls `build`, which makes corpora and models of an experiment, and adds the place in the user's text to its errors:
 * corpus and models know the key of a problem, but not where the user wrote it.
 * @throws UserError that names the override or the file
 */
export function withPlaces<Result>(file: string, set: readonly string[], build: () => Result): Result {
  try {
    return build();
  } catch (error) {
    throw withPlace(error, file, set);
  }
}

/** An error with the place in the user's text, if it is the user's; otherwise the error itself. */
export function withPlace(error: unknown, file: string, set: readonly string[]): unknown {
  if (!(error instanceof UserError)) return error;
  return error.amended((problem) => {
    const override = set.findLast(
      (each) => problem.keyPath !== undefined && concerns(each.split('=')[0].trim(), problem.keyPath),
    );
    return { ...problem, where: problem.where ?? (override === undefined ? file : `--set ${override}`) };
  });
}

function concerns(path: string, keyPath: string): boolean {
  return path === keyPath || keyPath.startsWith(`${path}.`) || path.startsWith(`${keyPath}.`);
}

/** A swept value as a table's cell: a mapping is written as JSON. */
function scalarOf(value: unknown): Scalar {
  return typeof value === 'object' && value !== null ? canonicalJson(value) : (value as Scalar);
}
