/** Flags that hand a sweep to Slurm, and what is printed of that. */
import { relative, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Argv } from 'yargs';
import { UserError } from '../../errors/userError.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import { slurmOptions } from '../../sweep/slurm/batch.js';
import { jobsOf } from '../../sweep/slurm/ownership.js';
import { checkSlurm, type Submitted, submitSweep } from '../../sweep/slurm/submit.js';
import { planText } from '../screen/progress.js';
import { counting, type SweepArguments, sweepFlags } from './sweepOptions.js';
import { quoted } from './typedCommand.js';

export interface ExecutorArguments {
  readonly executor: 'local' | 'slurm';
  readonly slurm: readonly string[];
  readonly 'array-concurrency': number | undefined;
  readonly wait: boolean;
}

export function executorOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('executor', {
      type: 'string',
      choices: ['local', 'slurm'] as const,
      default: 'local' as const,
      describe: 'where runs are made: in processes here, or in a job array of Slurm',
    })
    .option('slurm', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe:
        'with --executor slurm: an option of sbatch, key=value, such as partition=short, time=2:00:00 or mem=4G; again for several',
    })
    .option('array-concurrency', {
      type: 'number',
      requiresArg: true,
      coerce: (value: number | undefined) =>
        value === undefined ? undefined : counting('--array-concurrency', 'not a number of array tasks')(value),
      describe: 'with --executor slurm: array tasks at a time',
      defaultDescription: 'as many as Slurm likes',
    })
    .option('wait', {
      type: 'boolean',
      default: false,
      describe: 'with --executor slurm: wait until its jobs have ended, and print their results',
    });
}

/** @throws UserError for flags of one executor that are given to the other, and where there is no Slurm */
export async function checkExecutor({
  executor,
  slurm,
  wait,
  ...typed
}: ExecutorArguments & SweepArguments): Promise<void> {
  if (executor === 'slurm') {
    slurmOptions(slurm);
    if (typed['max-failures'] === Infinity) return typed['dry-run'] ? undefined : await checkSlurm();
    throw new UserError({
      code: 'usage',
      summary: 'nobody counts the failures of an array of jobs',
      where: '--max-failures',
      found: String(typed['max-failures']),
      hint: 'leave it out with --executor slurm; status shows failures, cancel ends the jobs',
    });
  }
  const flag =
    slurm.length > 0
      ? '--slurm'
      : typed['array-concurrency'] !== undefined
        ? '--array-concurrency'
        : wait
          ? '--wait'
          : undefined;
  if (flag !== undefined)
    throw new UserError({
      code: 'usage',
      summary: 'a flag of the executor slurm',
      where: flag,
      hint: 'add --executor slurm',
    });
}

export interface SweepToSubmit {
  readonly name: string;
  readonly tasks: readonly RunTask[];
  readonly directory: string;
  readonly responses: boolean;
  readonly claimed: boolean;
  readonly source: string;
  readonly command: string;
}

export async function submit(
  { directory, ...sweep }: SweepToSubmit,
  typed: ExecutorArguments & SweepArguments,
): Promise<Submitted> {
  const submitted = await submitSweep({
    ...sweep,
    directory: resolve(directory),
    typed: typedCommand(),
    options: slurmOptions(typed.slurm),
    concurrency: typed['array-concurrency'],
    retryFailed: sweepFlags(typed).retryFailed,
    checkpointSeconds: sweepFlags(typed).checkpointSeconds,
    arrayModule: new URL('../processes/slurmTask.js', import.meta.url),
    gatherModule: new URL('../processes/slurmGather.js', import.meta.url),
  });
  process.stderr.write(planText(submitted));
  return submitted;
}

/** Waits for the end of the jobs that write to a folder. They go on if the waiting is interrupted. */
export async function waitForJobs(directory: string): Promise<void> {
  for (let seconds = 1; (await jobsOf(resolve(directory))).length > 0; seconds = Math.min(30, seconds * 1.3))
    await setTimeout(seconds * 1000);
}

/** After the jobs of a sweep have ended: whether they have made all they could. @returns whether runs are missing */
export function printMissing(missing: number): boolean {
  if (missing > 0)
    process.stderr.write(
      `${missing} runs were not made, because their jobs were ended: the same command submits them again\n`,
    );
  return missing > 0;
}

export function submittedText(name: string, directory: string, { jobs, todo, arrayTasks }: Submitted): string {
  return [
    `${name}: ${todo.length} runs in ${arrayTasks} tasks of job ${jobs?.array}; job ${jobs?.gather} gathers them.`,
    'How far they are:',
    `  npx hallucination-rate status ${quoted(relative('.', directory))}`,
    'To end them:',
    `  npx hallucination-rate cancel ${quoted(relative('.', directory))}`,
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

function typedCommand(): string {
  return ['npx hallucination-rate', ...process.argv.slice(2).map(quoted)].join(' ');
}
