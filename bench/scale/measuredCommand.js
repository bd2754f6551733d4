// @ts-check
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { childrenOf, highWaterMark } from '../memory.js';

/**
 * @typedef {object} Cost
 * @property {number} seconds on the clock
 * @property {number} processor seconds of processor time, those of the command's own processes included
 * @property {number} peak most memory of the process itself, MiB (Linux)
 */

/**
 * Runs Node with arguments to its end.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Cost>}
 */
export async function measuredCommand(args, env = {}) {
  const start = performance.now();
  // The shell tells the processor time; Node tells its own alone.
  const child = spawn(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@" > /dev/null 2>&1', process.execPath, ...args],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let peak = 0;
  const watch = setInterval(() => {
    for (const pid of childrenOf(/** @type {number} */ (child.pid))) peak = Math.max(peak, highWaterMark(pid) ?? 0);
  }, 100);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const printed = await text(child.stderr);
  const status = await ended;
  clearInterval(watch);
  if (status !== 0) throw new Error(`it must end with 0, got ${status}: ${args.join(' ')}`);
  const [user = 0, system = 0] = printed.trim().split(' ').map(Number);
  return { seconds: (performance.now() - start) / 1000, processor: user + system, peak };
}

/** @param {Cost} cost */
export function costWords({ seconds, processor, peak }) {
  return `${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor time, at most ${peak.toFixed(0)} MiB`;
}

/** @param {string} directory an experiment's folder */
export function sizeWords(directory) {
  return ['runs.arrow', 'curves.arrow', 'report.html']
    .map((file) => `${file} ${(statSync(path.join(directory, file)).size / 2 ** 20).toFixed(1)} MiB`)
    .join(', ');
}
