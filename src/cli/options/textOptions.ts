/** Texts on the command line: each flag takes one, and each positional argument a name. */
import { shippedFile } from '../experiment/shipped.js';
import { oneText } from './scoreValues.js';
import { unmarked, unmarkedName } from './standardInput.js';

/** A yargs option that takes one text. */
export function textOption(name: string, describe: string) {
  return { type: 'string', requiresArg: true, coerce: oneText(name), describe } as const;
}

/** A yargs option that takes one of several words. */
export function choiceOption<Choice extends string>(name: string, choices: readonly Choice[], describe: string) {
  return {
    type: 'string',
    requiresArg: true,
    choices,
    coerce: oneText(name) as (value: unknown) => Choice,
    describe,
  } as const;
}

/** A positional argument that names a folder or a file. */
export function nameArgument(describe: string) {
  return { type: 'string', demandOption: true, coerce: unmarkedName, describe } as const;
}

/** A positional argument that names files, also those that ship, by their paths in the package. */
export function namesArgument(describe: string) {
  const named = (values: readonly string[]): string[] => unmarked(values).map(shippedFile);
  return { type: 'string', array: true, coerce: named, describe } as const;
}

/** The positional argument of the commands that show a sweep. */
export const EXPERIMENT_FOLDER = nameArgument("the experiment's folder in the run store");
