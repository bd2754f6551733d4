/** Loads an experiment file as the runs that a command makes. */
import { readExperimentFile } from '../../config/load/readExperimentFile.js';
import type { LoadedPlugin } from '../../plugins/loadPlugin.js';
import type { Sweep } from '../../sweep/sweep.js';
import { sweepTasks } from '../../sweep/sweepTasks.js';
import { type RunFlags, typedRun } from '../options/typedCommand.js';

export { withPlace, withPlaces } from '../../sweep/sweepTasks.js';

/** An experiment whose text was read and whose plugins were imported. */
export interface OpenedExperiment {
  readonly source: string;
  readonly plugins: readonly LoadedPlugin[];
}

/**
 * The sweep that `run` makes with these flags.
 * @param opened the experiment, if it was read before: it may be a pipe
 * @throws UserError
 */
export function loadSweep(flags: RunFlags, responses: boolean, opened = withoutPlugins(flags.file)): Sweep {
  const { file, set = [], quick = false, engine, device, threads } = flags;
  const ofEngine = Object.entries({ kind: engine, device, threads }).flatMap(([key, value]) =>
    value === undefined ? [] : [`engine.${key}=${value}`],
  );
  const { source, plugins } = opened;
  const { name, tasks } = sweepTasks(source, file, { set: [...set, ...ofEngine], quick, plugins });
  return { name, tasks, source, command: typedRun(flags), responses };
}

function withoutPlugins(file: string): OpenedExperiment {
  return { source: readExperimentFile(file), plugins: [] };
}

/** The runs of an experiment. @throws UserError */
export function loadTasks(
  file: string,
  set: readonly string[],
  { source, plugins } = withoutPlugins(file),
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  return sweepTasks(source, file, { set, plugins });
}

/** Does the same as `loadTasks` for a text in memory. */
export function tasksOf(
  source: string,
  file: string,
  set: readonly string[],
  plugins: readonly LoadedPlugin[] = [],
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  return sweepTasks(source, file, { set, plugins });
}
