// @ts-check
/** The machine's own peak: a large matrix product through the compiled engine. */
import * as tf from '@tensorflow/tfjs';
import { createEngine } from '../dist/engine/engine.js';
import { alternate } from './timing.js';

const SIZE = 1024;
const FLOATING_POINT_OPERATIONS = 2 * SIZE ** 3;
const TURNS = { rounds: 12, turnMs: 60 };

/** @type {import('../dist/engine/program.js').Program} */
const product = {
  inputs: { a: { shape: [SIZE, SIZE], dtype: 'float32' }, b: { shape: [SIZE, SIZE], dtype: 'float32' } },
  run: ({ a, b }) => ({ product: tf.matMul(a, b) }),
};

/**
 * GFLOP/s by number of threads, in the best of several turns: noise only ever takes from a peak.
 * @param {readonly number[]} threads
 * @returns {Promise<Record<string, number>>}
 */
export const measurePeak = async (threads) => {
  const feeds = { a: new Float32Array(SIZE * SIZE).fill(0.5), b: new Float32Array(SIZE * SIZE).fill(0.25) };
  const executables = await Promise.all(threads.map(async (count) => (await createEngine('compiled', count)).prepare(product)));
  const times = await alternate(executables.map((each) => () => each.run(feeds)), TURNS);
  for (const executable of executables) await executable.dispose();
  return Object.fromEntries(threads.map((count, i) => [count, FLOATING_POINT_OPERATIONS / Math.min(...times[i]) / 1e6]));
};
