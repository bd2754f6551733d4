// @ts-check
/** Targets on two cores, and the values reached, from the results alone. */

import { entriesOf } from './results.js';

/** @typedef {import('./results.js').Results} Results */

/**
 * @typedef {object} Target
 * @property {string} what
 * @property {string} aim
 * @property {string} reached
 * @property {boolean} met
 */

const OVER_WASM = 12;
const OVER_PEERS = 1.5;
const FRACTION_OF_PEAK = { S: 0.25, M: 0.45, L: 0.6 };
const COMPILE_MS = { S: 1000, L: 3000 };
const EXAMPLES_PER_SECOND = 2e6;
const TOKENS_PER_SECOND = 5e6;
const SHARE_OF_TRAINING = 0.1;
const SWEEP_SPEED_UP = 1.8;

/** @param {number} x */
function times(x) {
  return `${x.toFixed(x < 10 ? 2 : 1)} ×`;
}
/** @param {number} x */
function percent(x) {
  return `${(100 * x).toFixed(1)} %`;
}
/** @param {number} x */
function milliseconds(x) {
  return `${Math.round(x)} ms`;
}
/** @param {number} x */
function millions(x) {
  return `${(x / 1e6).toFixed(1)} million`;
}

/**
 * @param {string} what
 * @param {number} aim
 * @param {number} value
 * @param {(x: number) => string} write
 * @returns {Target}
 */
function atLeast(what, aim, value, write) {
  return { what, aim: `≥ ${write(aim)}`, reached: write(value), met: value >= aim };
}

/** @type {typeof atLeast} */
function atMost(what, aim, value, write) {
  return { what, aim: `≤ ${write(aim)}`, reached: write(value), met: value <= aim };
}

/**
 * Returns the targets of all that was measured.
 * @param {Results} results
 * @returns {readonly Target[]}
 */
export function targetsOf({ sizes, stages }) {
  return [
    ...entriesOf(sizes).flatMap(([name, { compiled, wasm, pytorch, libtorch, jax }]) => {
      const size = /** @type {import('./sizes.js').SizeName} */ (name);
      return [
        ...(wasm ? [atLeast(`${size}: compiled over eager wasm`, OVER_WASM, wasm.timesCompiled, times)] : []),
        ...(pytorch ? [atLeast(`${size}: compiled over PyTorch`, OVER_PEERS, pytorch.timesCompiled, times)] : []),
        ...(libtorch
          ? [atLeast(`${size}: compiled over PyTorch in C++`, OVER_PEERS, libtorch.timesCompiled, times)]
          : []),
        ...(jax ? [atLeast(`${size}: compiled over JAX`, OVER_PEERS, jax.timesCompiled, times)] : []),
        atLeast(`${size}: share of the peak`, FRACTION_OF_PEAK[size], compiled.fractionOfPeak, percent),
        ...(size !== 'M' ? [atMost(`${size}: compile time`, COMPILE_MS[size], compiled.compileMs, milliseconds)] : []),
      ];
    }),
    ...(stages.corpusSampling
      ? [
          atLeast(
            'corpus sampling, examples a second',
            EXAMPLES_PER_SECOND,
            stages.corpusSampling.examplesPerSecond,
            millions,
          ),
        ]
      : []),
    ...(stages.ngramTraining
      ? [atLeast('trigram, add-k, tokens a second', TOKENS_PER_SECOND, stages.ngramTraining.tokensPerSecond, millions)]
      : []),
    ...(stages.transformerMeasurement
      ? [
          atMost(
            'measurements, share of their training',
            SHARE_OF_TRAINING,
            stages.transformerMeasurement.shareOfTraining,
            percent,
          ),
        ]
      : []),
    ...(stages.sweep
      ? [atLeast('a sweep with two workers over one', SWEEP_SPEED_UP, stages.sweep.speedUp, times)]
      : []),
  ];
}
