// @ts-check
/** From the times of training steps to what is reported of them. */
import { gflopsOfProduct } from './peak.js';
import { median, ratioOf } from './timing.js';

/** @typedef {import('./trainingSteps.js').SizeTimes} SizeTimes */
/** @typedef {import('./trainingSteps.js').TraineeTimes} TraineeTimes */

/**
 * @typedef {object} StepFigures
 * @property {number} threads
 * @property {number} msPerStep
 * @property {number} tokensPerSecond
 * @property {number} gflops 6 × (trainable parameters less the token embedding) × tokens, a second, in 10⁹
 * @property {number} fractionOfPeak of the whole machine, whatever the threads of this row
 * @property {number} compileMs
 */

/**
 * @typedef {object} SizeFigures
 * @property {number} trainableParameters
 * @property {StepFigures} compiled with the number of threads that is best
 * @property {Record<string, StepFigures>} compiledByThreads
 * @property {StepFigures} [wasm]
 * @property {StepFigures} [tensorflow]
 * @property {number} [ratio] how many times as fast compiled is as wasm: each round against itself, then the median
 * @property {number} [ratioToTensorflow]
 */

/**
 * GFLOP/s by number of threads, the best over all turns of all sizes: other work on the machine only ever takes from a peak.
 * @param {readonly SizeTimes[]} sizes
 * @returns {Record<string, number>}
 */
export const peakOf = (sizes) => {
  /** @type {Record<string, number>} */
  const peak = {};
  for (const { threads, rounds } of sizes.flatMap(({ peaks }) => peaks)) {
    peak[threads] = Math.max(peak[threads] ?? 0, gflopsOfProduct(Math.min(...rounds)));
  }
  return peak;
};

/**
 * @param {SizeTimes} times
 * @param {number} peak of the machine, GFLOP/s
 * @returns {SizeFigures}
 */
export const sizeFigures = (times, peak) => {
  const compiled = times.trainees.filter(({ backend }) => backend === 'onnxruntime');
  const best = compiled.reduce((a, b) => (median(b.rounds) < median(a.rounds) ? b : a));
  const wasm = times.trainees.find(({ backend }) => backend === 'wasm');
  const tensorflow = times.trainees.find(({ backend }) => backend === 'tensorflow');
  const figures = (/** @type {TraineeTimes} */ trainee) => stepFigures(times, trainee, peak);
  return {
    trainableParameters: times.trainableParameters,
    compiled: figures(best),
    compiledByThreads: Object.fromEntries(compiled.map((trainee) => [trainee.threads, figures(trainee)])),
    ...(wasm && { wasm: figures(wasm), ratio: ratioOf(wasm.rounds, best.rounds) }),
    ...(tensorflow && { tensorflow: figures(tensorflow), ratioToTensorflow: ratioOf(tensorflow.rounds, best.rounds) }),
  };
};

/**
 * @param {SizeTimes} times
 * @param {TraineeTimes} trainee
 * @param {number} peak
 * @returns {StepFigures}
 */
const stepFigures = ({ size, trainableParameters }, { threads, compileMs, rounds }, peak) => {
  const msPerStep = median(rounds);
  const tokensPerSecond = (size.batch * size.slots * 1000) / msPerStep;
  const multiplied = trainableParameters - size.vocabulary * size.width;
  const gflops = (6 * multiplied * tokensPerSecond) / 1e9;
  return { threads, msPerStep, tokensPerSecond, gflops, fractionOfPeak: gflops / peak, compileMs };
};
