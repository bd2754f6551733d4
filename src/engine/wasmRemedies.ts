/** Kernels for training that the wasm backend of tfjs lacks, or runs slowly. */
import * as tf from './tensors.js';

/** Registers the remedies. Call once, after the backend's own kernels are registered. */
export function remedyWasm(): void {
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: segmentSum as unknown as tf.KernelFunc,
  });
  const product = tf.getKernel('BatchMatMul', 'wasm');
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...product, kernelFunc: withExplicitTransposes(product.kernelFunc) });
}

interface SegmentSumCall {
  readonly inputs: { readonly x: tf.TensorInfo; readonly segmentIds: tf.TensorInfo };
  readonly backend: tf.KernelBackend;
  readonly attrs: { readonly numSegments: number };
}

/** Adds up rows of x by segment: the gradient of a look-up, which the backend lacks. Ids are one-dimensional. */
function segmentSum({ inputs: { x, segmentIds }, backend, attrs: { numSegments } }: SegmentSumCall): tf.TensorInfo {
  const values = backend.readSync(x.dataId) as Float32Array;
  const ids = backend.readSync(segmentIds.dataId) as Int32Array;
  const shape = [numSegments, ...x.shape.slice(1)];
  const width = values.length / ids.length;
  const sums = new Float32Array(numSegments * width);
  for (let row = 0; row < ids.length; row++) {
    const from = row * width;
    const to = ids[row] * width;
    for (let i = 0; i < width; i++) sums[to + i] += values[from + i];
  }
  return { dataId: backend.write(sums, shape, 'float32'), shape, dtype: 'float32' };
}

/** Transposes before multiplying: on this backend a transposition flag makes a product some twenty times slower. */
function withExplicitTransposes(multiply: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const kernelBackend = backend as tf.KernelBackend;
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const flags = attrs as { transposeA?: boolean; transposeB?: boolean };
    const temporary: tf.TensorInfo[] = [];
    const plain = (x: tf.TensorInfo, flag: boolean | undefined): tf.TensorInfo => {
      if (!flag) return x;
      const perm = x.shape.map((_, axis) => axis);
      [perm[perm.length - 2], perm[perm.length - 1]] = [perm[perm.length - 1], perm[perm.length - 2]];
      const transpose = tf.getKernel('Transpose', 'wasm').kernelFunc;
      const transposed = transpose({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
      temporary.push(transposed);
      return transposed;
    };
    const product = multiply({
      inputs: { a: plain(a, flags.transposeA), b: plain(b, flags.transposeB) },
      backend,
      attrs: { transposeA: false, transposeB: false },
    });
    for (const { dataId } of temporary) kernelBackend.disposeData(dataId);
    return product;
  };
}
