// @ts-check
/** One training step of a transformer (forward, backward, Adam; loss on all positions), engine against engine. */
import { useEagerBackend } from '../dist/engine/eagerBackends.js';
import { createEngine } from '../dist/engine/engine.js';
import { initialParameters, parameterCount } from '../dist/models/network.js';
import { transformer } from '../dist/models/transformer.js';
import { integer } from '../dist/random/integer.js';
import { normal } from '../dist/random/normal.js';
import { stream } from '../dist/random/stream.js';
import { trainingStep } from '../dist/training/trainingStep.js';
import { peakWork } from './peak.js';
import { alternate } from './timing.js';

export const SIZES = {
  S: { width: 32, layers: 1, heads: 2, slots: 8, batch: 128, vocabulary: 512 },
  M: { width: 64, layers: 2, heads: 4, slots: 16, batch: 256, vocabulary: 1024 },
  L: { width: 128, layers: 4, heads: 4, slots: 32, batch: 256, vocabulary: 2048 },
};

/** @typedef {(typeof SIZES)[keyof typeof SIZES]} Size */
/** @typedef {import('../dist/engine/engine.js').Engine} Engine */

/**
 * What was timed at one size, by turns: trainees and, between them, the product that shows the machine's peak.
 * @typedef {object} SizeTimes
 * @property {Size} size
 * @property {number} trainableParameters
 * @property {readonly TraineeTimes[]} trainees
 * @property {readonly { readonly threads: number, readonly rounds: readonly number[] }[]} peaks
 */

/**
 * @typedef {object} TraineeTimes
 * @property {Engine['backend']} backend
 * @property {number} threads
 * @property {number} compileMs
 * @property {readonly number[]} rounds median ms of a step, by round
 */

const TURNS = { rounds: 9, turnMs: 250, budgetMs: 30_000 };
const OPTIMISER = { beta1: 0.9, beta2: 0.99, weightDecay: 0, clipNorm: 1 };
const LEARNING_RATE = 1e-3;
const LOSS_TOLERANCE = 1e-3;

/** @type {readonly ('wasm' | 'tensorflow')[]} */
const EAGER = ['wasm', 'tensorflow'];

/**
 * @param {Size} size
 * @param {readonly number[]} threads of the compiled engine
 * @returns {Promise<SizeTimes>}
 */
export const timeSize = async (size, threads) => {
  const network = networkOf(size);
  const trainees = [];
  for (const count of threads) trainees.push(await traineeOf(size, network, await createEngine('compiled', count), count));
  for (const backend of EAGER) {
    if (!(await useEagerBackend(backend)).available) continue;
    trainees.push(await traineeOf(size, network, await createEngine('eager', 1, backend), 1));
  }
  requireSameLoss(trainees);
  const peaks = await Promise.all(threads.map(peakWork));
  const rounds = await alternate([...trainees, ...peaks].map(({ run }) => run), TURNS);
  for (const { dispose } of [...trainees, ...peaks]) await dispose();
  return {
    size,
    trainableParameters: parameterCount(network),
    trainees: trainees.map(({ backend, threads, compileMs }, i) => ({ backend, threads, compileMs, rounds: rounds[i] })),
    peaks: peaks.map(({ threads }, i) => ({ threads, rounds: rounds[trainees.length + i] })),
  };
};

/** @param {Size} size */
const networkOf = ({ layers, heads, width, vocabulary, slots }) =>
  transformer.network(transformer.options.parse({ layers, heads, width }), vocabulary, slots);

/**
 * A model in training on one engine; every trainee starts alike and sees the same batch.
 * @param {Size} size
 * @param {ReturnType<typeof networkOf>} network
 * @param {Engine} engine
 * @param {number} threads
 */
const traineeOf = async (size, network, engine, threads) => {
  const predictions = size.batch * size.slots;
  const program = trainingStep(network, { batch: size.batch, slots: size.slots, predictions }, OPTIMISER);
  const start = performance.now();
  const executable = await engine.prepare(program);
  const compileMs = performance.now() - start;

  const initialisation = stream(1, 'initialisation');
  const draws = stream(1, 'batches');
  const randomTokens = () => Int32Array.from({ length: predictions }, () => integer(draws, size.vocabulary));
  const batch = {
    tokens: randomTokens(),
    asked: Int32Array.from({ length: predictions }, (_, i) => i),
    labels: randomTokens(),
    weights: new Float32Array(predictions).fill(1 / predictions),
  };
  const parameters = parameterCount(network);
  /** @type {Record<'theta' | 'm' | 'v', Float32Array>} */
  let state = {
    theta: initialParameters(network, () => normal(initialisation)),
    m: new Float32Array(parameters),
    v: new Float32Array(parameters),
  };
  let now = 0;
  const step = async () => {
    now++;
    const { theta, m, v, loss } = await executable.run({
      ...state,
      ...batch,
      learningRate: Float32Array.of(LEARNING_RATE),
      correction1: Float32Array.of(1 - OPTIMISER.beta1 ** now),
      correction2: Float32Array.of(1 - OPTIMISER.beta2 ** now),
    });
    state = { theta, m, v };
    return loss[0];
  };
  const firstLosses = [await step(), await step()]; // and warms up
  return { backend: engine.backend, threads, compileMs, firstLosses, run: step, dispose: () => executable.dispose() };
};

/**
 * Speed counts only between those who compute the same. The second loss depends on the first step's gradients.
 * @param {readonly { readonly backend: string, readonly firstLosses: readonly number[] }[]} trainees
 */
const requireSameLoss = (trainees) => {
  const [reference] = trainees;
  for (const { backend, firstLosses } of trainees) {
    const agree = firstLosses.every((loss, i) => Math.abs(loss - reference.firstLosses[i]) < LOSS_TOLERANCE);
    if (!agree) throw new Error(`losses differ: ${reference.backend} ${reference.firstLosses.join(', ')}; ${backend} ${firstLosses.join(', ')}`);
  }
};
