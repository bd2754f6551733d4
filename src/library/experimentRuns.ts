/** Whole experiments: in memory, or in a folder as the command `run` leaves them. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readExperimentFile } from '../config/load/readExperimentFile.js';
import { parseYaml } from '../config/load/yamlText.js';
import { isMapping } from '../config/paths.js';
import { pluginsSchema } from '../config/schema/experimentKeys.js';
import { UserError } from '../errors/userError.js';
import { type PluginDefinitions, withKinds } from '../plugins/kindsInForce.js';
import { type LoadedPlugin, loadPlugin } from '../plugins/loadPlugin.js';
import { pluginFile } from '../plugins/pluginFiles.js';
import { readResults } from '../results/readResults.js';
import type { ReportTables } from '../results/reportTables.js';
import { writeManifest } from '../store/manifest.js';
import { decodeTable } from '../store/tables.js';
import { checkTasks } from '../sweep/checkTasks.js';
import { lockFolder } from '../sweep/folderLock.js';
import { refuseForeignExperiment } from '../sweep/ownFiles.js';
import { executeRun } from '../sweep/run/executeRun.js';
import { runSweep } from '../sweep/runSweep.js';
import type { Sweep } from '../sweep/sweep.js';
import { sweepTasks } from '../sweep/sweepTasks.js';
import { curvesTable, runsTable } from '../sweep/tables/resultTables.js';
import type { RunResult } from '../sweep/tables/runResult.js';
import { type RunTimelines, timelinesTable } from '../sweep/tables/timelinesTable.js';
import { poolOfOne } from '../sweep/workers.js';
import { definitionsOf, type Plugin, requireSettings, shippedLexicon, toldAs } from './callerOptions.js';

/** Options of `runExperiment`. */
export interface ExperimentRunOptions {
  /** Run store; results go to its folder `<name>/`, as with the command `run`. Without it nothing is written. */
  readonly out?: string;
  /** Runs at a time, each in a process of its own; more than one only with `out`. By default 1. */
  readonly workers?: number;
  /** Plugins beside those that the experiment names. With `out` they must be modules, which worker processes import. */
  readonly plugins?: readonly Plugin[];
  /** Overrides `key=value`, as of --set. */
  readonly set?: readonly string[];
  /** Applies the experiment's own `quick` overrides first. */
  readonly quick?: boolean;
  /** Called after each run with the number of runs that have ended, and of those to make. */
  readonly onRun?: (ended: number, runs: number) => void;
}

/** Results of an experiment. */
export interface ExperimentResults {
  readonly name: string;
  /** Result of each run, in the order of the sweep. */
  readonly runs: readonly RunResult[];
  /** The same as the tables `runs.arrow`, `curves.arrow` and, where asked for, `timelines.arrow`, for figures and reports. */
  readonly tables: ReportTables;
}

const CALL = 'runExperiment(…)';

/**
 * Runs an experiment.
 * @param experiment text of an experiment (YAML or JSON), path of its file, or the same as an object
 * @throws UserError about the experiment, and for runs that failed
 */
export function experimentRuns(
  experiment: string | object,
  options: ExperimentRunOptions = {},
): Promise<ExperimentResults> {
  return toldAs(CALL, undefined, async () => {
    requireSettings(CALL, options, ['out', 'workers', 'plugins', 'set', 'quick', 'onRun']);
    const { out, workers = 1, plugins = [], set = [], quick = false, onRun = () => {} } = options;
    const { source, file, folder } = written(experiment);
    const all = [...(await definitionsOf(plugins)), ...(await pluginsIn(source, folder))];
    requireWorkers(workers, out);
    if (out !== undefined && !all.every(isLoaded)) throw notImportable();
    return withKinds(all, async () => {
      const sweep = sweepTasks(source, file, { set, quick, plugins: all.filter(isLoaded) });
      await checkTasks(sweep.tasks, shippedLexicon());
      return out === undefined ? inMemory(sweep, onRun) : inFolder(sweep, join(out, sweep.name), workers, onRun);
    });
  });
}

type Made = Pick<Sweep, 'name' | 'tasks'>;
type OnRun = (ended: number, runs: number) => void;

