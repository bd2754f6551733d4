import { resolve } from 'node:path';
import type { QueuedJob } from '../../../sweep/slurm/queue.js';
import { RUN_STATES, type SeenSweep, seeSweep } from '../../../sweep/slurm/states.js';
import { readSweep, runsOf, type SubmittedSweep } from '../../../sweep/slurm/submission.js';
import type { Command } from '../../listedCommand.js';
import { examples } from '../../options/examples.js';
import { JSON_OPTION } from '../../options/jsonOption.js';
import { EXPERIMENT_FOLDER } from '../../options/textOptions.js';
import { countedRuns } from '../../screen/counted.js';
import { print } from '../../screen/print.js';
import { label } from '../../screen/progress.js';
import { noSweep } from './cancel.js';

interface StatusArguments {
  directory: string;
  json: boolean;
}

/** Most runs of a state that are listed one by one. */
const NAMED = 20;

export const statusCommand: Command<StatusArguments> = {
  builder: (yargs) =>
    yargs
      .positional('directory', EXPERIMENT_FOLDER)
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          [
            'status runs/singleton-rate',
            'complete, running, pending, failed and missing runs, and the jobs that are left',
          ],
          ['status runs/singleton-rate --json', 'every run with its state, for other programs'],
        ),
      ),
  handler: async ({ directory, json }) => {
    const folder = resolve(directory);
    const sweep = readSweep(folder) ?? noSweep(directory);
    const seen = await seeSweep(folder, runsOf(folder, sweep));
    print(json ? `${JSON.stringify(statusJson(directory, sweep, seen))}\n` : statusText(sweep, seen));
  },
};

function statusJson(directory: string, { name }: SubmittedSweep, { runs, jobs }: SeenSweep): object {
  return {
    experiment: name,
    directory,
    counts: Object.fromEntries(RUN_STATES.map((state) => [state, runs.filter((run) => run.state === state).length])),
    runs: runs.map(({ task: { id, parameters, config }, ...run }) => ({
      id,
      ...run,
      parameters,
      seed: config.seed,
    })),
    jobs,
  };
}

function statusText({ name, typed }: SubmittedSweep, { runs, jobs }: SeenSweep): string {
  const lines = [`${name}: ${countedRuns(runs.length)}`];
  for (const state of RUN_STATES) {
    const such = runs.filter((run) => run.state === state);
    if (such.length === 0) continue;
    lines.push(`${String(such.length).padStart(6)} ${state}`);
    if (state === 'complete' || state === 'pending') continue;
    for (const { task, job, message } of such.slice(0, NAMED))
      lines.push(
        `       ${task.id} ${label(task)}${job === undefined ? '' : ` (job ${job})`}${message === undefined ? '' : `: ${message}`}`,
      );
    if (such.length > NAMED) lines.push(`       … and ${such.length - NAMED} others`);
  }
  const [array, others] = [
    jobs.filter(({ arrayTask }) => arrayTask !== null),
    jobs.filter(({ arrayTask }) => arrayTask === null),
  ];
  if (array.length > 0) lines.push(`job ${array[0]!.id.split('_')[0]}: ${counted(array)}`);
  for (const job of others) lines.push(`job ${job.id}, which gathers: ${jobState(job)}`);
  if (jobs.length === 0) {
    lines.push('no jobs are left');
    if (runs.some(({ state }) => state === 'missing'))
      lines.push('The same command submits the missing runs:', `  ${typed}`);
    if (runs.some(({ state }) => state === 'failed'))
      lines.push('With --retry-failed the same command makes failed runs again.');
  }
  return `${lines.join('\n')}\n`;
}

/** Numbers of array tasks by state, in words. */
function counted(jobs: readonly QueuedJob[]): string {
  const counts = new Map<string, number>();
  for (const job of jobs) counts.set(jobState(job), (counts.get(jobState(job)) ?? 0) + 1);
  return [...counts].map(([words, count]) => `${count} ${count === 1 ? 'task' : 'tasks'} ${words}`).join(', ');
}

function jobState({ state, reason }: QueuedJob): string {
  return `${state.toLowerCase()}${reason === null ? '' : ` (${reason})`}`;
}
