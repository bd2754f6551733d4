// @ts-check
/** Peak speed of the machine: a large matrix product through the compiled engine. */

import { createEngine } from '../dist/engine/engine.js';
import * as tf from '../dist/engine/tensors.js';

const SIZE = 1024;
/** Number of floating-point operations of one product. */
export const PRODUCT_FLOPS = 2 * SIZE ** 3;

/** @type {import('../dist/engine/program.js').Program} */
const product = {
  inputs: { a: { shape: [SIZE, SIZE], dtype: 'float32' }, b: { shape: [SIZE, SIZE], dtype: 'float32' } },
  run: ({ a, b }) => ({ product: tf.matMul(a, b) }),
};

/**
 * @typedef {object} PeakWork
 * @property {number} threads
 * @property {() => Promise<unknown>} run computes one product
 * @property {() => Promise<void>} dispose
 */

/**
 * @param {number} threads
 * @returns {Promise<PeakWork>}
 */
export async function peakWork(threads) {
  const feeds = { a: new Float32Array(SIZE * SIZE).fill(0.5), b: new Float32Array(SIZE * SIZE).fill(0.25) };
  const executable = await (await createEngine('compiled', threads)).prepare(product);
  return { threads, run: () => executable.run(feeds), dispose: () => executable.dispose() };
}
