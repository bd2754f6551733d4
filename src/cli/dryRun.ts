/** What `--dry-run` prints: the runs that a command would make. */

import { type PlannedRun, planRuns } from '../sweep/plan.js';
import type { RunTask } from '../sweep/run/executeRun.js';
import type { StoreOptions } from '../sweep/run/storedRun.js';
import { label } from './screen/progress.js';

const WORDS: Readonly<Record<PlannedRun['state'], string>> = {
  stored: 'in the store',
  new: 'to do',
  incomplete: 'to do again: responses',
  damaged: 'to do again: damaged',
  failed: 'failed before',
};

export interface DryRun {
  readonly experiment: string;
  readonly directory: string;
  readonly runs: readonly {
    readonly id: string;
    readonly state: PlannedRun['state'];
    readonly parameters: RunTask['parameters'];
    readonly seed: number;
    readonly config: RunTask['config'];
  }[];
}

export async function dryRun(experiment: string, tasks: readonly RunTask[], store: StoreOptions): Promise<DryRun> {
  return {
    experiment,
    directory: store.directory,
    runs: (await planRuns(tasks, store)).map(({ state, task: { id, parameters, config: options } }) => ({
      id,
      state,
      parameters,
      seed: options.seed,
      config: options,
    })),
  };
}

/** A line a run, and how many there are of each state. */
export function dryRunText({ experiment, runs }: DryRun, tasks: readonly RunTask[]): string {
  const width = Math.max(...runs.map(({ state }) => WORDS[state].length));
  const counts = Object.entries(WORDS).map(
    ([state, words]) => [runs.filter((run) => run.state === state).length, words] as const,
  );
  return [
    ...runs.map(({ id, state }, place) => `${id}  ${WORDS[state].padEnd(width)}  ${label(tasks[place])}`),
    `${experiment}: ${runs.length} runs; ${counts
      .filter(([count]) => count > 0)
      .map(([count, words]) => `${count} ${words}`)
      .join(', ')}`,
    '',
  ].join('\n');
}
