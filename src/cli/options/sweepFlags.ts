/** Flags of the commands that make runs. */
import { availableParallelism } from 'node:os';
import type { Argv } from 'yargs';
import { CHECKPOINT_SECONDS } from '../../sweep/run/storedRun.js';
import { COUNT, numberOption, SECONDS } from './numbers.js';

/** Flags that say how runs are made; no result depends on them. */
export interface SweepFlags {
  readonly workers: number;
  readonly dryRun: boolean;
  readonly maxFailures: number;
  readonly retryFailed: boolean;
  readonly checkpointEvery: number;
}

/** Flags under which no run begins: the runs in the store become tables. */
export const GATHERING: SweepFlags = {
  workers: 1,
  dryRun: false,
  maxFailures: 0,
  retryFailed: false,
  checkpointEvery: Infinity,
};

export function sweepFlags<T>(yargs: Argv<T>): Argv<T & SweepFlags> {
  return yargs
    .option('workers', {
      ...numberOption('workers', COUNT, 'runs at a time, each in a process of its own'),
      default: availableParallelism(),
      defaultDescription: 'the number of cores',
    })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'print the runs, their ids and their state in the store; write nothing',
    })
    .option('max-failures', {
      ...numberOption('max-failures', COUNT, 'begin no further run after this many failures'),
      default: Infinity,
      defaultDescription: 'no limit',
    })
    .option('retry-failed', {
      type: 'boolean',
      default: false,
      describe: 'make runs again that failed before; without it they are left out',
    })
    .option('checkpoint-every', {
      ...numberOption(
        'checkpoint-every',
        SECONDS,
        'seconds between checkpoints, from which an interrupted training continues; 0: after every step',
      ),
      default: CHECKPOINT_SECONDS,
    }) as unknown as Argv<T & SweepFlags>; // yargs adds the names in camel case
}
