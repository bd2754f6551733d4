/** The default engine: a program is captured once as an ONNX graph and run by ONNX Runtime. */
import './withoutTelemetry.js';
import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { capture } from './capture/captureBackend.js';
import { type Graph, OUTPUT_PREFIX } from './capture/graph.js';
import { encodeModel } from './capture/onnx.js';
import { optimise } from './capture/optimise.js';
import type { Device } from './device.js';
import type { Executable, Program } from './program.js';

/** ONNX Runtime also throws what it logs as an error, so that its log need hold only what is fatal. */
env.logLevel = 'fatal';
const LOG_SEVERITY = 4;

/** Captures a program, optimises its graph and prepares it for ONNX Runtime. */
export function compileProgram(program: Program, threads: number, device: Device = 'cpu'): Promise<Executable> {
  return runGraph(optimise(capture(program), device), program, threads, device);
}

/**
 * Prepares a captured graph for ONNX Runtime.
 * @param graph of the program, optimised or not
 * @throws Error if the device cannot be used
 */
export async function runGraph(
  graph: Graph,
  program: Program,
  threads: number,
  device: Device = 'cpu',
): Promise<Executable> {
  // For a device that it does not list, ONNX Runtime would silently compute on the processor.
  if (!listSupportedBackends().some(({ name }) => name === device))
    throw new Error('this build of ONNX Runtime does not have it');
  const session = await InferenceSession.create(encodeModel(graph), {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'], // the processor computes what the device cannot
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: LOG_SEVERITY,
  });
  return {
    run: async (feeds) => {
      const inputs: Record<string, Tensor> = {};
      for (const [name, { shape, dtype }] of Object.entries(program.inputs))
        inputs[name] = new Tensor(dtype, feeds[name], shape);
      const outputs = await session.run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [
          name.slice(OUTPUT_PREFIX.length),
          tensor.data as Float32Array,
        ]),
      );
    },
    dispose: () => session.release(),
  };
}
