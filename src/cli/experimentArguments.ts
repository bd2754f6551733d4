/** Arguments that commands on an experiment share. */
import type { Argv } from 'yargs';
import { canonicalJson } from '../config/canonicalJson.js';
import { loadExperiment } from '../config/loadExperiment.js';
import { runId } from '../store/runId.js';
import type { RunTask } from '../sweep/executeRun.js';
import { schema } from '../sweep/experiment.js';
import type { Scalar } from '../sweep/runResult.js';
import { VERSION } from './version.js';

export const experimentArguments = <T>(yargs: Argv<T>) =>
  yargs
    .positional('config', { type: 'string', demandOption: true, describe: 'experiment file (YAML)' })
    .option('set', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: 'override a config key: dotted.path=value; a list of values is swept',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print one JSON object on stdout, and nothing else there' });

/** @throws UserError */
export const loadTasks = (config: string, set: readonly string[]): { readonly name: string; readonly tasks: readonly RunTask[] } => {
  const { name, runs } = loadExperiment(config, { set }, schema);
  const tasks = runs.map((run): RunTask => ({
    id: runId(canonicalJson(run.config), VERSION),
    parameters: Object.fromEntries(Object.entries(run.parameters).map(([path, value]) => [path, scalarOf(value)])),
    options: run.config,
  }));
  return { name, tasks };
};

/** A swept value as a table's cell: a mapping is written as JSON. */
const scalarOf = (value: unknown): Scalar => (typeof value === 'object' && value !== null ? canonicalJson(value) : (value as Scalar));
