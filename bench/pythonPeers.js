// @ts-check
/** Contestants that Python starts, PyTorch (also from C++) and JAX: a process for each number of threads, which takes a turn when asked. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LEARNING_RATE, OPTIMISER } from './trainees.js';

/** @typedef {import('./trainees.js').Case} Case */
/** @typedef {import('./trainees.js').Trainee} Trainee */

/** @typedef {keyof typeof PEERS} Peer */

/** The module that a contestant needs, its name in tables, and the forms of its step: all of them, and those of a quick look. */
export const PEERS = {
  pytorch: { module: 'torch', name: 'PyTorch', modes: ['eager', 'compile'], quick: ['eager'] },
  libtorch: { module: 'torch', name: 'PyTorch in C++', modes: ['C++'], quick: [] },
  jax: { module: 'jax', name: 'JAX', modes: ['jit', 'vmap4'], quick: ['jit'] },
};

/**
 * @param {Peer} peer
 * @param {string} python
 * @returns {{ readonly version: string } | { readonly reason: string }}
 */
export function findPeer(peer, python) {
  const { module } = PEERS[peer];
  const { status, stdout, error } = spawnSync(python, ['-c', `import ${module}; print(${module}.__version__)`], {
    encoding: 'utf8',
  });
  if (error) return { reason: `${python} cannot be started` };
  return status === 0
    ? { version: stdout.trim() }
    : { reason: `${python} has no ${module} (flag --python, or environment variable PYTHON, names another)` };
}

/**
 * @param {Peer} peer
 * @param {string} directory of the case
 * @param {{ readonly threads: number, readonly modes: readonly string[], readonly more?: readonly string[] }} options more: further flags
 */
export function scriptArguments(peer, directory, { threads, modes, more = [] }) {
  const script = fileURLToPath(new URL(`${peer}/trainingStep.py`, import.meta.url));
  return [script, '--case', directory, '--threads', String(threads), '--modes', modes.join(','), ...more];
}

/**
 * Writes the files that the script reads.
 * @param {Case} task
 * @param {string} directory
 */
export function writeCase({ size, network, theta, tokens, labels }, directory) {
  const parameters = network.parameters.map(({ name, shape }) => ({ name, shape }));
  const { beta1, beta2, clipNorm } = OPTIMISER;
  writeFileSync(
    path.join(directory, 'case.json'),
    JSON.stringify({ ...size, beta1, beta2, clipNorm, learningRate: LEARNING_RATE, parameters }),
  );
  for (const [name, values] of Object.entries({ theta, tokens, labels }))
    writeFileSync(path.join(directory, `${name}.bin`), values);
}

/**
 * Returns the forms of a peer, with each number of threads.
 * @param {Peer} peer
 * @param {Case} task
 * @param {{ readonly python: string, readonly threads: readonly number[], readonly modes: readonly string[], readonly more?: readonly string[], readonly warn: (text: string) => void }} options
 * @returns {Promise<Trainee[]>}
 */
export async function peerTrainees(peer, task, { python, threads, modes, more = [], warn }) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));
  try {
    writeCase(task, directory);
    const trainees = [];
    for (const count of threads)
      trainees.push(...(await processTrainees(peer, python, directory, { threads: count, modes, more, warn })));
    return trainees;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * @param {Peer} peer
 * @param {string} python
 * @param {string} directory
 * @param {{ readonly threads: number, readonly modes: readonly string[], readonly more?: readonly string[], readonly warn: (text: string) => void }} options
 * @returns {Promise<Trainee[]>}
 */
async function processTrainees(peer, python, directory, { threads, modes, more = [], warn }) {
  const child = spawn(python, scriptArguments(peer, directory, { threads, modes, more }), {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => (errors += data));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`its script ended early: ${errors.trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  };
  let left = 0;
  const dispose = async () => {
    if (--left === 0) child.stdin.end();
  };
  const { firstLosses, compileMs, compileError } = await read();
  if (compileError !== undefined) warn(`torch.compile does not work here: ${compileError}`);
  return Object.keys(firstLosses).map((mode) => {
    left++;
    const turn = async (/** @type {number} */ turnMs) => {
      child.stdin.write(`${mode} ${turnMs}\n`);
      return (await read()).msPerStep;
    };
    return {
      contestant: peer,
      form: `${mode} ${threads}`,
      threads,
      compileMs: compileMs[mode],
      firstLosses: firstLosses[mode],
      turn,
      dispose,
    };
  });
}
