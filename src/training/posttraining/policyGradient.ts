/** Training under a grader: policy gradient (REINFORCE; Williams 1992) on answers that are drawn from the model. */
import type { Corpus } from '../../corpus/corpus.js';
import type { World } from '../../corpus/world.js';
import type { Engine } from '../../engine/engine.js';
import type { LanguageModel } from '../../models/languageModel.js';
import { type Network, withoutDropout } from '../../models/networks/network.js';
import { neuralScorer } from '../../models/neuralScoring/neuralScorer.js';
import { stream } from '../../random/stream.js';
import { optimiser, withoutMoments } from '../optimiser.js';
import { measuredSteps, type ScheduleOptions } from '../schedule.js';
import { batches, trainingSet } from '../trainingSet.js';
import { type OptimiserOptions, trainingStep } from '../trainingStep.js';
import { policyBatch, policyBatchShape } from './policyBatch.js';
import { type Grade, gradedAnswers, promptSampler } from './rewardedAnswers.js';

/** Options of training under a grader. */
export interface PosttrainingOptions extends ScheduleOptions, OptimiserOptions {
  /** Number of prompts per step. */
  readonly prompts: number;
  /** Number of answers drawn to each of them, ≥ 2. */
  readonly samples: number;
  /** Number of training rows per step. */
  readonly replay: number;
  /** Weight of the mean cross-entropy of these rows beside the mean reward. */
  readonly replayWeight: number;
}

/** Arguments of `trainUnderGrader`. */
export interface PosttrainingRun {
  /** Corpus of the base model. Some of its rows are trained on again: they add no knowledge. */
  readonly corpus: Corpus;
  /** World from whose μ prompts are drawn. */
  readonly world: World;
  readonly network: Network;
  readonly engine: Engine;
  /** Parameters of the base model. */
  readonly theta: Float32Array;
  readonly options: PosttrainingOptions;
  /** Root of the streams `posttraining/prompts`, `posttraining/answers` and `posttraining/replay`. */
  readonly seed: number;
  readonly grade: Grade;
  readonly curvePoints: number;
  readonly onStep?: (step: number) => void;
  readonly onMeasure: (step: number, model: LanguageModel) => Promise<void>;
}

/** Trains a network on the rewards of its own answers. @throws DivergenceError */
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
  // Answers are drawn from the network without dropout, so that the step must change the same network.
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
