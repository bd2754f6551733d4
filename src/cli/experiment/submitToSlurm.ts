/** A sweep in Slurm: submitted, waited for, and shown. */

import { relative, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { slurmOptions } from '../../sweep/slurm/batch.js';
import { jobsOf } from '../../sweep/slurm/ownership.js';
import { type Submitted, submitSweep } from '../../sweep/slurm/submit.js';
import type { Sweep } from '../../sweep/sweep.js';
import type { SlurmFlags } from '../options/slurmFlags.js';
import type { SweepFlags } from '../options/sweepFlags.js';
import { quoted, typedCommand } from '../options/typedCommand.js';
import { countedRuns, runsThat } from '../screen/counted.js';
import { tell } from '../screen/print.js';
import { planText } from '../screen/progress.js';

/** @param claimed the report checks the claims of the experiment of that name */
export async function submit(
  sweep: Sweep,
  directory: string,
  claimed: boolean,
  flags: SlurmFlags & SweepFlags,
): Promise<Submitted> {
  const submitted = await submitSweep(sweep, {
    directory: resolve(directory),
    sbatch: slurmOptions(flags.slurm),
    concurrency: flags.arrayConcurrency,
    retryFailed: flags.retryFailed,
    stored: { checkpointSeconds: flags.checkpointEvery, claimed, typed: typedCommand() },
    arrayModule: new URL('../processes/slurmTask.js', import.meta.url),
    gatherModule: new URL('../processes/slurmGather.js', import.meta.url),
  });
  tell(planText(submitted));
  return submitted;
}

/** Returns whether jobs are left that write to a folder. */
export async function hasJobs(directory: string): Promise<boolean> {
  return (await jobsOf(resolve(directory))).length > 0;
}

/** Waits until the jobs that write to a folder have ended. They go on if the waiting is interrupted. */
export async function waitForJobs(directory: string): Promise<void> {
  for (let seconds = 1; await hasJobs(directory); seconds = Math.min(30, seconds * 1.3))
    await setTimeout(seconds * 1000);
}

/** Reports the runs that Slurm's jobs left unmade. @returns true if there are any */
export function printMissing(missing: number): boolean {
  if (missing > 0)
    tell(
      `${runsThat(missing, 'was', 'were')} not made, because jobs ended before: the same command submits missing runs again\n`,
    );
  return missing > 0;
}

export function submittedLine(name: string, { jobs, todo, arrayTasks }: Submitted): string {
  return `${name}: ${countedRuns(todo.length)} in ${arrayTasks} ${arrayTasks === 1 ? 'task' : 'tasks'} of job ${jobs?.array}; job ${jobs?.gather} gathers them.`;
}

export function submittedText(name: string, directory: string, submitted: Submitted): string {
  const folder = quoted(relative('.', directory));
  return [
    submittedLine(name, submitted),
    'To see their progress:',
    `  npx hallucination-rate status ${folder}`,
    'To end them:',
    `  npx hallucination-rate cancel ${folder}`,
    '',
  ].join('\n');
}

export function submittedJson(
  name: string,
  directory: string,
  { jobs, todo, stored, earlier, arrayTasks }: Submitted,
): object {
  return {
    experiment: name,
    directory,
    jobs: { array: jobs?.array, gather: jobs?.gather },
    arrayTasks,
    runs: { submitted: todo.length, stored, failed: earlier.length },
  };
}
