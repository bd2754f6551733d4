import type { RunTask } from './run/executeRun.js';

/** A sweep, made here or by Slurm: its runs, and the texts that its report repeats. */
export interface Sweep {
  /** Name of the experiment. */
  readonly name: string;
  /** All runs of the sweep, including those that the store already holds. */
  readonly tasks: readonly RunTask[];
  /** Text of the experiment's file. */
  readonly source: string;
  /** The command that makes the same runs. */
  readonly command: string;
  /** Keep p̂ of every prompt × response. */
  readonly responses: boolean;
}
