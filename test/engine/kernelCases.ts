/** A small program for each captured kernel, on shapes that fast-check draws. */

import fc from 'fast-check';
import { gelu, pickEach, standardise, weightedCrossEntropy } from '../../src/engine/operations.js';
import type { TensorSpec } from '../../src/engine/program.js';
import * as tf from '../../src/engine/tensors.js';

export interface KernelCase {
  /** Kernel that the program must record. */
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, TensorSpec & { readonly range: readonly [number, number] }>>;
  /** Inputs by which the result is differentiated too. */
  readonly differentiated: readonly string[];
  readonly compute: (inputs: Record<string, tf.Tensor>) => tf.Tensor;
}

type Shape = readonly number[];
const size = fc.integer({ min: 1, max: 5 });
function shape(least = 1, most = 3): fc.Arbitrary<number[]> {
  return fc.array(size, { minLength: least, maxLength: most });
}

/** A shape that broadcasts with the given one: leading axes dropped, some sizes 1. */
function broadcastable(full: Shape): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.nat(full.length), fc.array(fc.boolean(), { minLength: full.length, maxLength: full.length }))
    .map(([drop, ones]) => full.map((n, i) => (ones[i] ? 1 : n)).slice(drop));
}

function floats(s: Shape, range: readonly [number, number] = [-2, 2]) {
  return { shape: s, dtype: 'float32' as const, range };
}
function indices(s: Shape, below: number) {
  return { shape: s, dtype: 'int32' as const, range: [0, below] as const };
}

function unary(
  kernel: string,
  f: (x: tf.Tensor) => tf.Tensor,
  range?: readonly [number, number],
  differentiable = true,
) {
  return shape(0).map(
    (s): KernelCase => ({
      kernel,
      inputs: { x: floats(s, range) },
      differentiated: differentiable ? ['x'] : [],
      compute: ({ x }) => f(x),
    }),
  );
}

function binary(
  kernel: string,
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  range?: readonly [number, number],
  differentiable = true,
) {
  return shape()
    .chain((a) => fc.tuple(fc.constant(a), broadcastable(a), fc.boolean()))
    .map(
      ([full, other, swapped]): KernelCase => ({
        kernel,
        inputs: { a: floats(swapped ? other : full, range), b: floats(swapped ? full : other, range) },
        differentiated: differentiable ? ['a', 'b'] : [],
        compute: ({ a, b }) => f(a, b),
      }),
    );
}

/** Kernels compared without broadcasting, because their gradients in tfjs are not added up over broadcast axes. */
function binaryOfOneShape(kernel: string, f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) {
  return shape().map(
    (s): KernelCase => ({
      kernel,
      inputs: { a: floats(s), b: floats(s) },
      differentiated: ['a', 'b'],
      compute: ({ a, b }) => f(a, b),
    }),
  );
}

function reduction(
  kernel: string,
  f: (x: tf.Tensor, axes: number[] | undefined, keepDims: boolean) => tf.Tensor,
  differentiable = true,
) {
  return shape(1)
    .chain((s) =>
      fc.tuple(
        fc.constant(s),
        fc.option(
          fc.subarray(
            s.map((_, i) => i),
            { minLength: 1 },
          ),
          { nil: undefined },
        ),
        fc.boolean(),
      ),
    )
    .map(
      ([s, axes, keepDims]): KernelCase => ({
        kernel,
        inputs: { x: floats(s) },
        differentiated: differentiable ? ['x'] : [],
        compute: ({ x }) => f(x, axes, keepDims),
      }),
    );
}

function comparison(kernel: string, f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) {
  return binary(kernel, (a, b) => tf.cast(f(a, b), 'float32'), undefined, false);
}

const matMul = fc.tuple(shape(0, 2), size, size, size, fc.boolean(), fc.boolean()).map(
  ([batch, n, k, m, transposeA, transposeB]): KernelCase => ({
    kernel: 'BatchMatMul',
    inputs: {
      a: floats([...batch, ...(transposeA ? [k, n] : [n, k])]),
      b: floats([...batch, ...(transposeB ? [m, k] : [k, m])]),
    },
    differentiated: ['a', 'b'],
    compute: ({ a, b }) => tf.matMul(a, b, transposeA, transposeB),
  }),
);

