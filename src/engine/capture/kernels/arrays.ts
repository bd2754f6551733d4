/** Kernels that move elements: shapes, slices, look-ups and their gradients. */
import { sizeOf } from '../../program.js';
import { type CaptureKernel, cast, node, reshape } from './kernel.js';

const identity: CaptureKernel = (_graph, { x }) => [x];

const reshapeKernel: CaptureKernel = (graph, { x }, { shape }) => {
  const asked = shape as readonly number[];
  const known = sizeOf(asked.filter((size) => size !== -1));
  return [
    reshape(
      graph,
      x,
      asked.map((size) => (size === -1 ? sizeOf(x.shape) / known : size)),
    ),
  ];
};

const expandDims: CaptureKernel = (graph, { input }, { dim }) => {
  const at = Number(dim) < 0 ? input.shape.length + 1 + Number(dim) : Number(dim);
  return [reshape(graph, input, [...input.shape.slice(0, at), 1, ...input.shape.slice(at)])];
};

const transpose: CaptureKernel = (graph, { x }, { perm }) => {
  const order = perm as readonly number[];
  if (order.every((axis, i) => axis === i)) return [x];
  return [
    node(
      graph,
      'Transpose',
      [x],
      order.map((axis) => x.shape[axis]),
      x.dtype,
      { perm: order },
    ),
  ];
};

const slice: CaptureKernel = (graph, { x }, { begin, size }) => {
  const starts = begin as readonly number[];
  const shape = (size as readonly number[]).map((n, axis) => (n === -1 ? x.shape[axis] - starts[axis] : n));
  const ends = starts.map((start, axis) => start + shape[axis]);
  return [node(graph, 'Slice', [x, graph.shapeConstant(starts), graph.shapeConstant(ends)], shape, x.dtype)];
};

const concat: CaptureKernel = (graph, inputs, { axis }) => {
  const parts = Object.values(inputs);
  const shape = [...parts[0].shape];
  shape[Number(axis)] = parts.reduce((total, part) => total + part.shape[Number(axis)], 0);
  return [node(graph, 'Concat', parts, shape, parts[0].dtype, { axis: Number(axis) })];
};

const split: CaptureKernel = (graph, { x }, { numOrSizeSplits, axis }) => {
  const at = Number(axis) < 0 ? x.shape.length + Number(axis) : Number(axis);
  const sizes = Array.isArray(numOrSizeSplits)
    ? (numOrSizeSplits as number[])
    : Array.from({ length: Number(numOrSizeSplits) }, () => x.shape[at] / Number(numOrSizeSplits));
  const shapes = sizes.map((size) => x.shape.map((all, i) => (i === at ? size : all)));
  return graph.add(
    'Split',
    [x, graph.shapeConstant(sizes)],
    shapes.map((shape) => ({ shape, dtype: x.dtype })),
    { axis: at },
  );
};

const pad: CaptureKernel = (graph, { x }, { paddings, constantValue }) => {
  const pairs = paddings as readonly (readonly [number, number])[];
  const shape = x.shape.map((size, axis) => size + pairs[axis][0] + pairs[axis][1]);
  const amounts = graph.shapeConstant([...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)]);
  return [node(graph, 'Pad', [x, amounts, graph.scalar(Number(constantValue), x.dtype as 'float32')], shape, x.dtype)];
};

const tile: CaptureKernel = (graph, { x }, { reps }) => {
  const times = reps as readonly number[];
  return [
    node(
      graph,
      'Tile',
      [x, graph.shapeConstant(times)],
      x.shape.map((size, axis) => size * times[axis]),
      x.dtype,
    ),
  ];
};

const fill: CaptureKernel = (graph, _inputs, { shape, value, dtype }) => {
  const data = (
    dtype === 'int32' ? new Int32Array(sizeOf(shape as number[])) : new Float32Array(sizeOf(shape as number[]))
  ).fill(Number(value));
  return [graph.constant(data, shape as number[], dtype === 'int32' ? 'int32' : 'float32')];
};

function filledLike(value: number): CaptureKernel {
  return (graph, { x }) => fill(graph, {}, { shape: x.shape, value, dtype: x.dtype });
}

const gather: CaptureKernel = (graph, { x, indices }, { axis, batchDims }) => {
  if (Number(batchDims ?? 0) !== 0)
    throw new Error(`a captured gather must have no batch dimensions, got ${String(batchDims)}`);
  const at = Number(axis);
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  return [node(graph, 'Gather', [x, indices], shape, x.dtype, { axis: at })];
};

/** Adds rows to where they were read: the gradient of a look-up. */
const unsortedSegmentSum: CaptureKernel = (graph, { x, segmentIds }, { numSegments }) => {
  const shape = [Number(numSegments), ...x.shape.slice(segmentIds.shape.length)];
  const zeros = graph.constant(new Float32Array(sizeOf(shape)), shape, 'float32');
  const rows = cast(graph, reshape(graph, segmentIds, [...segmentIds.shape, 1]), 'int64');
  return [node(graph, 'ScatterND', [zeros, rows, x], shape, x.dtype, { reduction: 'add' })];
};

/** Casts the indices, since OneHot of ONNX Runtime takes only int64 ones. */
const oneHot: CaptureKernel = (graph, { indices }, { depth, onValue, offValue }) => {
  const values = graph.constant(Float32Array.of(Number(offValue ?? 0), Number(onValue ?? 1)), [2], 'float32');
  const shape = [...indices.shape, Number(depth)];
  const wide = cast(graph, indices, 'int64');
  return [node(graph, 'OneHot', [wide, graph.shapeConstant([Number(depth)]), values], shape, 'float32', { axis: -1 })];
};

/**
 * Takes elements of each row: x[i, index[i]], or x[i, index[i, j]]. With `Put` it replaces products with one-hot matrices.
 * Neither is a kernel of tfjs: engine/operations.ts calls them on this backend.
 */
const pick: CaptureKernel = (graph, { x, indices }) => {
  const columns = reshape(graph, indices, [x.shape[0], sizeOf(indices.shape) / x.shape[0]]);
  return [
    reshape(graph, node(graph, 'GatherElements', [x, columns], columns.shape, x.dtype, { axis: 1 }), indices.shape),
  ];
};

/** Replaces x[i, index[i]] by value[i]. */
const put: CaptureKernel = (graph, { x, indices, value }) => {
  const columns = reshape(graph, indices, [...indices.shape, 1]);
  return [
    node(graph, 'ScatterElements', [x, columns, reshape(graph, value, columns.shape)], x.shape, x.dtype, { axis: 1 }),
  ];
};

export const arrays: Readonly<Record<string, CaptureKernel>> = {
  Concat: concat,
  ExpandDims: expandDims,
  Fill: fill,
  GatherV2: gather,
  Identity: identity,
  OneHot: oneHot,
  OnesLike: filledLike(1),
  PadV2: pad,
  Pick: pick,
  Put: put,
  Reshape: reshapeKernel,
  Slice: slice,
  SplitV: split,
  Tile: tile,
  Transpose: transpose,
  UnsortedSegmentSum: unsortedSegmentSum,
  ZerosLike: filledLike(0),
};
