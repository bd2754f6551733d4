// @ts-check
/** Times exact measurement of a transformer between the steps of its training, and its share of the training time. */
import { createEngine } from '../../dist/engine/engine.js';
import { transformer } from '../../dist/models/networks/transformer.js';
import { measuredSteps } from '../../dist/training/schedule.js';
import { longestSentence, train } from '../../dist/training/train.js';
import { median, milliseconds } from '../timing.js';
import { mainCorpus, mainJob, measureAll, pairsOf } from './mainJob.js';

/** Part of the training of the main job, measured at step 0 (to warm up) and at `points` steps further apart. */
const TRAINED = { steps: 120, points: 4 };

export async function measure() {
  const options = mainJob();
  const corpus = mainCorpus(options);
  const { kind: _, ...modelOptions } = options.model;
  /** @type {number[]} */
  const measureTimes = [];
  let trainingMs = 0;
  let resumed = NaN;
  await train({
    corpus,
    network: transformer.network(
      transformer.options.parse(modelOptions),
      corpus.world.vocabulary.words.length,
      longestSentence(corpus.world),
    ),
    engine: await createEngine(options.engine.kind, options.engine.threads),
    options: { ...options.training, steps: TRAINED.steps },
    seed: options.seed,
    curvePoints: TRAINED.points,
    onMeasure: async (step, _loss, trained) => {
      if (step > 0) trainingMs += performance.now() - resumed;
      measureTimes.push(await milliseconds(() => measureAll(trained, corpus, options.measurement.gamma)));
      resumed = performance.now();
    },
  });
  const [firstMs, ...laterMs] = measureTimes;
  const msPerMeasurement = median(laterMs);
  const msPerStep = trainingMs / TRAINED.steps;
  const measurements = measuredSteps(options.training.steps, options.measurement.curvePoints).length;
  return {
    pairsPerSecond: (1000 * pairsOf(corpus)) / msPerMeasurement,
    msPerMeasurement,
    firstMs,
    msPerStep,
    measurements,
    steps: options.training.steps,
    shareOfTraining: (firstMs + (measurements - 1) * msPerMeasurement) / (options.training.steps * msPerStep),
  };
}
