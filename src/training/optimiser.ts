/** A network under training: steps change its parameters, and between steps it can be asked. */
import type { Executable, Feeds } from '../engine/program.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { NeuralScorer } from '../models/neuralScoring/neuralScorer.js';
import { NonFiniteLogits } from '../models/neuralScoring/scoringProgram.js';
import type { TrainingState } from '../models/saved/savedModel.js';
import type { OptimiserOptions } from './adam.js';
import { learningRateAt, type ScheduleOptions } from './schedule.js';

/** The loss, parameters or logits became NaN or infinite: the run cannot be used. */
export class DivergenceError extends Error {
  constructor(step: number, learningRate: number, what = 'the loss is') {
    super(
      `${what} not finite at step ${step} (learning rate ${learningRate.toPrecision(3)}): lower training.learningRate or training.weightDecay, or raise training.warmupSteps`,
    );
    this.name = 'DivergenceError';
  }
}

export interface Optimiser {
  /** Parameters and Adam's moments after the last step. */
  state(): TrainingState;
  /**
   * @param now steps are counted from 1
   * @param batch all inputs of the training step but the optimiser's own
   * @returns the batch's loss, by the parameters before the step
   * @throws DivergenceError
   */
  step(now: number, batch: Feeds): Promise<number>;
  /**
   * What `use` makes of the model as it is after step `now`.
   * @throws DivergenceError
   */
  ask<T>(now: number, use: (model: LanguageModel) => Promise<T>): Promise<T>;
}

/** Parameters of which nothing is remembered: where Adam begins. */
export function withoutMoments(theta: Float32Array): TrainingState {
  return { theta, m: new Float32Array(theta.length), v: new Float32Array(theta.length) };
}

/** @param program the training step, made ready */
export function optimiser(
  program: Executable,
  scorer: NeuralScorer,
  options: ScheduleOptions & OptimiserOptions,
  start: TrainingState,
): Optimiser {
  let state = start;
  return {
    state: () => state,
    step: async (now, batch) => {
      const learningRate = learningRateAt(now, options);
      const { theta, m, v, loss } = await program.run({
        ...state,
        ...batch,
        learningRate: Float32Array.of(learningRate),
        correction1: Float32Array.of(1 - options.beta1 ** now),
        correction2: Float32Array.of(1 - options.beta2 ** now),
      });
      if (!Number.isFinite(loss[0])) throw new DivergenceError(now, learningRate);
      state = { theta, m, v };
      return loss[0];
    },
    ask: async (now, use) => {
      const diverged = (what: string): DivergenceError => new DivergenceError(now, learningRateAt(now, options), what);
      // The loss of a step is that of the parameters before it.
      if (!state.theta.every(Number.isFinite)) throw diverged('the parameters are');
      try {
        return await use(scorer.modelAt(state.theta));
      } catch (error) {
        throw error instanceof NonFiniteLogits ? diverged('the logits are') : error;
      }
    },
  };
}
