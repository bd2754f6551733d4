/** The output of `--dry-run`: the runs that a command would make. */

import { type Seed, seedsOf } from '../../config/schema/seeds.js';
import type { Lexicon } from '../../corpus/lexicon.js';
import { isStudy, type ModelRunConfig } from '../../sweep/experimentSchemas.js';
import { type PlannedRun, planRuns } from '../../sweep/plan.js';
import { corpusOf, type RunTask } from '../../sweep/run/executeRun.js';
import { readFacts } from '../../sweep/run/factFiles.js';
import { type ForetoldFamilies, foretellRun } from '../../sweep/run/foretellRun.js';
import type { Sweep } from '../../sweep/sweep.js';
import { countedRuns } from '../screen/counted.js';
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
  const planned = await planRuns(tasks, { directory, responses });
  const foretold = lexicon && (await foretoldRuns(tasks, lexicon));
  const runs = planned.map(({ state, task: { id, parameters, config } }) => ({
    id,
    state,
    parameters,
    seed: config.seed,
    config,
    ...(foretold && { foretold: foretold.get(id) ?? {} }),
  }));
  return { experiment: name, directory, runs };
}

/** Predictions of runs by their ids. Runs of one corpus are foretold one after another, so that it is drawn once. */
async function foretoldRuns(
  tasks: readonly RunTask[],
  lexicon: Lexicon,
): Promise<ReadonlyMap<string, ForetoldFamilies>> {
  const foretold = new Map<string, ForetoldFamilies>();
  const ofCorpus = new Map<string, [string, ModelRunConfig][]>();
  for (const { id, config } of tasks) {
    if (isStudy(config)) foretold.set(id, {});
    else {
      const { world, sample } = seedsOf(config.seed);
      const key = JSON.stringify([config.corpus, world, sample]);
      const runs = ofCorpus.get(key);
      if (runs === undefined) ofCorpus.set(key, [[id, config]]);
      else runs.push([id, config]);
    }
  }
  for (const runs of ofCorpus.values()) {
    const corpus = corpusOf(runs[0][1], lexicon, await readFacts(runs[0][1]));
    for (const [id, config] of runs) foretold.set(id, await foretellRun(config, corpus));
  }
  return foretold;
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
    `${experiment}: ${countedRuns(runs.length)}; ${counts
      .filter(([count]) => count > 0)
      .map(([count, words]) => `${count} ${words}`)
      .join(', ')}`,
    '',
  ].join('\n');
}
