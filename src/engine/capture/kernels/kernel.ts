/** Captured kernels, which record nodes where other backends compute numbers. */
import type { ElementType, Graph, Value } from '../graph.js';

export type Attributes = Readonly<Record<string, unknown>>;

/**
 * Records the nodes of one kernel of tfjs.
 * @param inputs tensors by the names that tfjs gives them (`a`, `b`, `x` …; `0`, `1` … for a list)
 * @returns the outputs, in the order of tfjs
 */
export type CaptureKernel = (
  graph: Graph,
  inputs: Readonly<Record<string, Value>>,
  attributes: Attributes,
) => readonly Value[];

/** Adds a node with one output, and returns that output. */
export function node(
  graph: Graph,
  operator: string,
  inputs: readonly Value[],
  shape: readonly number[],
  dtype: ElementType,
  attributes: Parameters<Graph['add']>[3] = {},
  domain = '',
): Value {
  return graph.add(operator, inputs, [{ shape, dtype }], attributes, domain)[0];
}

/** Casts a value; returns it as it is if it has the type. */
export function cast(graph: Graph, x: Value, dtype: ElementType): Value {
  return x.dtype === dtype
    ? x
    : node(graph, 'Cast', [x], x.shape, dtype, { to: { float32: 1, int32: 6, int64: 7, bool: 9 }[dtype] });
}

/** Reshapes a value; returns it as it is if it has the shape. */
export function reshape(graph: Graph, x: Value, shape: readonly number[]): Value {
  return sameShape(x.shape, shape) ? x : node(graph, 'Reshape', [x, graph.shapeConstant(shape)], shape, x.dtype);
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
