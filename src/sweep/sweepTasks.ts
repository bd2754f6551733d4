/** Runs of an experiment file, each with the id that its config and the content of its files give it. */
import { dirname } from 'node:path';
import { canonicalJson } from '../config/canonicalJson.js';
import { resolveExperiment } from '../config/load/loadExperiment.js';
import { UserError } from '../errors/userError.js';
import type { LoadedPlugin } from '../plugins/loadPlugin.js';
import { runId } from '../store/runId.js';
import { VERSION } from '../store/version.js';
import { schemaOf } from './experimentSchemas.js';
import type { RunTask } from './run/executeRun.js';
import { pinnedFiles } from './run/factFiles.js';
import { pinnedPlugins } from './run/pluginsOfRun.js';
import { identityOf } from './run/resume.js';
import type { Sweep } from './sweep.js';
import type { Scalar } from './tables/runResult.js';

/** Options that decide what runs an experiment has. */
export interface TaskOptions {
  /** Overrides `key=value`. */
  readonly set?: readonly string[];
  /** Apply the experiment's own `quick` overrides before those of `set`. */
  readonly quick?: boolean;
  /** Plugins whose kinds are in force. */
  readonly plugins?: readonly LoadedPlugin[];
}

/**
 * The runs of an experiment, each with its id.
 * @param source text of the experiment
 * @param file path of its file, for messages and for what lies beside it
 * @throws UserError
 */
export function sweepTasks(
  source: string,
  file: string,
  { set = [], quick = false, plugins = [] }: TaskOptions,
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  const { name, runs } = resolveExperiment(source, file, { set, quick }, schemaOf);
  const tasks = runs.map((run): RunTask => {
    const pinned = withPlaces(file, set, () => pinnedFiles(run.config, dirname(file)));
    const config = pinnedPlugins(pinned, plugins);
    return {
      id: runId(canonicalJson(identityOf(config)), VERSION),
      parameters: Object.fromEntries(Object.entries(run.parameters).map(([path, value]) => [path, scalarOf(value)])),
      config,
    };
  });
  requireDifferent(tasks, file);
  return { name, tasks, source };
}

/** @throws UserError for two runs that differ only in the places of files, whose content is the same */
function requireDifferent(tasks: readonly RunTask[], where: string): void {
  const known = new Map<string, RunTask>();
  for (const task of tasks) {
    const other = known.get(task.id);
    known.set(task.id, task);
    if (other === undefined) continue;
    const words = ({ parameters }: RunTask): string =>
      Object.entries(parameters)
        .map(([path, value]) => `${path} = ${value}`)
        .join(', ');
    throw new UserError({
      code: 'same-run-twice',
      summary: 'two combinations are the same run',
      keyPath: 'sweep',
      where,
      found: `${words(other)} and again ${words(task)}: files of the same content`,
      allowed: 'each content once',
    });
  }
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