async function inMemory({ name, tasks }: Made, onRun: OnRun): Promise<ExperimentResults> {
  const runs: RunResult[] = [];
  const timelines: RunTimelines[] = [];
  const onTimelines = async (ofRun: RunTimelines): Promise<void> => void timelines.push(ofRun);
  for (const task of tasks) {
    runs.push(await executeRun(task, shippedLexicon(), { onTimelines }));
    onRun(runs.length, tasks.length);
  }
  const tables = {
    runs: decodeTable(runsTable(name, runs)),
    curves: decodeTable(curvesTable(name, runs)),
    ...(timelines.length > 0 && { timelines: decodeTable(timelinesTable(timelines)) }),
  };
  return { name, runs, tables };
}

async function inFolder(
  { name, tasks }: Made,
  directory: string,
  workers: number,
  onRun: OnRun,
): Promise<ExperimentResults> {
  let [ended, todo] = [0, 0];
  await refuseForeignExperiment(directory);
  const release = await lockFolder(directory);
  try {
    const { runs, failures, files } = await runSweep(tasks, {
      experiment: name,
      pool: poolOfOne({ workerModule: new URL('../cli/processes/worker.js', import.meta.url), workers }),
      maxFailures: Infinity,
      retryFailed: true,
      store: { directory, responses: false },
      progress: {
        onPlan: (plan) => void (todo = plan.todo.length),
        onStart: () => {},
        onStep: () => {},
        onEnd: () => onRun(++ended, todo),
      },
    });
    if (failures.length > 0)
      throw new UserError({
        code: 'runs-failed',
        summary: `${failures.length} of ${tasks.length} runs failed`,
        where: directory,
        found: failures[0].message,
        hint: 'complete runs are kept: the same call makes the others again',
      });
    await rm(join(directory, 'report.html'), { force: true }); // it would tell of earlier runs
    await writeManifest(
      directory,
      files.map((each) => basename(each)),
    );
    return { name, runs: runs.map(({ result }) => result), tables: await readResults(directory) };
  } finally {
    release();
  }
}

interface Written {
  readonly source: string;
  /** Name of the file for messages, and of the experiment if it states none. */
  readonly file: string;
  /** Folder beside which plugins lie. */
  readonly folder: string;
}

function written(experiment: string | object): Written {
  if (typeof experiment === 'object' && experiment !== null)
    return { source: JSON.stringify(experiment, plain), file: 'experiment', folder: '.' };
  if (typeof experiment !== 'string')
    throw new UserError({
      code: 'no-experiment',
      summary: 'not an experiment',
      found: typeof experiment,
      allowed: 'its text, its path, or an object with the keys corpus, model and others',
    });
  if (!experiment.includes('\n') && (existsSync(experiment) || /\.ya?ml$/.test(experiment)))
    return { source: readExperimentFile(experiment), file: experiment, folder: join(experiment, '..') };
  return { source: experiment, file: 'experiment', folder: '.' };
}

/** Refuses what JSON would drop without a word. */
function plain(key: string, value: unknown): unknown {
  const isLost =
    ['function', 'symbol', 'bigint'].includes(typeof value) || (typeof value === 'number' && !Number.isFinite(value));
  if (!isLost) return value;
  throw new UserError({
    code: 'not-plain',
    summary: 'an experiment holds plain values alone',
    keyPath: key,
    found: typeof value === 'number' ? String(value) : `a ${typeof value}`,
    allowed: 'texts, finite numbers, true, false, null, lists and mappings of them',
  });
}

function pluginsIn(source: string, folder: string): Promise<readonly LoadedPlugin[]> {
  const { value } = parseYaml(source, () => CALL);
  const named = pluginsSchema.safeParse(isMapping(value) ? value.plugins : undefined);
  return Promise.all((named.data ?? []).map(({ file, sha256 }) => loadPlugin(pluginFile(file, folder), sha256)));
}

function isLoaded(plugin: PluginDefinitions): plugin is LoadedPlugin {
  return 'sha256' in plugin;
}

function requireWorkers(workers: unknown, out: string | undefined): void {
  const isCount = Number.isInteger(workers) && (workers as number) >= 1;
  if (isCount && (workers === 1 || out !== undefined)) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'not a number of workers',
    keyPath: 'workers',
    found: String(workers),
    allowed:
      out === undefined
        ? '1, or more together with out, the folder that they write to'
        : 'a whole number of at least 1',
  });
}

function notImportable(): UserError {
  return new UserError({
    code: 'no-module',
    summary: 'a definition in memory cannot be stored',
    keyPath: 'plugins',
    hint: 'write it to a module and give its path, so that runs are known by its content; or leave out out',
  });
}
