// @ts-check
/** Corpus and options of the main job, on which the stages are measured. */
import { fileURLToPath } from 'node:url';
import { loadExperiment } from '../../dist/config/load/loadExperiment.js';
import { seedsOf } from '../../dist/config/schema/seeds.js';
import { buildWorld } from '../../dist/corpus/buildWorld.js';
import { drawCorpus } from '../../dist/corpus/drawCorpus.js';
import { checkLexicon } from '../../dist/corpus/lexicon.js';
import { measureFamily } from '../../dist/measurement/measureFamily.js';
import { loadLexicon } from '../../dist/store/loadLexicon.js';
import { schema } from '../../dist/sweep/experimentSchemas.js';
import { alternate, median, repeated } from '../timing.js';

/** @typedef {import('../../dist/corpus/corpus.js').Corpus} Corpus */
/** @typedef {import('../../dist/models/languageModel.js').LanguageModel} LanguageModel */
/** @typedef {import('../../dist/sweep/experimentSchemas.js').ModelRunConfig} ModelRunConfig */

const EXPERIMENT = fileURLToPath(new URL('../../experiments/singleton-rate.yaml', import.meta.url));
const REPETITIONS = { rounds: 5, turnMs: 0 };

/** @typedef {ModelRunConfig & { readonly seed: number }} MainJob */

/**
 * @param {readonly string[]} setting assignments as `--set` takes them
 * @returns {readonly ModelRunConfig[]} configs of the transformers of the main job
 */
export function networksOfMainJob(setting) {
  const { runs } = loadExperiment(EXPERIMENT, { set: setting }, schema);
  return runs.flatMap(({ config }) => ('model' in config && config.model.kind === 'transformer' ? [config] : []));
}

/** @returns {MainJob} config of the first transformer of the main job */
export function mainJob() {
  const [config] = networksOfMainJob([]);
  if (config === undefined) throw new Error(`${EXPERIMENT} must have a run of a transformer, got none`);
  return { ...config, seed: seedsOf(config.seed).world };
}

/** @param {MainJob} options */
export function mainWorld(options) {
  return buildWorld(options.corpus, checkLexicon(loadLexicon()), options.seed);
}

/** @param {MainJob} options */
export function mainCorpus(options) {
  return drawCorpus(mainWorld(options), options.corpus.examples, options.seed);
}

/**
 * @param {number} units number of units of work in one run
 * @param {() => unknown} work
 * @returns {Promise<number>} units a second, the median of several runs
 */
export async function rate(units, work) {
  const [times] = await alternate([repeated(work)], REPETITIONS);
  return (1000 * units) / median(times);
}

/**
 * @param {LanguageModel} model
 * @param {Corpus} corpus
 * @param {number} gamma
 */
export async function measureAll(model, { world, counts }, gamma) {
  for (const [i, family] of world.families.entries()) await measureFamily(model, family, counts[i], { gamma });
}

/** Returns the number of pairs of prompt and response, IDK included. @param {Corpus} corpus */
export function pairsOf({ world }) {
  return world.families.reduce((sum, { prompts, responseCount }) => sum + prompts.length * (responseCount + 1), 0);
}
