/** A computation written in TensorFlow.js operations, with static shapes: what an engine compiles or runs as it is. */
import type { Tensor } from '@tensorflow/tfjs';

export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** Elements of a tensor of that shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** A pure function of tensors of fixed shapes, written in TensorFlow.js operations, which an engine makes executable. */
export interface Program {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Pure: the same operations whatever the values, no reading of values, no tensors kept.
   * Gradients are taken inside, with tfjs's own.
   */
  run(inputs: Tensors): Tensors;
}

/** Values by input name; the length is the product of the shape. */
export type Feeds = Readonly<Record<string, Float32Array | Int32Array>>;

/** A program made ready by an engine. */
export interface Executable {
  run(feeds: Feeds): Promise<Readonly<Record<string, Float32Array>>>;
  /** Frees what the engine holds for the program; it cannot be run afterwards. */
  dispose(): Promise<void>;
}
