/** Engines that run programs: compiled (default) or eager. They hide ONNX Runtime and the tfjs backends. */

import type { Device } from './device.js';
import type { EagerBackend } from './eagerBackends.js';
import { onnxRuntimeFolder } from './onnxRuntime.js';
import type { Executable, Program } from './program.js';

export const ENGINE_KINDS = ['compiled', 'eager'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** Runs tensor programs: compiled to an ONNX graph, or operation by operation on a backend of TensorFlow.js. */
export interface Engine {
  readonly kind: EngineKind;
  /** Library that runs the operations: `onnxruntime`, or a tfjs backend. */
  readonly backend: 'onnxruntime' | EagerBackend;
  /** Device of the compiled engine; left out for the eager one. */
  readonly device?: Device;
  /** Makes a program executable. */
  prepare(program: Program): Promise<Executable>;
}

/**
 * Creates an engine.
 * @param threads number of threads of the compiled engine; eager backends choose their own
 * @param backend of the eager engine; by default the best available
 * @param device of the compiled engine
 * @throws Error if the backend is not available
 */
export async function createEngine(
  kind: EngineKind,
  threads: number,
  backend?: EagerBackend,
  device: Device = 'cpu',
): Promise<Engine> {
  if (kind === 'compiled') {
    const { compileProgram } = await import('./compiled.js');
    return { kind, backend: 'onnxruntime', device, prepare: (program) => compileProgram(program, threads, device) };
  }
  const { useBestEagerBackend, useEagerBackend } = await import('./eagerBackends.js');
  const { eagerProgram } = await import('./eager.js');
  if (backend !== undefined) {
    const availability = await useEagerBackend(backend);
    if (!availability.available)
      throw new Error(`the tfjs backend ${backend} is not available: ${availability.reason}`);
  }
  const chosen = backend ?? (await useBestEagerBackend());
  return { kind, backend: chosen, prepare: async (program) => eagerProgram(program, chosen) };
}

/** @throws UserError where ONNX Runtime is not installed, which the compiled engine needs */
export function requireCompiledEngine(): void {
  onnxRuntimeFolder();
}
