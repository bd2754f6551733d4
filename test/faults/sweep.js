// @ts-check
/** The small sweep on which the faults are tried, and functions to run it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Counted and given models and a tiny transformer, two seeds each. */
export const EXPERIMENT = `
name: faults
corpus:
  examples: 200
  families:
    birthdays: { kind: arbitrary-facts, prompts: 120, responses: 40, answerProbability: 0.8, frequency: { kind: zipf, exponent: 0.7 } }
    brackets: { kind: brackets, prompts: 30, kinds: 2, depth: 2, length: 4 }
model: { kind: transformer, layers: 1, width: 16 }
training: { steps: 30, batchSize: 32, learningRate: 0.01, warmupSteps: 5 }
measurement: { curvePoints: 1 }
sweep:
  model.kind: [ngram, transformer, calibrated-learner, memoriser]
seed: 3
seeds: 2
`;
export const RUNS = 8;
export const TABLES = ['runs.arrow', 'curves.arrow', 'responses.arrow'];

/** Folder of all that the trial writes; it goes when the trial ends, however it ends. */
const ROOT = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-faults-'));
process.on('exit', () => rmSync(ROOT, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

/** Temporary folder of the programs that the trial starts: what they leave there is counted at the end. */
export const LEFT = path.join(ROOT, 'left');
mkdirSync(LEFT);
process.env.TMPDIR = LEFT;

export function temporaryFolder() {
  return mkdtempSync(path.join(ROOT, 'own-'));
}

const file = path.join(temporaryFolder(), 'faults.yaml');
writeFileSync(file, EXPERIMENT);

/** @param {string} store @param {number} workers */
export function command(store, workers) {
  return ['run', file, '--out', store, '--workers', String(workers), '--responses'];
}

/**
 * Starts the command line in a process group of its own.
 * @param {readonly string[]} args
 */
export function start(args) {
  const child = spawn(process.execPath, [MAIN, ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  /** @type {Promise<{ code: number | null, stdout: string, stderr: string }>} */
  const ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

/** @param {readonly string[]} args */
export function run(args) {
  return start(args).ended;
}

/** @param {string} store */
export function folderOf(store) {
  return path.join(store, 'faults');
}

/** Bytes of the tables. @param {string} store */
export function tablesOf(store) {
  return TABLES.map((name) => readFileSync(path.join(folderOf(store), name)).toString('base64'));
}

/** Complete runs, each with the inode of its result, which changes if the run is made again. @param {string} store */
export function runsOf(store) {
  /** @type {Map<string, number>} */
  const runs = new Map();
  try {
    for (const name of readdirSync(folderOf(store)))
      if (/^[0-9a-f]{12}$/.test(name)) runs.set(name, statSync(path.join(folderOf(store), name, 'result.json')).ino);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
  return runs;
}

/** @param {boolean} holds @param {string} what */
export function require(holds, what) {
  if (!holds) throw new Error(what);
}

/**
 * Runs an undisturbed sweep: its tables and its time.
 * @param {number} workers
 */
export async function undisturbed(workers) {
  const store = temporaryFolder();
  const started = performance.now();
  const { code, stderr } = await run(command(store, workers));
  require(code === 0 && runsOf(store).size === RUNS, `the undisturbed sweep failed:\n${stderr}`);
  return { store, tables: tablesOf(store), milliseconds: performance.now() - started };
}
