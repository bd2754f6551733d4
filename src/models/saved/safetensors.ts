/**
 * The safetensors format (Hugging Face): 8 bytes with the length of a header, little-endian; the header, JSON; raw data.
 * This program writes float32 tensors only. The Python package `safetensors` and this module read each other's files.
 */
import { UserError } from '../../errors/userError.js';

/** A float32 tensor. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** Elements, row by row. */
  readonly data: Float32Array;
}

/** Content of a file. */
export interface StoredTensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Types of elements that are read, with the bytes of each. */
const ELEMENT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
export type StoredType = keyof typeof ELEMENT_BYTES;

/** Place of a tensor in a file. */
export interface TensorPlace {
  readonly name: string;
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  /** First byte, counted from the beginning of the file. */
  readonly from: number;
  readonly bytes: number;
}

const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
/** Largest length of a header, in bytes, as in the reference implementation. */
const MAX_HEADER = 100_000_000;

/**
 * Returns the bytes of a file, which are the same for the same tensors and metadata in the same order.
 * @throws RangeError for a tensor whose elements do not fill its shape
 */
export function encodeSafetensors({ tensors, metadata }: StoredTensors): Uint8Array {
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (elements(shape) !== data.length)
      throw new RangeError(
        `tensor ${name} of shape [${shape.join(', ')}] must have ${elements(shape)} elements, got ${data.length}`,
      );
    header[name] = { dtype: 'F32', shape, data_offsets: [end, (end += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces fill the header, so that the data begin at a multiple of 8 bytes.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of Object.values(tensors)) for (const value of data) view.setFloat32((at += 4) - 4, value, true);
  return bytes;
}

/**
 * Reads the tensors of a file.
 * @param file name of the file, for messages
 * @throws UserError naming file and tensor if the bytes are in another format or cut off, if tensors overlap or leave
 *   gaps, or if their type is not F32
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): StoredTensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { places, metadata } = placesOfTensors(bytes, bytes.length, file, ['F32']);
  const tensors = places.map(({ name, shape, from }) => {
    const data = Float32Array.from({ length: elements(shape) }, (_, i) => view.getFloat32(from + 4 * i, true));
    return [name, { shape, data }] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

/** Returns the number of bytes of a file that hold its header. @param start first bytes of the file, at least 8 */
export function headerBytes(start: Uint8Array, file: string): number {
  if (start.length < LENGTH_BYTES)
    throw damaged(file, `cut off: at least ${LENGTH_BYTES} bytes expected, ${start.length} found`);
  const length = new DataView(start.buffer, start.byteOffset, start.byteLength).getBigUint64(0, true);
  if (length > MAX_HEADER)
    throw damaged(
      file,
      `not in the safetensors format: a header of at most ${MAX_HEADER} bytes expected, ${length} found`,
    );
  return LENGTH_BYTES + Number(length);
}

/**
 * Reads the places of the tensors of a file from its header.
 * @param head bytes of the file, from the first to the last of the header or beyond
 * @param size of the file, bytes
 * @param types of elements that the caller can take
 * @throws UserError as `decodeSafetensors`
 */
export function placesOfTensors(
  head: Uint8Array,
  size: number,
  file: string,
  types: readonly StoredType[],
): { readonly places: readonly TensorPlace[]; readonly metadata: Readonly<Record<string, string>> } {
  const { header, dataStart } = readHeader(head, file);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    throw damaged(file, `${METADATA} is not a mapping of texts`);

  const placed = Object.entries(entries).map(([name, entry]) => ({ name, ...readEntry(name, entry, file, types) }));
  let end = 0;
  for (const {
    name,
    offsets: [from, to],
  } of [...placed].sort((a, b) => a.offsets[0] - b.offsets[0] || a.offsets[1] - b.offsets[1])) {
    if (from !== end)
      throw damaged(
        file,
        `tensor ${name} ${from < end ? 'overlaps the one before it' : 'leaves a gap before it'}: its data begin at byte ${from}, not at ${end}`,
      );
    end = to;
  }
  const available = size - dataStart;
  if (end !== available)
    throw damaged(
      file,
      end > available
        ? `cut off: ${end} bytes of data expected, ${available} found`
        : `${available - end} bytes found after the last tensor`,
    );
  return {
    places: placed.map(({ name, dtype, shape, offsets: [from, to] }) => ({
      name,
      dtype,
      shape,
      from: dataStart + from,
      bytes: to - from,
    })),
    metadata: metadata as Record<string, string>,
  };
}

function readHeader(
  bytes: Uint8Array,
  file: string,
): { readonly header: Record<string, unknown>; readonly dataStart: number } {
  const dataStart = headerBytes(bytes, file);
  if (dataStart > bytes.length)
    throw damaged(
      file,
      `cut off: a header of ${dataStart - LENGTH_BYTES} bytes expected, ${bytes.length - LENGTH_BYTES} found`,
    );
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart)));
  } catch {
    throw damaged(file, 'not in the safetensors format: its header is not JSON');
  }
  if (!isObject(header)) throw damaged(file, 'its header is not a mapping');
  return { header, dataStart };
}

interface Entry {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly offsets: readonly [number, number];
}

function readEntry(name: string, entry: unknown, file: string, types: readonly StoredType[]): Entry {
  if (!isObject(entry)) throw damaged(file, `tensor ${name} is not described`);
  const { dtype, shape, data_offsets: offsets } = entry;
  const type = types.find((each) => each === dtype);
  if (type === undefined)
    throw damaged(file, `tensor ${name} must be of type ${types.join(' or ')}, found ${String(dtype)}`);
  if (!isCounts(shape)) throw damaged(file, `tensor ${name} has no shape`);
  if (!isCounts(offsets) || offsets.length !== 2) throw damaged(file, `tensor ${name} has no data offsets`);
  const [from, to] = offsets;
  const bytes = ELEMENT_BYTES[type] * elements(shape);
  if (to - from !== bytes)
    throw damaged(
      file,
      `tensor ${name} of shape [${shape.join(', ')}] must have ${bytes} bytes, its data offsets give ${to - from}`,
    );
  return { dtype: type, shape, offsets: [from, to] };
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}

function damaged(file: string, summary: string): UserError {
  return new UserError({
    code: 'damaged',
    summary: `a saved model cannot be read: ${summary}`,
    where: file,
    hint: 'copy the file again, or save the model again',
  });
}
