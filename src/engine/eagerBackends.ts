/** The tfjs backends of the eager engine: loads them, and gives the reason if one cannot be used on this machine. */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from './tensors.js';
import { remedyWasm } from './wasmRemedies.js';

/** Backends, the fastest first. */
export const EAGER_BACKENDS = ['tensorflow', 'wasm', 'cpu'] as const;
export type EagerBackend = (typeof EAGER_BACKENDS)[number];

/** Result of trying something; the reason is a short text. */
export type Availability = { readonly available: true } | { readonly available: false; readonly reason: string };

/** Loads a backend and makes it the current one. */
export async function useEagerBackend(backend: EagerBackend): Promise<Availability> {
  tf.enableProdMode(); // else the cpu backend prints a banner, and every result is searched for NaN
  try {
    if (backend === 'tensorflow') await import('@tensorflow/tfjs-node' as string);
    if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
    if (backend === 'wasm') await loadWasm();
    return (await tf.setBackend(backend)) ? { available: true } : { available: false, reason: 'it did not initialise' };
  } catch (error) {
    return { available: false, reason: firstLine(error) };
  }
}

/** Loads the fastest backend that can be used, and makes it the current one. The `cpu` backend always can. */
export async function useBestEagerBackend(): Promise<EagerBackend> {
  for (const backend of EAGER_BACKENDS) {
    if ((await useEagerBackend(backend)).available) return backend;
  }
  throw new Error('no TensorFlow.js backend could be loaded');
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (tf.getKernel('UnsortedSegmentSum', 'wasm') !== undefined) return; // the remedies are in place, so the paths are too
  setWasmPaths(path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  remedyWasm();
}
