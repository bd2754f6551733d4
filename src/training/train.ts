/** The training loop: batches through the step program, the state fed back, the model measured at chosen steps. */
import type { Corpus } from '../corpus/corpus.js';
import type { World } from '../corpus/world.js';
import type { Engine } from '../engine/engine.js';
import type { LanguageModel } from '../models/languageModel.js';
import { neuralScorer } from '../models/neuralScorer.js';
import { NonFiniteLogits } from '../models/neuralScoring/scoringProgram.js';
import { initialParameters, parameterCount, type Network } from '../models/network.js';
import type { TrainingState } from '../models/saved/savedModel.js';
import { normal } from '../random/normal.js';
import { stream } from '../random/stream.js';
import { dropoutMasks } from './dropoutMasks.js';
import { learningRateAt, measuredSteps, type ScheduleOptions } from './schedule.js';
import { batches, trainingSet } from './trainingSet.js';
import { trainingStep, type OptimiserOptions } from './trainingStep.js';

export interface TrainingOptions extends ScheduleOptions, OptimiserOptions {
  /** Sentences a step. */
  readonly batchSize: number;
  readonly loss: 'all' | 'response';
}

export interface TrainingRun {
  readonly corpus: Corpus;
  readonly network: Network;
  readonly engine: Engine;
  readonly options: TrainingOptions;
  /** Root of the streams `initialisation`, `batches` and `dropout`. */
  readonly seed: number;
  /** How many steps after 0 are measured; 0: the last one alone. */
  readonly curvePoints: number;
  /** Where an earlier training stopped; the batches go on as if it had not. Left out: at the start. */
  readonly from?: { readonly step: number; readonly state: TrainingState } | undefined;
  readonly onStep?: (step: number, loss: number) => void;
  /** @param loss mean training loss since the last measured step, nats per predicted token; null at the step that it starts from */
  readonly onMeasure: (step: number, loss: number | null, model: LanguageModel) => Promise<void>;
}

/** The loss, or parameters, became NaN or infinite: the run cannot be used. */
export class DivergenceError extends Error {
  constructor(step: number, learningRate: number, what = 'the loss is') {
    super(`${what} not finite at step ${step} (learning rate ${learningRate.toPrecision(3)}): lower training.learningRate or training.weightDecay, or raise training.warmupSteps`);
    this.name = 'DivergenceError';
  }
}

/** Longest sentence of a world that may have to be read, start token included. */
export const longestSentence = (world: World): number =>
  Math.max(
    ...world.families.map(({ prompts, tree, open }) => {
      const prompt = prompts.reduce((longest, tokens) => Math.max(longest, tokens.length), 0);
      const enumerated = tree.prefixes.reduce((longest, prefix) => Math.max(longest, prefix.length), 0) + 1;
      const response = open === null ? enumerated : Math.max(enumerated, open.maxLength + Math.max(...open.tails.map((tail) => tail.length)));
      return 1 + prompt + response + 1;
    }),
  );

/**
 * @returns parameters and Adam's moments after the last step
 * @throws DivergenceError
 */
export const train = async ({ corpus, network, engine, options, seed, curvePoints, from, onStep, onMeasure }: TrainingRun): Promise<TrainingState> => {
  const set = trainingSet(corpus, options.loss);
  const shape = { batch: options.batchSize, slots: set.slots, predictions: options.batchSize * set.predictions, rowwise: true };
  const step = await engine.prepare(trainingStep(network, shape, options));
  const scorer = neuralScorer(network, engine);
  try {
    const initialisation = stream(seed, 'initialisation');
    const size = parameterCount(network);
    let state: TrainingState = from?.state ?? {
      theta: initialParameters(network, () => normal(initialisation)),
      m: new Float32Array(size),
      v: new Float32Array(size),
    };
    const measured = new Set(measuredSteps(options.steps, curvePoints));
    const before = from?.step ?? 0;
    if (measured.has(before)) await onMeasure(before, null, scorer.modelAt(state.theta));
    const source = batches(set, options.batchSize, stream(seed, 'batches'), before);
    let losses = 0;
    let stepsSinceMeasured = 0;
    for (let now = before + 1; now <= options.steps; now++) {
      const learningRate = learningRateAt(now, options);
      const { theta, m, v, loss } = await step.run({
        ...state,
        ...source.next().value,
        ...dropoutMasks(network, options.batchSize, set.slots, seed, now),
        learningRate: Float32Array.of(learningRate),
        correction1: Float32Array.of(1 - options.beta1 ** now),
        correction2: Float32Array.of(1 - options.beta2 ** now),
      });
      if (!Number.isFinite(loss[0])) throw new DivergenceError(now, learningRate);
      state = { theta, m, v };
      losses += loss[0];
      stepsSinceMeasured++;
      onStep?.(now, loss[0]);
      if (measured.has(now)) {
        // The loss of a step is that of the parameters before it.
        if (!state.theta.every(Number.isFinite)) throw new DivergenceError(now, learningRate, 'the parameters are');
        await onMeasure(now, losses / stepsSinceMeasured, scorer.modelAt(state.theta)).catch((error: unknown) => {
          throw error instanceof NonFiniteLogits ? new DivergenceError(now, learningRate, 'the logits are') : error;
        });
        losses = 0;
        stepsSinceMeasured = 0;
      }
    }
    return state;
  } finally {
    await step.dispose();
    await scorer.dispose();
  }
};
