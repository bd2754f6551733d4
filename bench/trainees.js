// @ts-check
/** Prepares the training step of one size on each engine. All trainees have the same initial weights and batch. */
import { createEngine } from '../dist/engine/engine.js';
import { initialParameters, parameterCount } from '../dist/models/networks/network.js';
import { transformer } from '../dist/models/networks/transformer.js';
import { integer } from '../dist/random/integer.js';
import { normal } from '../dist/random/normal.js';
import { stream } from '../dist/random/stream.js';
import { onePart } from '../dist/training/batchParts.js';
import { trainingStep } from '../dist/training/trainingStep.js';
import { tokensOfStep } from './sizes.js';
import { repeated } from './timing.js';

/** @typedef {import('./sizes.js').Size} Size */
/** @typedef {import('../dist/engine/engine.js').Engine} Engine */
/** @typedef {import('../dist/engine/program.js').Executable} Executable */
/** @typedef {'compiled' | 'wasm' | 'tensorflow' | import('./pythonPeers.js').Peer} Contestant */

/**
 * A model in training.
 * @typedef {object} Trainee
 * @property {Contestant} contestant
 * @property {string} form mode and number of threads; of several forms of a contestant the best counts
 * @property {number} threads
 * @property {number} compileMs time from the program to a step that can be run, with the first step if that compiles
 * @property {readonly number[]} firstLosses losses of the first two steps, nats per token
 * @property {import('./timing.js').Turn} turn
 * @property {() => Promise<void>} dispose
 */

/**
 * Task that every trainee gets.
 * @typedef {object} Case
 * @property {Size} size
 * @property {import('../dist/models/networks/network.js').Network} network
 * @property {Float32Array} theta initial parameters, in the order of `network.parameters`
 * @property {Int32Array} tokens
 * @property {Int32Array} labels
 */

export const OPTIMISER = {
  optimiser: /** @type {const} */ ('adam'),
  beta1: 0.9,
  beta2: 0.99,
  weightDecay: 0,
  clipNorm: 1,
};
export const LEARNING_RATE = 1e-3;

/**
 * @param {Size} size
 * @returns {Case}
 */
export function caseOf(size) {
  const { layers, heads, width, vocabulary, slots } = size;
  const options = transformer.options.parse({ layers, heads, width, mlpRatio: 4 });
  const network = transformer.network(options, vocabulary, slots);
  const initialisation = stream(1, 'initialisation');
  const draws = stream(1, 'batches');
  const randomTokens = () => Int32Array.from({ length: tokensOfStep(size) }, () => integer(draws, vocabulary));
  return {
    size,
    network,
    theta: initialParameters(network, () => normal(initialisation)),
    tokens: randomTokens(),
    labels: randomTokens(),
  };
}

/**
 * @param {Case} task
 * @param {number} threads
 * @param {import('../dist/engine/device.js').Device} device
 * @param {number} [mostParts] parts of the batch; by default as many as suit the device
 */
export async function compiledTrainee(task, threads, device = 'cpu', mostParts) {
  return traineeOf(
    task,
    await createEngine('compiled', threads, undefined, device),
    { contestant: 'compiled', form: device === 'cpu' ? `${threads}` : device, threads },
    mostParts,
  );
}

/**
 * @param {Case} task
 * @param {'wasm' | 'tensorflow'} backend
 * @param {number} threads number of threads that the backend uses
 */
export async function eagerTrainee(task, backend, threads) {
  return traineeOf(task, await createEngine('eager', 1, backend), { contestant: backend, form: '', threads });
}

/**
 * @param {Case} task
 * @param {Engine} engine
 * @param {Pick<Trainee, 'contestant' | 'form' | 'threads'>} named
 * @param {number} [mostParts]
 * @returns {Promise<Trainee>}
 */
async function traineeOf(task, engine, named, mostParts) {
  const { program, stepOf } = training(task, mostParts === undefined ? onePart(engine) : { mostParts });
  const start = performance.now();
  const executable = await engine.prepare(program);
  const compileMs = performance.now() - start;
  const step = stepOf(executable.run);
  const firstLosses = [await step(), await step()]; // also warms up
  return { ...named, compileMs, firstLosses, turn: repeated(step), dispose: () => executable.dispose() };
}

/**
 * Returns the program of a case, and a function that runs its steps.
 * @param {Case} task
 * @param {{ readonly mostParts?: number }} [parts]
 */
export function training({ size, network, theta, tokens, labels }, parts = {}) {
  const predictions = tokensOfStep(size);
  const batch = {
    tokens,
    labels,
    asked: Int32Array.from({ length: predictions }, (_, i) => i),
    weights: new Float32Array(predictions).fill(1 / predictions),
  };
  const count = parameterCount(network);
  return {
    program: trainingStep(network, { batch: size.batch, slots: size.slots, predictions, ...parts }, OPTIMISER),
    /**
     * @param {Executable['run']} run runs the program
     * @returns a function that makes the next step and returns its loss
     */
    stepOf: (run) => {
      /** @type {Record<'theta' | 'm' | 'v', Float32Array>} */
      let state = { theta, m: new Float32Array(count), v: new Float32Array(count) };
      let now = 0;
      return async () => {
        now++;
        const { theta, m, v, loss } = await run({
          ...state,
          ...batch,
          learningRate: Float32Array.of(LEARNING_RATE),
          correction1: Float32Array.of(1 - OPTIMISER.beta1 ** now),
          correction2: Float32Array.of(1 - OPTIMISER.beta2 ** now),
        });
        state = { theta, m, v };
        return loss[0];
      };
    },
  };
}
