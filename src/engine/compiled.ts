/** The default engine: a program is captured once as an ONNX graph and run by ONNX Runtime. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { capture } from './capture/captureBackend.js';
import { OUTPUT_PREFIX, type Graph } from './capture/graph.js';
import { encodeModel } from './capture/onnx.js';
import { optimise } from './capture/optimise.js';
import type { Executable, Program } from './program.js';

/** Severity of ONNX Runtime's own log lines that are shown: 3 = errors. */
const LOG_SEVERITY = 3;

export const compileProgram = (program: Program, threads: number): Promise<Executable> => runGraph(optimise(capture(program)), program, threads);

/** @param graph the program's, optimised or not */
export const runGraph = async (graph: Graph, program: Program, threads: number): Promise<Executable> => {
  const session = await InferenceSession.create(encodeModel(graph), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: LOG_SEVERITY,
  });
  return {
    run: async (feeds) => {
      const inputs: Record<string, Tensor> = {};
      for (const [name, { shape, dtype }] of Object.entries(program.inputs)) inputs[name] = new Tensor(dtype, feeds[name], shape);
      const outputs = await session.run(inputs);
      return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name.slice(OUTPUT_PREFIX.length), tensor.data as Float32Array]));
    },
    dispose: () => session.release(),
  };
};
