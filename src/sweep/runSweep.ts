/** A sweep: executes what is not in the store yet, then gathers all its runs into tables and a report. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../config/canonicalJson.js';
import { UserError, type Problem } from '../config/userError.js';
import type { Corpus } from '../corpus/corpus.js';
import type { Lexicon } from '../corpus/lexicon.js';
import { modelKindOf } from '../models/registry.js';
import { writeFileAtomically } from '../store/atomicFile.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { corpusOf, networkOf, STUDY_STEPS, type RunTask } from './executeRun.js';
import { isStudy, type RunOptions } from './experiment.js';
import { gatherResponses, RESPONSES_FILE } from './responsesTable.js';
import { curvesTable, runsTable } from './resultTables.js';
import { readRun, storedTasks, type StoredRun, type StoreOptions } from './storedRun.js';
import { executeInWorkers, type FailedRun, type WorkersOptions } from './workers.js';

export interface SweepOptions extends Omit<WorkersOptions, 'onStart' | 'onStep' | 'onEnd'> {
  readonly experiment: string;
  readonly progress: SweepProgress;
}

/** How a sweep tells what it is doing. */
export interface SweepProgress extends Pick<WorkersOptions, 'onStart' | 'onStep' | 'onEnd'> {
  /** @param todo the tasks that will be executed; the others are in the store */
  readonly onPlan: (todo: readonly RunTask[], stored: number) => void;
}

export interface SweepOutcome {
  readonly runs: readonly StoredRun[];
  readonly failures: readonly FailedRun[];
  /** Tables that were written. */
  readonly files: readonly string[];
}

/** Steps that a run will take: those of training, 0 for models that are counted or given. */
export const stepsOf = ({ options }: RunTask): number => {
  if (isStudy(options)) return STUDY_STEPS;
  return 'network' in modelKindOf(options.model.kind) ? options.training.steps : 0;
};

/**
 * Draws each corpus and lays out each network of the sweep once before anything is written, so that what is impossible is
 * reported at once. Seeds are taken to differ in luck only. A study's options are checked by its schema alone.
 * @throws UserError
 */
export const checkTasks = (tasks: readonly RunTask[], lexicon: Lexicon): void => {
  for (const sharing of tasksByCorpus(tasks)) {
    let corpus: Corpus | undefined; // one at a time: a sweep's corpora together may be too large to hold
    for (const { options, parameters } of sharing) {
      try {
        corpus ??= corpusOf(options, lexicon);
        networkOf(options, corpus);
      } catch (error) {
        throw error instanceof UserError ? error.amended((problem) => ({ ...problem, ...metWith(problem, parameters) })) : error;
      }
    }
  }
};

type ModelTask = Omit<RunTask, 'options'> & { readonly options: RunOptions };

const tasksByCorpus = (tasks: readonly RunTask[]): Iterable<readonly ModelTask[]> => {
  const groups = new Map<string, ModelTask[]>();
  for (const { options, ...task } of tasks) {
    if (isStudy(options)) continue;
    const key = canonicalJson(options.corpus);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ ...task, options }]);
    else group.push({ ...task, options });
  }
  return groups.values();
};

/** In a sweep: which of its combinations a problem is of. */
const metWith = ({ hint }: Problem, parameters: RunTask['parameters']): Pick<Problem, 'hint'> => {
  const values = Object.entries(parameters).map(([path, value]) => `${path} = ${value}`);
  return values.length === 0 ? {} : { hint: [hint, `met with ${values.join(', ')}`].filter((each) => each !== undefined).join('; ') };
};

export const runSweep = async (tasks: readonly RunTask[], { experiment, progress, ...options }: SweepOptions): Promise<SweepOutcome> => {
  await removeLeftovers(options.store.directory);
  const stored = await storedTasks(tasks, options.store);
  const todo = tasks.filter(({ id }) => !stored.has(id));
  progress.onPlan(todo, stored.size);
  const failures = await executeInWorkers(todo, { ...options, ...progress });
  const failed = new Set(failures.map(({ task }) => task.id));
  const complete = tasks.filter(({ id }) => !failed.has(id));
  const runs = await Promise.all(complete.map((task) => readRun(options.store.directory, task)));
  return { runs, failures, files: await gather(experiment, runs, options.store) };
};

const gather = async (experiment: string, runs: readonly StoredRun[], { directory, responses }: StoreOptions): Promise<string[]> => {
  if (runs.length === 0) return [];
  const results = runs.map(({ result }) => result);
  const file = (name: string): string => join(directory, name);
  await writeFileAtomically(file('runs.arrow'), runsTable(experiment, results));
  await writeFileAtomically(file('curves.arrow'), curvesTable(experiment, results));
  if (!responses) {
    // One of an earlier sweep would stand beside tables of other runs. The runs' own files stay.
    await rm(file(RESPONSES_FILE), { force: true });
    return [file('runs.arrow'), file('curves.arrow')];
  }
  await gatherResponses(results.map(({ id }) => file(id)), file(RESPONSES_FILE));
  return [file('runs.arrow'), file('curves.arrow'), file(RESPONSES_FILE)];
};
