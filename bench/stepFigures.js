// @ts-check
/** Computes the reported numbers from the times of training steps. */
import { flopsOfStep, tokensOfStep } from './sizes.js';
import { median, ratioOf } from './timing.js';

/** @typedef {import('./timeSize.js').SizeTimes} SizeTimes */
/** @typedef {import('./timeSize.js').TraineeTimes} TraineeTimes */
/** @typedef {import('./trainees.js').Contestant} Contestant */

/**
 * Numbers of one contestant in its best form.
 * @typedef {object} StepFigures
 * @property {number} msPerStep median over rounds
 * @property {number} tokensPerSecond
 * @property {number} gflops 6 × (trainable parameters less the token embedding table) × tokens, a second, in 10⁹
 * @property {number} fractionOfPeak
 * @property {number} compileMs time until the first step can be run; for compiled PyTorch, with the first step
 * @property {number} threads
 * @property {Record<string, number>} forms ms per step of each form that was tried
 * @property {number} timesCompiled time as a multiple of that of compiled: the ratio of each round, then the median
 */

/** @typedef {Partial<Record<Contestant, StepFigures>>} SizeFigures */

/**
 * Returns the peak in GFLOP/s, the best over all turns of all sizes and numbers of threads, since other work on the
 * machine can only lower it.
 * @param {readonly SizeTimes[]} sizes
 * @param {number} productFlops of one product
 */
export function peakOf(sizes, productFlops) {
  return productFlops / Math.min(...sizes.flatMap(({ peaks }) => peaks.flatMap(({ rounds }) => rounds))) / 1e6;
}

/**
 * @param {SizeTimes} times
 * @param {number} peakGflops of the machine
 * @returns {SizeFigures}
 */
export function sizeFigures(times, peakGflops) {
  const best = (/** @type {Contestant} */ contestant) =>
    times.trainees
      .filter((trainee) => trainee.contestant === contestant)
      .reduce(faster, /** @type {TraineeTimes | undefined} */ (undefined));
  const compiled = best('compiled');
  /** @type {SizeFigures} */
  const figures = {};
  for (const contestant of new Set(times.trainees.map((trainee) => trainee.contestant))) {
    const trainee = /** @type {TraineeTimes} */ (best(contestant));
    figures[contestant] = {
      ...speed(times, trainee, peakGflops),
      compileMs: trainee.compileMs,
      threads: trainee.threads,
      forms: Object.fromEntries(
        times.trainees
          .filter((each) => each.contestant === contestant)
          .map(({ form, rounds }) => [form, median(rounds)]),
      ),
      timesCompiled: compiled === undefined ? 1 : ratioOf(trainee.rounds, compiled.rounds),
    };
  }
  return figures;
}

/**
 * @param {TraineeTimes | undefined} a
 * @param {TraineeTimes} b
 */
function faster(a, b) {
  return a === undefined || median(b.rounds) < median(a.rounds) ? b : a;
}

/**
 * @param {SizeTimes} times
 * @param {TraineeTimes} trainee
 * @param {number} peakGflops
 */
function speed({ size, trainableParameters }, { rounds }, peakGflops) {
  const msPerStep = median(rounds);
  const gflops = flopsOfStep(size, trainableParameters) / msPerStep / 1e6;
  return {
    msPerStep,
    tokensPerSecond: (1000 * tokensOfStep(size)) / msPerStep,
    gflops,
    fractionOfPeak: gflops / peakGflops,
  };
}
