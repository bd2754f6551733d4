/** Flags that submit a sweep to Slurm. */
import type { Argv } from 'yargs';
import { UserError } from '../../errors/userError.js';
import { slurmOptions } from '../../sweep/slurm/batch.js';
import { checkSlurm } from '../../sweep/slurm/submit.js';
import { INTEGER_FROM, numberOption } from './numbers.js';
import type { SweepFlags } from './sweepFlags.js';

export interface SlurmFlags {
  readonly executor: 'local' | 'slurm';
  readonly slurm: readonly string[];
  readonly arrayConcurrency: number | undefined;
  readonly wait: boolean;
}

export function slurmFlags<T>(yargs: Argv<T>): Argv<T & SlurmFlags> {
  return yargs
    .option('executor', {
      type: 'string',
      choices: ['local', 'slurm'] as const,
      default: 'local' as const,
      describe: 'make the runs in processes of this machine, or in a job array of Slurm',
    })
    .option('slurm', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe:
        'with --executor slurm: an option of sbatch, key=value, such as partition=short, time=2:00:00 or mem=4G; may be repeated',
    })
    .option('array-concurrency', {
      ...numberOption('array-concurrency', INTEGER_FROM(1), 'with --executor slurm: array tasks at a time'),
      defaultDescription: 'no limit',
    })
    .option('wait', {
      type: 'boolean',
      default: false,
      describe: 'with --executor slurm: wait until the jobs have ended, and print their results',
    }) as unknown as Argv<T & SlurmFlags>; // yargs adds the names in camel case
}

/** @throws UserError for flags that the executor does not support, and if Slurm is asked for and missing */
export async function checkExecutor(flags: SlurmFlags & SweepFlags): Promise<void> {
  if (flags.executor === 'local') return refuseSlurmFlags(flags);
  slurmOptions(flags.slurm);
  if (flags.maxFailures !== Infinity)
    throw new UserError({
      code: 'usage',
      summary: '--max-failures is not supported with --executor slurm',
      where: '--max-failures',
      found: String(flags.maxFailures),
      hint: 'leave it out; `hallucination-rate status` shows failures, `hallucination-rate cancel` ends the jobs',
    });
  if (!flags.dryRun) await checkSlurm();
}

function refuseSlurmFlags({ slurm, arrayConcurrency, wait }: SlurmFlags): void {
  const typed = Object.entries({
    '--slurm': slurm.length > 0,
    '--array-concurrency': arrayConcurrency !== undefined,
    '--wait': wait,
  }).find(([, isTyped]) => isTyped);
  if (typed === undefined) return;
  const [flag] = typed;
  throw new UserError({
    code: 'usage',
    summary: `${flag} needs --executor slurm`,
    where: flag,
    hint: `add --executor slurm, or leave ${flag} out`,
  });
}
