/** Checks the runs of a sweep before any of them begins. */
import { canonicalJson } from '../config/canonicalJson.js';
import type { Corpus } from '../corpus/corpus.js';
import type { Lexicon } from '../corpus/lexicon.js';
import { type Problem, UserError } from '../errors/userError.js';
import { isStudy, type ModelRunConfig } from './experimentSchemas.js';
import { requireElsewhere, withCounts } from './run/countsRun.js';
import { corpusOf, networkOf, type RunTask } from './run/executeRun.js';
import { readCounts, readFacts } from './run/factFiles.js';
import { posttrainingOf } from './run/posttrainRun.js';
import { resumedModel } from './run/resume.js';
import { requireUnprompted } from './run/unpromptedRun.js';

/**
 * Draws each corpus and lays out each network of the sweep once before anything is written, so that impossible options
 * are reported at once. Two runs that differ in their seed alone are assumed to fit alike, so only one is checked. Studies
 * are checked by their schema alone.
 * @param onCorpus called with each corpus that is drawn
 * @throws UserError
 */
export async function checkTasks(
  tasks: readonly RunTask[],
  lexicon: Lexicon,
  onCorpus?: (corpus: Corpus) => void,
): Promise<void> {
  for (const sharing of tasksByCorpus(tasks)) {
    let corpus: Corpus | undefined; // one at a time: all corpora of a sweep together may not fit into memory
    for (const { config, parameters } of sharing) {
      try {
        if (corpus === undefined) {
          corpus = corpusOf(config, lexicon, await readFacts(config));
          onCorpus?.(corpus);
        }
        const network = networkOf(config, corpus);
        requireUnprompted(config, corpus);
        requireElsewhere(config);
        const { counts } = config.measurement;
        if (counts !== undefined) withCounts(corpus, await readCounts(counts), counts.file);
        resumedModel(config, network, corpus);
        if (network !== undefined) posttrainingOf(config, corpus);
      } catch (error) {
        throw error instanceof UserError
          ? error.amended((problem) => ({ ...problem, ...metWith(problem, parameters) }))
          : error;
      }
    }
  }
}

type ModelTask = Omit<RunTask, 'config'> & { readonly config: ModelRunConfig };

function tasksByCorpus(tasks: readonly RunTask[]): Iterable<readonly ModelTask[]> {
  const groups = new Map<string, ModelTask[]>();
  for (const { config, ...task } of tasks) {
    if (isStudy(config)) continue;
    const key = canonicalJson(config.corpus);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ ...task, config }]);
    else group.push({ ...task, config });
  }
  return groups.values();
}

/** The hint of a problem, extended by the combination of swept values that has the problem. */
function metWith({ hint }: Problem, parameters: RunTask['parameters']): Pick<Problem, 'hint'> {
  const values = Object.entries(parameters).map(([path, value]) => `${path} = ${value}`);
  return values.length === 0
    ? {}
    : { hint: [hint, `met with ${values.join(', ')}`].filter((each) => each !== undefined).join('; ') };
}
