/** Flags of commands that make runs. */
import { availableParallelism } from 'node:os';
import type { Argv } from 'yargs';
import { UserError } from '../../errors/userError.js';
import { CHECKPOINT_SECONDS } from '../../sweep/run/storedRun.js';

/** How the runs of a sweep are made; no result depends on it. */
export interface SweepFlags {
  readonly workers: number;
  readonly retryFailed: boolean;
  readonly maxFailures: number;
  readonly checkpointSeconds: number;
}

/** As they are typed. */
export interface SweepArguments {
  readonly workers: number;
  readonly 'dry-run': boolean;
  readonly 'max-failures': number;
  readonly 'retry-failed': boolean;
  readonly 'checkpoint-every': number;
}

export function sweepFlags(typed: SweepArguments): SweepFlags {
  return {
    workers: typed.workers,
    retryFailed: typed['retry-failed'],
    maxFailures: typed['max-failures'],
    checkpointSeconds: typed['checkpoint-every'],
  };
}

/** Nothing is begun: what is in the store becomes tables. */
export const GATHERING: SweepFlags = { workers: 1, retryFailed: false, maxFailures: 0, checkpointSeconds: Infinity };

/** A flag that counts something, from 1. */
export function counting(flag: string, summary: string) {
  return (value: number): number => {
    if (value === Infinity || (Number.isInteger(value) && value >= 1)) return value;
    throw new UserError({
      code: 'out-of-range',
      summary,
      where: flag,
      found: String(value),
      allowed: 'a whole number from 1',
    });
  };
}

function secondsOf(value: number): number {
  if (value >= 0) return value;
  throw new UserError({
    code: 'out-of-range',
    summary: 'not a number of seconds',
    where: '--checkpoint-every',
    found: String(value),
    allowed: 'a number from 0 (after every step)',
  });
}

export function sweepOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('workers', {
      type: 'number',
      requiresArg: true,
      default: availableParallelism(),
      defaultDescription: 'the number of cores',
      coerce: counting('--workers', 'not a number of workers'),
      describe: 'runs at a time, a process each',
    })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'print the runs, their ids and what the store holds of them; write nothing',
    })
    .option('max-failures', {
      type: 'number',
      requiresArg: true,
      default: Infinity,
      defaultDescription: 'no limit',
      coerce: counting('--max-failures', 'not a number of failures'),
      describe: 'begin no more runs after so many failures',
    })
    .option('retry-failed', {
      type: 'boolean',
      default: false,
      describe: 'make runs again that failed before; they are left out otherwise',
    })
    .option('checkpoint-every', {
      type: 'number',
      requiresArg: true,
      default: CHECKPOINT_SECONDS,
      coerce: secondsOf,
      describe: 'seconds between the checkpoints from which a training goes on that was cut off',
    });
}
