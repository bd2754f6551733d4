/** Tensors of a checkpoint in safetensors files, read one by one: a file may be larger than one buffer can be. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMapping } from '../../config/paths.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import { headerBytes, placesOfTensors, type TensorPlace } from '../saved/safetensors.js';
import { readJsonFile, unsupported } from './jsonFile.js';

/** The tensors of all files of a checkpoint. */
export type Weights = ReadonlyMap<string, StoredWeight>;

export interface StoredWeight {
  readonly shape: readonly number[];
  readonly file: string;
  /** Reads the elements, row by row, as float32. */
  read(): Float32Array;
}

/** Bytes that are read at once; the system reads no more than 2 GiB. */
const CHUNK = 2 ** 28;

/**
 * Returns the files that an index names, in alphabetical order.
 * @param index path of model.safetensors.index.json
 */
export function shardsOf(index: string): readonly string[] {
  const json = readJsonFile(index);
  const { weight_map: map } = json.content;
  if (!isMapping(map) || !Object.values(map).every((name) => typeof name === 'string' && /^[^/\\]+$/.test(name)))
    throw unsupported(json, 'weight_map', 'the file of each tensor, beside the index');
  return [...new Set(Object.values(map) as string[])].sort().map((name) => join(dirname(index), name));
}

/** @throws UserError for a file that cannot be read, is damaged or quantised, and for a tensor that stands in two files */
export function openWeights(files: readonly string[]): Weights {
  const weights = new Map<string, StoredWeight>();
  for (const file of files)
    for (const place of placesIn(file)) {
      const other = weights.get(place.name);
      if (other !== undefined)
        throw new UserError({
          code: 'tensor-twice',
          summary: `two files hold the tensor ${place.name}`,
          where: file,
          found: other.file,
          allowed: 'each tensor once',
        });
      weights.set(place.name, { shape: place.shape, file, read: () => elementsAt(file, place) });
    }
  return weights;
}

function placesIn(file: string): readonly TensorPlace[] {
  return withFile(file, (descriptor) => {
    const { size } = fstatSync(descriptor);
    const start = bytesAt(descriptor, 0, Math.min(8, size));
    const head = bytesAt(descriptor, 0, Math.min(size, headerBytes(start, file)));
    return placesOfTensors(head, size, file, ['F32', 'F16', 'BF16']).places;
  });
}

function elementsAt(file: string, { from, bytes, dtype }: TensorPlace): Float32Array {
  // safetensors are little-endian, and so is every processor on which ONNX Runtime runs.
  const { buffer } = withFile(file, (descriptor) => bytesAt(descriptor, from, bytes));
  if (dtype === 'F32') return new Float32Array(buffer);
  const halves = new Uint16Array(buffer);
  if (dtype === 'F16') return halfFloats(halves);
  const words = Uint32Array.from(halves, (bits) => bits << 16); // bfloat16 is the upper half of a float32
  return new Float32Array(words.buffer);
}

/** float32 values of IEEE 754 numbers of 16 bits. */
function halfFloats(halves: Uint16Array): Float32Array {
  halfValues ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => {
    const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 0x1f, bits & 0x3ff];
    if (exponent === 0) return (sign === 1 ? -1 : 1) * fraction * 2 ** -24;
    // float32 has the same fields, wider: 8 bits of exponent with the bias 127 for 15, 23 bits of fraction.
    const wide = exponent === 0x1f ? 0xff : exponent + 127 - 15;
    return new Float32Array(Uint32Array.of((sign << 31) | (wide << 23) | (fraction << 13)).buffer)[0];
  });
  const values = halfValues;
  return Float32Array.from(halves, (bits) => values[bits]);
}

/** Values of all numbers of 16 bits, by their bits, made when the first are read. */
let halfValues: Float32Array | undefined;

function bytesAt(descriptor: number, from: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const read = readSync(descriptor, bytes, at, Math.min(CHUNK, length - at), from + at);
    if (read === 0) return bytes.slice(0, at); // the file was cut off
    at += read;
  }
  return bytes;
}

function withFile<Result>(file: string, act: (descriptor: number) => Result): Result {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return act(descriptor);
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({ ...problem, where: file });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
