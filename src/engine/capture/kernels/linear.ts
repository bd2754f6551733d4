/** Matrix products, reductions and soft-max. */
import { backend_util, util } from '../../tensors.js';
import { MICROSOFT } from '../graph.js';
import { type CaptureKernel, node } from './kernel.js';

/** Batched matrix product; a transposition is a flag of the product, not a copy. */
const batchMatMul: CaptureKernel = (graph, { a, b }, attributes) => {
  const [transposeA, transposeB] = [attributes.transposeA === true, attributes.transposeB === true];
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const batch = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, rows, columns];
  if (!transposeA && !transposeB) return [node(graph, 'MatMul', [a, b], shape, a.dtype)];
  const flags = { transA: Number(transposeA), transB: Number(transposeB) };
  return batch.length === 0
    ? [node(graph, 'Gemm', [a, b], shape, a.dtype, flags)]
    : [node(graph, 'FusedMatMul', [a, b], shape, a.dtype, flags, MICROSOFT)];
};

function reduction(operator: string): CaptureKernel {
  return (graph, inputs, attributes) => {
    const x = inputs.x;
    const axes = util.parseAxisParam((attributes.axis ?? attributes.reductionIndices ?? null) as number | number[], [
      ...x.shape,
    ]);
    const keepDims = attributes.keepDims === true;
    const [reduced] = backend_util.computeOutAndReduceShapes([...x.shape], axes);
    const shape = keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
    if (axes.length === 0) return [x];
    return [node(graph, operator, [x, graph.shapeConstant(axes)], shape, x.dtype, { keepdims: Number(keepDims) })];
  };
}

const softmax: CaptureKernel = (graph, { logits }, { dim }) => [
  node(graph, 'Softmax', [logits], logits.shape, logits.dtype, {
    axis: (Number(dim) + logits.shape.length) % logits.shape.length,
  }),
];

/**
 * Layer normalisation over the last axis. Its outputs are y = (x − mean)/deviation · scale, mean and 1/deviation.
 * It is not a kernel of tfjs: engine/operations.ts calls it on this backend.
 */
const layerNormalization: CaptureKernel = (graph, { x, scale }, { epsilon }) => {
  const statistics = [...x.shape.slice(0, -1), 1];
  return graph.add(
    'LayerNormalization',
    [x, scale],
    [x.shape, statistics, statistics].map((shape) => ({ shape, dtype: x.dtype })),
    { axis: x.shape.length - 1, epsilon: { float: Number(epsilon) } },
  );
};

export const linearKernels: Readonly<Record<string, CaptureKernel>> = {
  BatchMatMul: batchMatMul,
  LayerNormalization: layerNormalization,
  Max: reduction('ReduceMax'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Softmax: softmax,
  Sum: reduction('ReduceSum'),
};
