// @ts-check
/** Times a sweep of twelve trainings through the command line, with one worker and with two. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { alternate, median, milliseconds, ratioOf } from './timing.js';

/**
 * @typedef {object} SweepFigures
 * @property {number} runs
 * @property {number} secondsWithOneWorker wall-clock of the whole command
 * @property {number} secondsWithTwoWorkers
 * @property {number} speedUp
 */

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const EXPERIMENT = fileURLToPath(new URL('sweep.yaml', import.meta.url));
export const RUNS = 12;

/**
 * @param {{ readonly say: (text: string) => void }} options
 * @returns {Promise<SweepFigures>}
 */
export async function timeSweep({ say }) {
  say(`timing a sweep of ${RUNS} runs with one worker and with two …`);
  const withWorkers = (/** @type {number} */ workers) => () => milliseconds(() => run(workers));
  const [one, two] = await alternate([withWorkers(1), withWorkers(2)], { rounds: 2, turnMs: 0 });
  return {
    runs: RUNS,
    secondsWithOneWorker: median(one) / 1000,
    secondsWithTwoWorkers: median(two) / 1000,
    speedUp: ratioOf(one, two),
  };
}

/** @param {number} workers */
async function run(workers) {
  const out = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));
  const options = ['run', EXPERIMENT, '--workers', String(workers), '--out', out, '--json'];
  try {
    const child = spawn(process.execPath, [PROGRAM, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (data) => (errors += data));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`the sweep failed:\n${errors}`);
  } finally {
    rmSync(out, { recursive: true });
  }
}
