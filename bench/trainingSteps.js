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
import { alternate, median, ratioOf } from './timing.js';

export const SIZES = {
  S: { width: 32, layers: 1, heads: 2, slots: 8, batch: 128, vocabulary: 512 },
  M: { width: 64, layers: 2, heads: 4, slots: 16, batch: 256, vocabulary: 1024 },
  L: { width: 128, layers: 4, heads: 4, slots: 32, batch: 256, vocabulary: 2048 },
};

/** @typedef {(typeof SIZES)[keyof typeof SIZES]} Size */
/** @typedef {import('../dist/engine/engine.js').Engine} Engine */

/**
 * @typedef {object} StepFigures
 * @property {number} threads
 * @property {number} msPerStep
 * @property {number} tokensPerSecond
 * @property {number} gflops 6 × (trainable parameters less the token embedding) × tokens, a second, in 10⁹
 * @property {number} fractionOfPeak of the machine, whatever the threads of this row
 * @property {number} compileMs
 */

/**
 * @typedef {object} SizeFigures
 * @property {number} trainableParameters
 * @property {StepFigures} compiled with the number of threads that is best
 * @property {Record<string, StepFigures>} compiledByThreads
 * @property {StepFigures} [wasm]
 * @property {StepFigures} [tensorflow]
 * @property {number} [ratio] how many times as fast compiled is as wasm
 * @property {number} [ratioToTensorflow]
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
 * @param {number} peak GFLOP/s
 * @returns {Promise<SizeFigures>}
 */
export const measureSize = async (size, threads, peak) => {
  const network = networkOf(size);
  const trainees = [];
  for (const count of threads) trainees.push(await traineeOf(size, network, await createEngine('compiled', count), count));
  for (const backend of EAGER) {
    if (!(await useEagerBackend(backend)).available) continue;
    trainees.push(await traineeOf(size, network, await createEngine('eager', 1, backend), 1));
  }
  requireSameLoss(trainees);
  const rounds = await alternate(trainees.map(({ step }) => step), TURNS);
  for (const { dispose } of trainees) await dispose();

  const rows = trainees.map(({ name, threads, compileMs }, i) => ({
    name,
    rounds: rounds[i],
    figures: figuresOf(size, network, { threads, compileMs, msPerStep: median(rounds[i]), peak }),
  }));
  const compiled = rows.filter(({ name }) => name === 'onnxruntime');
  const best = compiled.reduce((a, b) => (b.figures.msPerStep < a.figures.msPerStep ? b : a));
  const wasm = rows.find(({ name }) => name === 'wasm');
  const tensorflow = rows.find(({ name }) => name === 'tensorflow');
  return {
    trainableParameters: parameterCount(network),
    compiled: best.figures,
    compiledByThreads: Object.fromEntries(compiled.map(({ figures }) => [figures.threads, figures])),
    ...(wasm && { wasm: wasm.figures, ratio: ratioOf(wasm.rounds, best.rounds) }),
    ...(tensorflow && { tensorflow: tensorflow.figures, ratioToTensorflow: ratioOf(tensorflow.rounds, best.rounds) }),
  };
};

/** @param {Size} size */
const networkOf = ({ layers, heads, width, vocabulary, slots }) =>
  transformer.network({ layers, heads, width, mlpRatio: 4, tiedHead: false }, vocabulary, slots);

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
  return { name: engine.backend, threads, compileMs, firstLosses, step, dispose: () => executable.dispose() };
};

/**
 * Speed counts only between those who compute the same. The second loss depends on the first step's gradients.
 * @param {readonly { readonly name: string, readonly firstLosses: readonly number[] }[]} trainees
 */
const requireSameLoss = (trainees) => {
  const [reference] = trainees;
  for (const { name, firstLosses } of trainees) {
    const agree = firstLosses.every((loss, i) => Math.abs(loss - reference.firstLosses[i]) < LOSS_TOLERANCE);
    if (!agree) throw new Error(`losses differ: ${reference.name} ${reference.firstLosses.join(', ')}; ${name} ${firstLosses.join(', ')}`);
  }
};

/**
 * @param {Size} size
 * @param {ReturnType<typeof networkOf>} network
 * @param {{ threads: number, compileMs: number, msPerStep: number, peak: number }} measured
 * @returns {StepFigures}
 */
const figuresOf = (size, network, { threads, compileMs, msPerStep, peak }) => {
  const tokensPerSecond = (size.batch * size.slots * 1000) / msPerStep;
  const multiplied = parameterCount(network) - size.vocabulary * size.width;
  const gflops = (6 * multiplied * tokensPerSecond) / 1e9;
  return { threads, msPerStep, tokensPerSecond, gflops, fractionOfPeak: gflops / peak, compileMs };
};
