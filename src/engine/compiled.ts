/** The default engine: a program is captured once as an ONNX graph and run by ONNX Runtime. */
import './withoutTelemetry.js';
import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { capture } from './capture/captureBackend.js';
import { type Graph, OUTPUT_PREFIX } from './capture/graph.js';
import { encodeModel } from './capture/onnx.js';
import { optimise } from './capture/optimise.js';
import type { Device } from './device.js';
import type { Executable, Program } from './program.js';

/** What is an error for ONNX Runtime is thrown, too: only what is fatal need be in its log. */
env.logLevel = 'fatal';
const LOG_SEVERITY = 4;

export function compileProgram(program: Program, threads: number, device: Device = 'cpu'): Promise<Executable> {
  return runGraph(optimise(capture(program)), program, threads, device);
}

/**
 * @param graph the program's, optimised or not
 * @throws Error where the device cannot be used
 */
export async function runGraph(
  graph: Graph,
  program: Program,
  threads: number,
  device: Device = 'cpu',
): Promise<Executable> {
  // Asked for a device that it does not list, it would silently compute on the processor.
  if (!listSupportedBackends().some(({ name }) => name === device))
    throw new Error('this build of ONNX Runtime does not have it');
  const session = await InferenceSession.create(encodeModel(graph), {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'], // what the device lacks, the processor computes
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
