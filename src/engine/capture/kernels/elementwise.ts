/** Kernels that work element by element, with broadcasting. */
import { backend_util } from '../../tensors.js';
import { type CaptureKernel, cast, node } from './kernel.js';

function unary(operator: string): CaptureKernel {
  return (graph, { x }) => [node(graph, operator, [x], x.shape, x.dtype)];
}

function binary(operator: string): CaptureKernel {
  return (graph, { a, b }) => [node(graph, operator, [a, b], broadcast(a.shape, b.shape), a.dtype)];
}

function comparison(operator: string): CaptureKernel {
  return (graph, { a, b }) => [node(graph, operator, [a, b], broadcast(a.shape, b.shape), 'bool')];
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return backend_util.assertAndGetBroadcastShape([...a], [...b]);
}

const rsqrt: CaptureKernel = (graph, { x }) => {
  const root = node(graph, 'Sqrt', [x], x.shape, x.dtype);
  return [node(graph, 'Reciprocal', [root], x.shape, x.dtype)];
};

const square: CaptureKernel = (graph, { x }) => [node(graph, 'Mul', [x, x], x.shape, x.dtype)];

const squaredDifference: CaptureKernel = (graph, { a, b }) => {
  const shape = broadcast(a.shape, b.shape);
  const difference = node(graph, 'Sub', [a, b], shape, a.dtype);
  return [node(graph, 'Mul', [difference, difference], shape, a.dtype)];
};

/** Derivative of a rectifier: 1 where x > 0, else α. */
const step: CaptureKernel = (graph, { x }, { alpha }) => {
  const positive = node(graph, 'Greater', [x, graph.scalar(0)], x.shape, 'bool');
  return [node(graph, 'Where', [positive, graph.scalar(1), graph.scalar(Number(alpha ?? 0))], x.shape, 'float32')];
};

const select: CaptureKernel = (graph, { condition, t, e }) => [
  node(graph, 'Where', [cast(graph, condition, 'bool'), t, e], t.shape, t.dtype),
];

const not: CaptureKernel = (graph, { x }) => [node(graph, 'Not', [cast(graph, x, 'bool')], x.shape, 'bool')];

const castKernel: CaptureKernel = (graph, { x }, { dtype }) => [cast(graph, x, dtype as 'float32' | 'int32' | 'bool')];

export const elementwise: Readonly<Record<string, CaptureKernel>> = {
  Abs: unary('Abs'),
  Add: binary('Add'),
  Cast: castKernel,
  Erf: unary('Erf'),
  Equal: comparison('Equal'),
  Exp: unary('Exp'),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  Log: unary('Log'),
  LogicalNot: not,
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Multiply: binary('Mul'),
  Neg: unary('Neg'),
  Pow: binary('Pow'),
  RealDiv: binary('Div'),
  Reciprocal: unary('Reciprocal'),
  Relu: unary('Relu'),
  Rsqrt: rsqrt,
  Select: select,
  Sigmoid: unary('Sigmoid'),
  Sqrt: unary('Sqrt'),
  Square: square,
  SquaredDifference: squaredDifference,
  Step: step,
  Sub: binary('Sub'),
  Tanh: unary('Tanh'),
};
