/** A network in training: steps change its parameters, and between steps it can be used as a model. */
import type { Executable, Feeds } from '../engine/program.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { NeuralScorer } from '../models/neuralScoring/neuralScorer.js';
import { NonFiniteLogits } from '../models/neuralScoring/scoringProgram.js';
import type { TrainingState } from '../models/saved/savedModel.js';
import { power } from '../theory/power.js';
import type { OptimiserOptions } from './adam.js';
import { learningRateAt, type ScheduleOptions } from './schedule.js';

/** Thrown if loss, parameters or logits became NaN or infinite, so that the run cannot be used. */
export class DivergenceError extends Error {
  constructor(step: number, learningRate: number, what = 'the loss is') {
    super(
      `${what} not finite at step ${step} (learning rate ${learningRate.toPrecision(3)}): lower training.learningRate or training.weightDecay, or raise training.warmupSteps`,
    );
    this.name = 'DivergenceError';
  }
}

/** Runs training steps, and keeps parameters and moments between them. */
export interface Optimiser {
  /** Returns the parameters and the moments of Adam after the last step. */
  state(): TrainingState;
  /**
   * Makes a step.
   * @param now number of the step, counted from 1
   * @param batch inputs of the training step other than state, learning rate and corrections
   * @returns loss of the batch, by the parameters before the step
   * @throws DivergenceError
   */
  step(now: number, batch: Feeds): Promise<number>;
  /**
   * Returns the result of `use` on the model after step `now`.
   * @throws DivergenceError
   */
  ask<T>(now: number, use: (model: LanguageModel) => Promise<T>): Promise<T>;
}

/** Returns parameters with moments of 0, with which Adam begins. */
export function withoutMoments(theta: Float32Array): TrainingState {
  return { theta, m: new Float32Array(theta.length), v: new Float32Array(theta.length) };
}

/**
 * Makes an optimiser.
 * @param program the prepared training step
 * @param start state before the first step
 */
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
        correction1: Float32Array.of(1 - power(options.beta1, now)),
        correction2: Float32Array.of(1 - power(options.beta2, now)),
      });
      if (!Number.isFinite(loss[0])) throw new DivergenceError(now, learningRate);
      state = { theta, m, v };
      return loss[0];
    },
    ask: async (now, use) => {
      const diverged = (what: string): DivergenceError => new DivergenceError(now, learningRateAt(now, options), what);
      // The loss of a step checks only the parameters before it.
      if (!state.theta.every(Number.isFinite)) throw diverged('the parameters are');
      try {
        return await use(scorer.modelAt(state.theta));
      } catch (error) {
        throw error instanceof NonFiniteLogits ? diverged('the logits are') : error;
      }
    },
  };
}
