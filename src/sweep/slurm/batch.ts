/** The batch scripts of a sweep, and the arguments of sbatch. */

import { didYouMean } from '../../errors/didYouMean.js';
import { quotedForShell } from '../../errors/quotedForShell.js';
import { UserError } from '../../errors/userError.js';
import { fileIn, LOGS_FOLDER } from './submission.js';

/** Options of sbatch in the order in which the user gave them; null for a flag without a value. */
export type SlurmOptions = readonly (readonly [key: string, value: string | null])[];

/** Options that the executor sets itself. Another value would lose the jobs, or write outside the store. */
const OURS = [
  'array',
  'chdir',
  'clusters',
  'dependency',
  'error',
  'input',
  'job-name',
  'kill-on-invalid-dep',
  'no-requeue',
  'open-mode',
  'output',
  'parsable',
  'requeue',
  'test-only',
  'wait',
  'wrap',
];

const USUAL = [
  'account',
  'constraint',
  'cpus-per-task',
  'exclude',
  'gres',
  'mem',
  'mem-per-cpu',
  'nice',
  'nodelist',
  'partition',
  'qos',
  'reservation',
  'time',
];

/**
 * @param words `key=value`, or `key` alone
 * @throws UserError for a key of another form, or one of `OURS`
 */
export function slurmOptions(words: readonly string[]): SlurmOptions {
  return words.map((word) => {
    const at = word.indexOf('=');
    const key = at < 0 ? word : word.slice(0, at);
    const where = `--slurm ${word}`;
    if (!/^[a-z][a-z-]+$/.test(key)) {
      throw new UserError({
        code: 'not-an-option',
        summary: 'not an option of sbatch',
        where,
        found: key,
        allowed: 'key=value with the long name of an option, such as partition=short or time=2:00:00',
        hint: didYouMean(key.replace(/^-+/, ''), USUAL),
      });
    }
    if (OURS.includes(key))
      throw new UserError({
        code: 'not-allowed',
        summary: '--executor slurm sets this option of sbatch itself',
        where,
        found: key,
        hint: key === 'array' ? '--array-concurrency limits the array tasks at a time' : 'leave it out',
      });
    return [key, at < 0 ? null : word.slice(at + 1)] as const;
  });
}

/**
 * @param program absolute path of Node
 * @param module path of the module that the job runs, with the experiment's folder as its argument
 */
export function batchScript(program: string, module: string, directory: string): string {
  return `#!/bin/bash
# Written by hallucination-rate --executor slurm.
exec ${[program, module, directory].map(quotedForShell).join(' ')}
`;
}

export interface BatchJob {
  readonly directory: string;
  readonly jobName: string;
  readonly options: SlurmOptions;
  /** Threads of one run. */
  readonly threads: number;
}

/** Arguments of sbatch for the array. @param concurrency array tasks at a time; undefined leaves that to Slurm */
export function arrayArguments(
  batch: BatchJob,
  arrayTasks: number,
  concurrency: number | undefined,
): readonly string[] {
  return [
    ...common(batch, '%A_%a.txt'),
    `--array=0-${arrayTasks - 1}${concurrency === undefined ? '' : `%${concurrency}`}`,
    ...(batch.threads > 1 ? [`--cpus-per-task=${batch.threads}`] : []),
    ...typed(batch.options),
    fileIn(batch.directory, ARRAY_SCRIPT),
  ];
}

/** Arguments of sbatch for the gathering job, which starts after the array, however that ended. */
export function gatherArguments(batch: BatchJob, arrayJob: string): readonly string[] {
  return [
    ...common(batch, 'gather-%j.txt'),
    `--dependency=afterany:${arrayJob}`,
    ...typed(batch.options),
    fileIn(batch.directory, GATHER_SCRIPT),
  ];
}

export const ARRAY_SCRIPT = 'array.sh';
export const GATHER_SCRIPT = 'gather.sh';

/** Arguments of both jobs. A task that is started again appends to its log. */
function common({ directory, jobName }: BatchJob, log: string): readonly string[] {
  return [
    '--parsable',
    `--job-name=${jobName}`,
    '--requeue',
    '--open-mode=append',
    `--output=${fileIn(directory, LOGS_FOLDER).replaceAll('%', '%%')}/${log}`,
  ];
}

function typed(options: SlurmOptions): readonly string[] {
  return options.map(([key, value]) => (value === null ? `--${key}` : `--${key}=${value}`));
}
