/** Runs that continue the training of a saved model. */

import { canonicalJson } from '../../config/canonicalJson.js';
import type { Corpus } from '../../corpus/corpus.js';
import { type Problem, UserError } from '../../errors/userError.js';
import type { Network } from '../../models/networks/network.js';
import { readModelBytes, readSavedModel } from '../../models/saved/modelFile.js';
import { savedNetwork as networkOfSaved, type SavedModel } from '../../models/saved/savedModel.js';
import { hexDigest } from '../../store/hexDigest.js';
import { type AnyConfig, isStudy, type ModelRunConfig } from '../experimentSchemas.js';
import { withoutPlaces } from './factFiles.js';
import { withoutPluginPlaces } from './pluginsOfRun.js';

const KEY = 'training.resume';

/**
 * The value that a run's id is made from: its config, with the content of a saved model, and of tables of facts, in place of their paths.
 * @throws UserError if the saved model cannot be read
 */
export function identityOf(config: AnyConfig): unknown {
  if (isStudy(config)) return config;
  const own = withoutPluginPlaces(withoutPlaces(config) as ModelRunConfig) as ModelRunConfig;
  if (config.training.resume === null) return own;
  const file = config.training.resume;
  try {
    const content = hexDigest(readModelBytes(file));
    return { ...own, training: { ...config.training, resume: { sha256: content } } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw error.amended((problem) => ({ ...problem, keyPath: KEY }));
  }
}

/**
 * The saved model that a run continues; undefined if the run starts anew.
 * @param network the run's network; undefined if its model is counted or given
 * @throws UserError for a saved model of another network or vocabulary, or one that has had all its steps
 */
export function resumedModel(
  { training, model }: ModelRunConfig,
  network: Network | undefined,
  { world }: Corpus,
): SavedModel | undefined {
  if (training.resume === null) return undefined;
  if (network === undefined)
    throw refused({
      summary: 'only networks can continue from a saved model',
      found: `a model of the kind ${model.kind}`,
      hint: 'leave training.resume out',
    });
  const saved = readSavedModel(training.resume);
  const different = firstDifference(saved, model, network, world.vocabulary.words);
  if (different !== undefined) throw refused({ ...different, hint: `in the file ${training.resume}` });
  if (training.steps > saved.step) return saved;
  throw refused({
    summary: 'the saved model has had all its steps',
    keyPath: 'training.steps',
    found: String(training.steps),
    allowed: `more than ${saved.step}, the steps of ${training.resume}`,
  });
}

function firstDifference(
  saved: SavedModel,
  model: ModelRunConfig['model'],
  network: Network,
  words: readonly string[],
): Omit<Problem, 'code'> | undefined {
  const [theirs, ours] = [saved.model, model] as unknown as Record<string, unknown>[];
  const options = Object.keys({ ...theirs, ...ours }).filter(
    (key) => canonicalJson(theirs[key] ?? null) !== canonicalJson(ours[key] ?? null),
  );
  if (options.length > 0) {
    const values = (of: Record<string, unknown>): string =>
      options.map((key) => `${key} ${String(of[key] ?? 'not an option')}`).join(', ');
    return { summary: 'the saved model is another network', found: values(theirs), allowed: values(ours) };
  }
  const at = Array.from({ length: Math.max(words.length, saved.words.length) }, (_, id) => id).find(
    (id) => words[id] !== saved.words[id],
  );
  if (at !== undefined) {
    const wordAt = (list: readonly string[]): string =>
      at < list.length ? `word ${at} is "${list[at]}"` : `there are ${list.length} words`;
    return { summary: 'the saved model has another vocabulary', found: wordAt(saved.words), allowed: wordAt(words) };
  }
  // If positions are learnt, shapes depend on the longest sentence.
  const shapes = new Map(networkOfSaved(saved).parameters.map(({ name, shape }) => [name, shape.join(' × ')]));
  const misshapen = network.parameters.find(({ name, shape }) => shapes.get(name) !== shape.join(' × '));
  return (
    misshapen && {
      summary: `the saved model reads sentences of up to ${saved.maxPositions} tokens`,
      found: `${misshapen.name} of ${shapes.get(misshapen.name)}`,
      allowed: misshapen.shape.join(' × '),
    }
  );
}

function refused(problem: Omit<Problem, 'code'>): UserError {
  return new UserError({ keyPath: KEY, ...problem, code: 'not-resumable' });
}
