/** The default engine: a program is captured once as an ONNX graph and run by ONNX Runtime. */
import type { Tensor as OnnxTensor, OnnxValue, InferenceSession as Session } from 'onnxruntime-node';
import { capture } from './capture/captureBackend.js';
import { type Graph, OUTPUT_PREFIX } from './capture/graph.js';
import { encodeModel } from './capture/onnx.js';
import { optimise } from './capture/optimise.js';
import type { Device } from './device.js';
import { loadOnnxRuntime, type OnnxRuntime } from './onnxRuntime.js';
import type { Executable, Program } from './program.js';

const LOG_SEVERITY = 4;

let loading: Promise<OnnxRuntime> | undefined;

/** ONNX Runtime, loaded once. It also throws what it logs as an error, so that its log need hold only what is fatal. */
function onnxRuntime(): Promise<OnnxRuntime> {
  loading ??= loadOnnxRuntime().then((runtime) => {
    runtime.env.logLevel = 'fatal';
    return runtime;
  });
  return loading;
}

/** Returns whether this build of ONNX Runtime has a device, which says nothing of the machine. */
export async function buildHas(device: Device): Promise<boolean> {
  const { listSupportedBackends } = await onnxRuntime();
  return listSupportedBackends().some(({ name }) => name === device);
}

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
  const { InferenceSession, Tensor } = await onnxRuntime();
  // For a device that it does not list, ONNX Runtime would silently compute on the processor.
  if (!(await buildHas(device))) throw new Error('this build of ONNX Runtime does not have it');
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
      const inputs: Record<string, OnnxTensor> = {};
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

/** Input or output of an ONNX file; symbolic dimensions have names, or none. */
export interface OnnxSlot {
  readonly name: string;
  /** Type of the elements as ONNX Runtime names it; undefined for what is no tensor. */
  readonly type: string | undefined;
  readonly shape: readonly (number | string)[];
}

/** Values for an input: whole numbers, which become the type that the input asks for. */
export interface OnnxFeed {
  readonly values: Int32Array;
  readonly shape: readonly number[];
}

/** A model that another program exported. */
export interface OnnxFile {
  readonly inputs: readonly OnnxSlot[];
  readonly outputs: readonly OnnxSlot[];
  /** Computes one output of float32. */
  run(
    feeds: Readonly<Record<string, OnnxFeed>>,
    output: string,
  ): Promise<{ data: Float32Array; shape: readonly number[] }>;
  dispose(): Promise<void>;
}

/** Opens an ONNX file, on the processor. @throws Error for a file that ONNX Runtime does not load */
export async function openOnnxFile(file: string, threads: number): Promise<OnnxFile> {
  const { InferenceSession, Tensor } = await onnxRuntime();
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: LOG_SEVERITY,
  });
  const inputs = session.inputMetadata.map(slotOf);
  return {
    inputs,
    outputs: session.outputMetadata.map(slotOf),
    run: async (feeds, output) => {
      const values: Record<string, OnnxValue> = {};
      for (const { name, type } of inputs) if (name in feeds) values[name] = tensorOf(Tensor, type, feeds[name]);
      const { [output]: found } = await session.run(values, [output]);
      return { data: found.data as Float32Array, shape: found.dims };
    },
    dispose: () => session.release(),
  };
}

function slotOf(each: Session.ValueMetadata): OnnxSlot {
  return each.isTensor
    ? { name: each.name, type: each.type, shape: each.shape }
    : { name: each.name, type: undefined, shape: [] };
}

function tensorOf(Tensor: OnnxRuntime['Tensor'], type: string | undefined, { values, shape }: OnnxFeed): OnnxTensor {
  if (type === 'int64') return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
  if (type === 'int32') return new Tensor('int32', values, shape);
  if (type === 'float32') return new Tensor('float32', Float32Array.from(values), shape);
  if (type === 'bool') return new Tensor('bool', Uint8Array.from(values), shape);
  throw new Error(`an input of the type ${type ?? 'of no tensor'} is not known`);
}
