/** Computations in TensorFlow.js operations with static shapes, which an engine compiles or runs as they are. */
import type { Tensor } from './tensors.js';

/** Shape and type of an input. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** Returns the number of elements of a tensor of that shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A pure function of tensors of fixed shapes, in TensorFlow.js operations, which an engine makes executable. */
export interface Program {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Computes the outputs. It must be pure: the same operations whatever the values, no reading of values, no tensors
   * kept. Gradients are taken inside, with those of tfjs.
   */
  run(inputs: Tensors): Tensors;
}

/** Values by input name; the length of each is the product of its shape. */
export type Feeds = Readonly<Record<string, Float32Array | Int32Array>>;

/** A program prepared by an engine. */
export interface Executable {
  /** Returns the values of the outputs by name. */
  run(feeds: Feeds): Promise<Readonly<Record<string, Float32Array>>>;
  /** Frees the memory that the engine holds for the program, which cannot be run afterwards. */
  dispose(): Promise<void>;
}