const gather = fc
  .tuple(shape(1), shape(1, 2))
  .chain(([x, i]) => fc.tuple(fc.constant(x), fc.constant(i), fc.nat(x.length - 1)));

function ofShape(
  kernel: string,
  make: (s: number[]) => Pick<KernelCase, 'inputs' | 'compute' | 'differentiated'>,
  least = 1,
) {
  return shape(least).map((s): KernelCase => ({ kernel, ...make(s) }));
}

function simple(s: Shape, compute: (x: tf.Tensor) => tf.Tensor) {
  return { inputs: { x: floats(s) }, differentiated: ['x'], compute: ({ x }: Record<string, tf.Tensor>) => compute(x) };
}

export const kernelCases: readonly fc.Arbitrary<KernelCase>[] = [
  unary('Abs', tf.abs),
  unary('Erf', tf.erf),
  unary('Exp', tf.exp),
  unary('Log', tf.log, [0.1, 3]),
  unary('Neg', tf.neg),
  unary('Reciprocal', tf.reciprocal, [0.3, 3]),
  unary('Relu', tf.relu),
  unary('Rsqrt', tf.rsqrt, [0.2, 3]),
  unary('Sigmoid', tf.sigmoid),
  unary('Sqrt', tf.sqrt, [0.2, 3]),
  unary('Square', tf.square),
  unary('Step', (x) => tf.step(x, 0.25), undefined, false),
  unary('Tanh', tf.tanh),
  unary('Identity', (x) => tf.add(tf.clone(x), 1)),
  unary('OnesLike', (x) => tf.add(tf.onesLike(x), x)),
  unary('ZerosLike', (x) => tf.add(tf.zerosLike(x), x)),
  unary('Cast', (x) => tf.mul(tf.cast(tf.cast(x, 'int32'), 'float32'), 2), [0, 5], false),
  unary('Fill', (x) => tf.add(x, tf.fill(x.shape, 0.5))),
  binary('Add', tf.add),
  binary('Sub', tf.sub),
  binary('Multiply', tf.mul),
  binary('RealDiv', tf.div, [0.3, 3]),
  binary('Maximum', tf.maximum, undefined, false),
  binaryOfOneShape('Maximum', tf.maximum),
  binary('Minimum', tf.minimum, undefined, false),
  binaryOfOneShape('Minimum', tf.minimum),
  binary('Pow', tf.pow, [0.3, 2]),
  binary('SquaredDifference', tf.squaredDifference, undefined, false),
  binaryOfOneShape('SquaredDifference', tf.squaredDifference),
  comparison('Equal', (a, b) => tf.equal(tf.step(a), tf.step(b))),
  comparison('Greater', tf.greater),
  comparison('GreaterEqual', tf.greaterEqual),
  comparison('Less', tf.less),
  comparison('LessEqual', tf.lessEqual),
  reduction('Sum', tf.sum),
  reduction('Mean', tf.mean),
  reduction('Max', tf.max),
  reduction('Min', tf.min),
  matMul,
  ofShape('Softmax', (s) => simple(s, (x) => tf.softmax(x))),
  ofShape('Reshape', (s) => simple(s, (x) => tf.mul(tf.reshape(x, [-1]), 2))),
  ofShape('ExpandDims', (s) => simple(s, (x) => tf.mul(tf.expandDims(x, s.length - 1), 2))),
  ofShape('Transpose', (s) => simple(s, (x) => tf.transpose(x, [...s.keys()].reverse())), 2),
  ofShape('Tile', (s) =>
    simple(s, (x) =>
      tf.tile(
        x,
        s.map((_, i) => 1 + (i % 2)),
      ),
    ),
  ),
  ofShape('PadV2', (s) =>
    simple(s, (x) =>
      tf.pad(
        x,
        s.map((_, i): [number, number] => [i, 1]),
        0.5,
      ),
    ),
  ),
  ofShape('Slice', (s) =>
    simple(s, (x) =>
      tf.slice(
        x,
        s.map((n) => Math.floor(n / 2)),
        s.map((n) => n - Math.floor(n / 2)),
      ),
    ),
  ),
  ofShape('Concat', (s) => ({
    inputs: { a: floats(s), b: floats([s[0] + 1, ...s.slice(1)]) },
    differentiated: ['a', 'b'],
    compute: ({ a, b }) => tf.concat([a, b], 0),
  })),
  ofShape('SplitV', (s) =>
    simple([2 * s[0], ...s.slice(1)], (x) => tf.sub(...(tf.split(x, 2, 0) as [tf.Tensor, tf.Tensor]))),
  ),
  unary('LogicalNot', (x) => tf.cast(tf.logicalNot(tf.greater(x, 0)), 'float32'), undefined, false),
  ofShape('Select', (s) => ({
    inputs: { a: floats(s), b: floats(s), c: floats(s) },
    differentiated: ['a', 'b'],
    compute: ({ a, b, c }) => tf.where(tf.greater(c, 0), a, b),
  })),
  gather.map(
    ([x, i, axis]): KernelCase => ({
      kernel: 'GatherV2',
      inputs: { x: floats(x), i: indices(i, x[axis]) },
      differentiated: ['x'],
      compute: (inputs) => tf.gather(inputs.x, inputs.i as tf.Tensor1D, axis),
    }),
  ),
  fc.tuple(size, size, size).map(
    ([rows, width, segments]): KernelCase => ({
      kernel: 'UnsortedSegmentSum',
      inputs: { x: floats([rows, width]), i: indices([rows], segments) },
      differentiated: [],
      compute: ({ x, i }) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, segments),
    }),
  ),
  fc.tuple(size, fc.integer({ min: 2, max: 6 })).map(
    ([rows, depth]): KernelCase => ({
      kernel: 'OneHot',
      inputs: { x: floats([rows, depth]), i: indices([rows], depth) },
      differentiated: ['x'],
      compute: ({ x, i }) => tf.mul(x, tf.oneHot(i as tf.Tensor1D, depth)),
    }),
  ),
  // The operations of this project, each of which uses a captured kernel of its own.
  ...['Pick', 'Put'].map((kernel) =>
    fc.tuple(size, fc.integer({ min: 2, max: 6 })).map(
      ([rows, columns]): KernelCase => ({
        kernel,
        inputs: {
          logits: floats([rows, columns], [-5, 5]),
          labels: indices([rows], columns),
          weights: floats([rows], [0, 1]),
        },
        differentiated: ['logits'],
        compute: ({ logits, labels, weights }) =>
          weightedCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor1D, weights as tf.Tensor1D),
      }),
    ),
  ),
  fc.tuple(size, fc.integer({ min: 2, max: 6 }), size).map(
    ([rows, columns, each]): KernelCase => ({
      kernel: 'Pick',
      inputs: { x: floats([rows, columns]), i: indices([rows, each], columns) },
      differentiated: [],
      compute: ({ x, i }) => pickEach(x as tf.Tensor2D, i as tf.Tensor2D),
    }),
  ),
  fc.tuple(size, fc.integer({ min: 2, max: 6 })).map(
    ([rows, width]): KernelCase => ({
      kernel: 'LayerNormalization',
      inputs: { x: floats([rows, width]) },
      differentiated: ['x'],
      // A ramp keeps each row's deviation away from 0, where normalising would magnify rounding without limit.
      compute: ({ x }) =>
        standardise(tf.add(x, tf.tensor1d(Array.from({ length: width }, (_, i) => 5 * i))) as tf.Tensor2D),
    }),
  ),
  fc.tuple(size, size).map(
    ([rows, width]): KernelCase => ({
      kernel: 'Sigmoid',
      inputs: { x: floats([rows, width], [-4, 4]) },
      differentiated: ['x'],
      compute: ({ x }) => gelu(x as tf.Tensor2D),
    }),
  ),
];
