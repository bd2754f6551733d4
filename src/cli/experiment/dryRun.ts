/** The output of `--dry-run`: the runs that a command would make. */
import type { Seed } from '../../config/schema/seeds.js';
import type { Lexicon } from '../../corpus/lexicon.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { type PlannedRun, planRuns } from '../../sweep/plan.js';
import { corpusOf, type RunTask } from '../../sweep/run/executeRun.js';
import { type ForetoldFamilies, foretellRun } from '../../sweep/run/foretellRun.js';
import type { Sweep } from '../../sweep/sweep.js';
import { foretoldLegend, foretoldOfRun } from '../screen/foretoldText.js';
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
    /** Predictions by family, where they are asked for; a study has none. */
    readonly foretold?: ForetoldFamilies;
  }[];
}

/** @param lexicon if given, each run is foretold, for which its corpus is drawn */
export async function dryRun({ name, tasks, responses }: Sweep, directory: string, lexicon?: Lexicon): Promise<DryRun> {
  const runs: DryRun['runs'][number][] = [];
  for (const { state, task } of await planRuns(tasks, { directory, responses })) {
    const { id, parameters, config } = task;
    const foretold = lexicon && { foretold: await foretoldOf(config, lexicon) };
    runs.push({ id, state, parameters, seed: config.seed, config, ...foretold });
  }
  return { experiment: name, directory, runs };
}

async function foretoldOf(config: RunTask['config'], lexicon: Lexicon): Promise<ForetoldFamilies> {
  return isStudy(config) ? {} : await foretellRun(config, corpusOf(config, lexicon));
}

/** One line for each run, and the number of runs in each state. */
export function dryRunText({ experiment, runs }: DryRun, tasks: readonly RunTask[]): string {
  const width = Math.max(...runs.map(({ state }) => STATE_WORDS[state].length));
  const counts = Object.entries(STATE_WORDS).map(
    ([state, words]) => [runs.filter((run) => run.state === state).length, words] as const,
  );
  return [
    ...runs.map(({ id, state, foretold = {} }, place) =>
      [id, STATE_WORDS[state].padEnd(width), label(tasks[place]), foretoldOfRun(foretold)].join('  ').trimEnd(),
    ),
    ...foretoldLegend(runs.map(({ foretold = {} }) => foretold)),
    `${experiment}: ${runs.length} runs; ${counts
      .filter(([count]) => count > 0)
      .map(([count, words]) => `${count} ${words}`)
      .join(', ')}`,
    '',
  ].join('\n');
}
