// @ts-check
/** The machine's own peak: a large matrix product through the compiled engine. */
import * as tf from '@tensorflow/tfjs';
import { createEngine } from '../dist/engine/engine.js';

const SIZE = 1024;
const FLOATING_POINT_OPERATIONS = 2 * SIZE ** 3;

/** @type {import('../dist/engine/program.js').Program} */
const product = {
  inputs: { a: { shape: [SIZE, SIZE], dtype: 'float32' }, b: { shape: [SIZE, SIZE], dtype: 'float32' } },
  run: ({ a, b }) => ({ product: tf.matMul(a, b) }),
};

/**
 * @typedef {object} PeakWork
 * @property {number} threads
 * @property {() => Promise<unknown>} run one product
 * @property {() => Promise<void>} dispose
 */

/**
 * @param {number} threads
 * @returns {Promise<PeakWork>}
 */
export const peakWork = async (threads) => {
  const feeds = { a: new Float32Array(SIZE * SIZE).fill(0.5), b: new Float32Array(SIZE * SIZE).fill(0.25) };
  const executable = await (await createEngine('compiled', threads)).prepare(product);
  return { threads, run: () => executable.run(feeds), dispose: () => executable.dispose() };
};

/** @param {number} ms of one product */
export const gflopsOfProduct = (ms) => FLOATING_POINT_OPERATIONS / ms / 1e6;
