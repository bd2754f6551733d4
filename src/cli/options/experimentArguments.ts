/** Arguments of the commands that take an experiment. */
import type { Argv } from 'yargs';
import { namedExperiment } from '../experiment/shipped.js';
import { JSON_OPTION } from './jsonOption.js';
import { PLUGIN_OPTION } from './pluginOption.js';
import { unmarkedName } from './standardInput.js';

export function experimentArguments<T>(yargs: Argv<T>) {
  return yargs
    .positional('file', {
      type: 'string',
      demandOption: true,
      coerce: (file: string) => fileOf(unmarkedName(file)),
      describe: 'experiment file (YAML), the name of a shipped experiment, or - for stdin',
    })
    .option('set', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: 'override a config key: dotted.path=value; a list of values is swept',
    })
    .option('plugin', { ...PLUGIN_OPTION, default: [] as string[] })
    .option('json', JSON_OPTION);
}

function fileOf(name: string): string {
  return name === '-' ? '/dev/stdin' : namedExperiment(name);
}
