/** A tfjs backend whose kernels record the nodes of a graph instead of computing. */

import type { Program, Tensors } from '../program.js';
import * as tf from '../tensors.js';
import { Graph, type Value } from './graph.js';
import { arrays } from './kernels/arrays.js';
import { elementwise } from './kernels/elementwise.js';
import type { CaptureKernel } from './kernels/kernel.js';
import { linearKernels } from './kernels/linear.js';

/** Name of the backend in the registries of tfjs. */
export const CAPTURE = 'capture';

/** Captured kernels by the names that tfjs gives them. */
export const captureKernels: Readonly<Record<string, CaptureKernel>> = { ...arrays, ...elementwise, ...linearKernels };

/** Handle by which tfjs refers to data. Each tensor has one of its own, so that aliases are released separately. */
interface Handle {
  readonly value: Value;
}

class CaptureBackend extends tf.KernelBackend {
  graph = new Graph();

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    if (!(values instanceof Float32Array || values instanceof Int32Array))
      throw new Error(`a captured constant must be float32 or int32, got ${dtype}`);
    const handle: Handle = { value: this.graph.constant(values, shape, dtype as 'float32' | 'int32') };
    return handle;
  }
  override move(): never {
    throw new Error(FOREIGN);
  }
  override read(): never {
    throw new Error('a program must not read the values of its tensors');
  }
  override readSync(): never {
    return this.read();
  }
  override incRef(): void {}
  override disposeData(): boolean {
    return true;
  }
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return 0;
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override dispose(): void {}
}

function toTensorInfo(value: Value): tf.TensorInfo {
  const handle: Handle = { value };
  return { dataId: handle, shape: [...value.shape], dtype: value.dtype as tf.DataType };
}

const FOREIGN = 'a program may use only its inputs and constants that it makes itself, got a tensor of another backend';

function toValue(tensor: tf.TensorInfo): Value {
  const { value } = tensor.dataId as Partial<Handle>;
  if (value === undefined) throw new Error(FOREIGN);
  return value;
}

function register(): CaptureBackend {
  const backend = new CaptureBackend();
  tf.registerBackend(CAPTURE, () => backend);
  for (const [kernelName, kernel] of Object.entries(captureKernels)) {
    tf.registerKernel({
      kernelName,
      backendName: CAPTURE,
      kernelFunc: ({ inputs, attrs }) => {
        const values = Object.fromEntries(
          Object.entries(inputs as Record<string, tf.TensorInfo>).map(([name, t]) => [name, toValue(t)]),
        );
        const outputs = kernel(backend.graph, values, (attrs ?? {}) as Record<string, unknown>).map(toTensorInfo);
        return outputs.length === 1 ? outputs[0] : outputs; // tfjs expects one output alone, several as a list
      },
    });
  }
  return backend;
}

let registered: CaptureBackend | undefined;

/**
 * Runs a program once and records its graph.
 * @throws Error naming the kernel if the program uses one that cannot be captured
 */
export function capture(program: Program): Graph {
  const backend = (registered ??= register());
  const before = tf.engine().backendName;
  tf.setBackend(CAPTURE);
  backend.graph = new Graph();
  const { graph } = backend;
  try {
    tf.tidy(() => {
      const inputs: Record<string, tf.Tensor> = {};
      for (const [name, { shape, dtype }] of Object.entries(program.inputs)) {
        inputs[name] = tf.engine().makeTensorFromTensorInfo(toTensorInfo(graph.input(name, shape, dtype)));
      }
      const outputs: Tensors = program.run(inputs);
      for (const [name, tensor] of Object.entries(outputs)) graph.output(name, toValue(tensor));
    });
  } finally {
    if (before) tf.setBackend(before);
  }
  return graph;
}
