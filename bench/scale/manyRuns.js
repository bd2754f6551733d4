// @ts-check
/**
 * Measures a sweep of many short runs: time and memory of the command itself, and the size of its tables and report.
 *
 *     node bench/scale/manyRuns.js [runs=10000] [folder]     Linux; the folder is kept where it is named
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { highWaterMark } from '../memory.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SETTINGS = 20;
const runs = Number(process.argv[2] ?? 10_000);
const folder = process.argv[3] ?? mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));

const EXPERIMENT = `
name: many-runs
corpus:
  examples: 300
  families:
    birthdays: { kind: arbitrary-facts, prompts: 200, frequency: { kind: zipf } }
model: { kind: calibrated-learner }
sweep:
  model.kind: [calibrated-learner, ngram]
  corpus.examples: [${Array.from({ length: SETTINGS / 2 }, (_, i) => 100 + 50 * i).join(', ')}]
seed: 1
seeds: ${runs / SETTINGS}
`;

if (!Number.isInteger(runs / SETTINGS)) throw new RangeError(`runs must be a multiple of ${SETTINGS}, got ${runs}`);
writeFileSync(path.join(folder, 'many-runs.yaml'), EXPERIMENT);
const start = performance.now();
const args = [PROGRAM, 'run', path.join(folder, 'many-runs.yaml'), '--workers', '2', '--out', folder];
const child = spawn(process.execPath, args, { stdio: 'ignore' });
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, highWaterMark(/** @type {number} */ (child.pid)) ?? 0)), 200);
const status = await new Promise((resolve) => child.on('exit', resolve));
clearInterval(watch);
if (status !== 0) throw new Error(`the sweep must end with 0, got ${status}`);

const mebibytes = (/** @type {string} */ file) =>
  (statSync(path.join(folder, 'many-runs', file)).size / 2 ** 20).toFixed(2);
console.log(
  `${runs} runs in ${((performance.now() - start) / 1000).toFixed(1)} s; the command itself held ${peak.toFixed(0)} MiB; ` +
    ['runs.arrow', 'curves.arrow', 'report.html'].map((file) => `${file} ${mebibytes(file)} MiB`).join(', '),
);
if (process.argv[3] === undefined) rmSync(folder, { recursive: true });
