/** The eager engine of a page: the wasm backend of tfjs, whose binary the page carries, so that nothing is fetched. */
import '@tensorflow/tfjs-backend-wasm';
import { eagerProgram } from './eager.js';
import type { Engine } from './engine.js';
import * as tf from './tensors.js';
import { remedyWasm } from './wasmRemedies.js';

/**
 * Starts the engine. Call once in a thread.
 * @param binary of the backend with SIMD, without threads
 * @throws Error where the browser cannot run it
 */
export async function embeddedWasmEngine(binary: Uint8Array<ArrayBuffer>): Promise<Engine> {
  tf.enableProdMode();
  const headers = { 'content-type': 'application/wasm' };
  // The backend asks for one file, its binary.
  globalThis.fetch = async () => new Response(binary, { headers });
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend did not start');
  remedyWasm();
  return { kind: 'eager', backend: 'wasm', prepare: async (program) => eagerProgram(program, 'wasm') };
}
