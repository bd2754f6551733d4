/** The output of `--dry-run`: the runs that a command would make. */
import type { Seed } from '../../config/schema/seeds.js';
import { type PlannedRun, planRuns } from '../../sweep/plan.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import type { Sweep } from '../../sweep/sweep.js';
import { label } from '../screen/progress.js';

const STATE_WORDS: Readonly<Record<PlannedRun['state'], string>> = {
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
    readonly seed: Seed;
    readonly config: RunTask['config'];
  }[];
}

export async function dryRun({ name, tasks, responses }: Sweep, directory: string): Promise<DryRun> {
  return {
    experiment: name,
    directory,
    runs: (await planRuns(tasks, { directory, responses })).map(({ state, task: { id, parameters, config } }) => ({
      id,
      state,
      parameters,
      seed: config.seed,
      config,
    })),
  };
}

/** One line for each run, and the number of runs in each state. */
export function dryRunText({ experiment, runs }: DryRun, tasks: readonly RunTask[]): string {
  const width = Math.max(...runs.map(({ state }) => STATE_WORDS[state].length));
  const counts = Object.entries(STATE_WORDS).map(
    ([state, words]) => [runs.filter((run) => run.state === state).length, words] as const,
  );
  return [
    ...runs.map(({ id, state }, place) => `${id}  ${STATE_WORDS[state].padEnd(width)}  ${label(tasks[place])}`),
    `${experiment}: ${runs.length} runs; ${counts
      .filter(([count]) => count > 0)
      .map(([count, words]) => `${count} ${words}`)
      .join(', ')}`,
    '',
  ].join('\n');
}
