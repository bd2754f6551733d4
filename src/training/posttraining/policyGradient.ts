/** Training under a grader: policy gradient (REINFORCE; Williams 1992) on answers that the model gives itself. */
import type { Corpus } from '../../corpus/corpus.js';
import type { World } from '../../corpus/world.js';
import type { Engine } from '../../engine/engine.js';
import type { LanguageModel } from '../../models/languageModel.js';
import { type Network, withoutDropout } from '../../models/networks/network.js';
import { neuralScorer } from '../../models/neuralScoring/neuralScorer.js';
import { stream } from '../../random/stream.js';
import type { GradedOutcome } from '../../scoring/grader.js';
import { optimiser, withoutMoments } from '../optimiser.js';
import { measuredSteps, type ScheduleOptions } from '../schedule.js';
import { batches, trainingSet } from '../trainingSet.js';
import { type OptimiserOptions, trainingStep } from '../trainingStep.js';
import { policyBatch, policyBatchShape } from './policyBatch.js';
import { type Asked, gradedAnswers, promptSampler } from './rewardedAnswers.js';

export interface PosttrainingOptions extends ScheduleOptions, OptimiserOptions {
  /** Prompts a step. */
  readonly prompts: number;
  /** Answers drawn to each of them, ≥ 2. */
  readonly samples: number;
  /** Training rows of a step, and the weight of their mean cross-entropy beside the mean reward. */
  readonly replay: number;
  readonly replayWeight: number;
}

export interface PosttrainingRun {
  /** The rows that the base model learnt, some of which are learnt on: they tell nothing that it was not told. */
  readonly corpus: Corpus;
  /** Its μ says which prompts are asked. */
  readonly world: World;
  readonly network: Network;
  readonly engine: Engine;
  /** Parameters of the base model. */
  readonly theta: Float32Array;
  readonly options: PosttrainingOptions;
  /** Root of the streams `posttraining/prompts`, `posttraining/answers` and `posttraining/replay`. */
  readonly seed: number;
  /** What an answer earns. */
  readonly grade: (asked: Asked, outcome: GradedOutcome) => number;
  readonly curvePoints: number;
  readonly onStep?: (step: number) => void;
  readonly onMeasure: (step: number, model: LanguageModel) => Promise<void>;
}

/** @throws DivergenceError */
export async function trainUnderGrader({
  corpus,
  world,
  network,
  engine,
  theta,
  options,
  seed,
  grade,
  curvePoints,
  onStep,
  onMeasure,
}: PosttrainingRun): Promise<void> {
  const set = trainingSet(corpus, 'response');
  const shape = policyBatchShape(world, set, options);
  // Answers are drawn from the whole network: what changes their probability must be the same one.
  const step = await engine.prepare(trainingStep(withoutDropout(network), shape, options));
  const scorer = neuralScorer(network, engine);
  try {
    const [prompts, answers] = [stream(seed, 'posttraining/prompts'), stream(seed, 'posttraining/answers')];
    const draw = promptSampler(world);
    const replayed = batches(set, options.replay, stream(seed, 'posttraining/replay'));
    const under = optimiser(step, scorer, options, withoutMoments(theta));
    const measured = new Set(measuredSteps(options.steps, curvePoints));
    for (let now = 1; now <= options.steps; now++) {
      const asked = Array.from({ length: options.prompts }, () => draw(prompts));
      const graded = await under.ask(now - 1, (model) =>
        gradedAnswers(model, world, asked, options.samples, grade, answers),
      );
      await under.step(now, { ...policyBatch(shape, graded, replayed.next().value, options.replayWeight) });
      onStep?.(now);
      if (measured.has(now)) await under.ask(now, (model) => onMeasure(now, model));
    }
  } finally {
    await step.dispose();
    await scorer.dispose();
  }
}
