// @ts-check
/** The stages of the main job other than the training step, on its own corpus and with its own options. */
import { fileURLToPath } from 'node:url';
import { loadExperiment } from '../dist/config/loadExperiment.js';
import { buildWorld } from '../dist/corpus/buildWorld.js';
import { drawCorpus } from '../dist/corpus/drawCorpus.js';
import { checkLexicon } from '../dist/corpus/lexicon.js';
import { sentence } from '../dist/corpus/sentence.js';
import { createEngine } from '../dist/engine/engine.js';
import { measureFamily } from '../dist/measurement/measureFamily.js';
import { calibratedLearner } from '../dist/models/calibratedLearner.js';
import { ngram } from '../dist/models/ngram.js';
import { transformer } from '../dist/models/transformer.js';
import { loadLexicon } from '../dist/store/loadLexicon.js';
import { schema } from '../dist/sweep/experiment.js';
import { longestSentence, train } from '../dist/training/train.js';
import { alternate, median, milliseconds } from './timing.js';

/** @typedef {import('../dist/corpus/corpus.js').Corpus} Corpus */
/** @typedef {import('../dist/models/languageModel.js').LanguageModel} LanguageModel */
/** @typedef {import('../dist/sweep/experiment.js').RunOptions} RunOptions */

const EXPERIMENT = fileURLToPath(new URL('../experiments/singleton-rate.yaml', import.meta.url));
const SAMPLED_EXAMPLES = 1_000_000;
const COUNTED_EXAMPLES = 100_000;
const REPETITIONS = { rounds: 5, turnMs: 0 };
/** Training and measurement by turns: measured at step 0 (which also warms up) and after `points` growing stretches. */
const TRAINING = { steps: 80, points: 4 };
/** The training that one measurement is held against. */
const WHOLE_TRAINING_STEPS = 1000;

/** @returns every stage's figures, by name */
export const measureStages = async () => {
  const options = transformerRun();
  const world = buildWorld(options.corpus, checkLexicon(loadLexicon()), options.seed);
  const corpus = drawCorpus(world, options.corpus.examples, options.seed);
  const measured = await measuredTransformer(options, corpus);
  return {
    corpusSampling: { examplesPerSecond: await rate(SAMPLED_EXAMPLES, () => drawCorpus(world, SAMPLED_EXAMPLES, options.seed)) },
    ngramTraining: await ngramTraining(drawCorpus(world, COUNTED_EXAMPLES, options.seed)),
    transformerMeasurement: measured,
    calibratedLearnerMeasurement: await calibratedLearnerMeasurement(options, corpus),
  };
};

/** @returns {RunOptions} */
const transformerRun = () => {
  const { runs } = loadExperiment(EXPERIMENT, {}, schema);
  const run = runs.find(({ config }) => config.model.kind === 'transformer');
  if (run === undefined) throw new Error('the main job has no transformer');
  return run.config;
};

/**
 * @param {number} units of work in one run
 * @param {() => unknown} work
 * @returns {Promise<number>} units a second
 */
const rate = async (units, work) => {
  const [times] = await alternate([work], REPETITIONS);
  return (1000 * units) / median(times);
};

/** @param {Corpus} corpus */
const ngramTraining = async (corpus) => {
  const { family, prompt, response } = corpus.examples;
  let tokens = 0;
  for (let i = 0; i < family.length; i++) tokens += sentence(corpus.world, family[i], prompt[i], response[i]).tokens.length;
  const fit = (/** @type {'add-k' | 'kneser-ney'} */ smoothing) => () =>
    ngram.fit(ngram.options.parse({ smoothing }), { corpus, loss: 'all' });
  return { tokensPerSecond: await rate(tokens, fit('add-k')), kneserNeyTokensPerSecond: await rate(tokens, fit('kneser-ney')) };
};

/**
 * @param {RunOptions} options
 * @param {Corpus} corpus
 */
const calibratedLearnerMeasurement = async ({ measurement }, corpus) => {
  const model = calibratedLearner.fit({}, { corpus, loss: 'response' });
  return { pairsPerSecond: await rate(pairsOf(corpus), () => measureAll(model, corpus, measurement.gamma)) };
};

/**
 * @param {RunOptions} options
 * @param {Corpus} corpus
 */
const measuredTransformer = async ({ model, training, measurement, engine, seed }, corpus) => {
  const { kind: _, ...modelOptions } = model;
  /** @type {number[]} */
  const stepTimes = [];
  /** @type {number[]} */
  const measureTimes = [];
  let last = NaN;
  await train({
    corpus,
    network: transformer.network(transformer.options.parse(modelOptions), corpus.world.vocabulary.words.length, longestSentence(corpus.world)),
    engine: await createEngine(engine.kind, engine.threads),
    options: { ...training, steps: TRAINING.steps },
    seed,
    curvePoints: TRAINING.points,
    onStep: () => {
      const now = performance.now();
      stepTimes.push(now - last);
      last = now;
    },
    onMeasure: async (_step, _loss, trained) => {
      measureTimes.push(await milliseconds(() => measureAll(trained, corpus, measurement.gamma)));
      last = performance.now();
    },
  });
  const msPerStep = median(stepTimes);
  const [firstMs, ...laterMs] = measureTimes;
  const ms = median(laterMs);
  return {
    pairs: pairsOf(corpus),
    pairsPerSecond: (1000 * pairsOf(corpus)) / ms,
    ms,
    firstMs,
    trainingStepMs: msPerStep,
    shareOfTraining: ms / (WHOLE_TRAINING_STEPS * msPerStep),
  };
};

/**
 * @param {LanguageModel} model
 * @param {Corpus} corpus
 * @param {number} gamma
 */
const measureAll = async (model, { world, counts }, gamma) => {
  for (const [i, family] of world.families.entries()) await measureFamily(model, family, counts[i], { gamma });
};

/** @param {Corpus} corpus */
const pairsOf = ({ world }) => world.families.reduce((sum, { prompts, responseCount }) => sum + prompts.length * (responseCount + 1), 0);
