// @ts-check
/** Describes the machine and the versions for which the results hold. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import { EAGER_BACKENDS, useEagerBackend } from '../dist/engine/eagerBackends.js';

/** Load above which other work is likely to disturb the timing. */
export const BUSY = 0.5;

/**
 * @param {{ readonly torch: string | null, readonly jax: string | null }} peers versions; null for one that is not compared
 */
export async function describeMachine(peers) {
  /** @type {Record<string, true | string>} */
  const eagerBackends = {};
  for (const backend of EAGER_BACKENDS) {
    const found = await useEagerBackend(backend);
    // Node's message names a path of this machine, which should not be stored in results that others read.
    eagerBackends[backend] = found.available ? true : found.reason.replace(/ imported from .*/, '');
  }
  return {
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: os.totalmem() / 2 ** 30,
    /** Load: mean number of processes, this one included, in the minute before. Well above 0, it means noise. */
    loadBefore: os.loadavg()[0],
    platform: `${os.platform()} ${os.arch()}`,
    node: process.versions.node,
    onnxruntime: versionOf('onnxruntime-node'),
    tfjs: versionOf('@tensorflow/tfjs-core'),
    ...peers,
    eagerBackends,
  };
}

/** @param {string} dependency */
function versionOf(dependency) {
  const entry = createRequire(import.meta.url).resolve(dependency);
  const manifest = `${entry.slice(0, entry.lastIndexOf(dependency) + dependency.length)}/package.json`;
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
