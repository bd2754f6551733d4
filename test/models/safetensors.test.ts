import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors/userError.js';
import { decodeSafetensors, encodeSafetensors, type StoredTensors } from '../../src/models/saved/safetensors.js';

/** A file from a header as it is given and data. */
function fileOf(header: unknown, data: readonly number[] = [], length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

function tensor(shape: readonly number[], offsets: readonly number[], dtype = 'F32') {
  return { dtype, shape, data_offsets: offsets };
}

const name = fc
  .string({ minLength: 1, maxLength: 8 })
  .filter((text) => text !== '__metadata__' && text !== '__proto__');
const stored: fc.Arbitrary<StoredTensors> = fc.record({
  metadata: fc.dictionary(name, fc.string(), { maxKeys: 3, noNullPrototype: true }),
  tensors: fc.dictionary(
    name,
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return fc.float32Array({ minLength: length, maxLength: length }).map((data) => ({ shape, data }));
    }),
    { maxKeys: 4, noNullPrototype: true },
  ),
});

describe('safetensors', () => {
  test('what is written is read, to the bit', () => {
    fc.assert(fc.property(stored, (file) => expect(decodeSafetensors(encodeSafetensors(file), 'x')).toEqual(file)));
  });

  test('bytes that lie anywhere in a buffer are read', () => {
    const file: StoredTensors = { metadata: {}, tensors: { a: { shape: [2], data: Float32Array.of(1, 2) } } };
    const bytes = encodeSafetensors(file);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3), 'x')).toEqual(file);
  });

  test('a file that the Python package wrote', () => {
    // safetensors 0.8.0, save({'b': [[1, 2], [3, 4]] as float32, 'a': [-1.5]}, metadata={'made': 'elsewhere'})
    const base64 =
      'mAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlIjoiZWxzZXdoZXJlIn0sImEiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlswLDRdfSwiYiI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbNCwyMF19fSAgICAgIAAAwL8AAIA/AAAAQAAAQEAAAIBA';
    expect(decodeSafetensors(new Uint8Array(Buffer.from(base64, 'base64')), 'x')).toEqual({
      metadata: { made: 'elsewhere' },
      tensors: {
        a: { shape: [1], data: Float32Array.of(-1.5) },
        b: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      },
    });
  });

  test('our bytes are the format: length, JSON, data, all little-endian', () => {
    const bytes = encodeSafetensors({ metadata: { k: 'v' }, tensors: { a: { shape: [1], data: Float32Array.of(1) } } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { k: 'v' },
      a: tensor([1], [0, 4]),
    });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /cut off: at least 8 bytes expected, 0 found/],
    [
      'an absurd length',
      fileOf({}, [], 2n ** 63n),
      /header of at most 100000000 bytes expected, 9223372036854775808 found/,
    ],
    ['a header that is cut off', fileOf({}, [], 50n), /cut off: a header of 50 bytes expected, 2 found/],
    ['no JSON', fileOf('{"a":'), /not JSON/],
    ['another JSON', fileOf([]), /not a mapping/],
    ['another type', fileOf({ a: tensor([1], [0, 2], 'F16') }, [0, 0]), /tensor a must be of type F32, found F16/],
    ['a negative size', fileOf({ a: tensor([-1], [0, 4]) }, [0, 0, 0, 0]), /tensor a has no shape/],
    ['a fraction', fileOf({ a: tensor([0.5], [0, 2]) }, [0, 0]), /tensor a has no shape/],
    ['one offset', fileOf({ a: tensor([1], [0]) }, [0, 0, 0, 0]), /tensor a has no data offsets/],
    [
      'a shape that does not fit',
      fileOf({ a: tensor([2], [0, 4]) }, [0, 0, 0, 0]),
      /tensor a of shape \[2\] must have 8 bytes, its data offsets give 4/,
    ],
    [
      'offsets backwards',
      fileOf({ a: tensor([1], [4, 0]) }, [0, 0, 0, 0]),
      /tensor a of shape \[1\] must have 4 bytes, its data offsets give -4/,
    ],
    ['data cut off', fileOf({ a: tensor([1], [0, 4]) }, [0, 0]), /cut off: 4 bytes of data expected, 2 found/],
    ['data behind', fileOf({ a: tensor([1], [0, 4]) }, [0, 0, 0, 0, 0]), /1 bytes found after the last tensor/],
    ['an overlap', fileOf({ a: tensor([1], [0, 4]), b: tensor([1], [2, 6]) }, [0, 0, 0, 0, 0, 0]), /tensor b overlaps/],
    ['the same data twice', fileOf({ a: tensor([1], [0, 4]), b: tensor([1], [0, 4]) }, [0, 0, 0, 0]), /overlaps/],
    ['a gap', fileOf({ a: tensor([1], [4, 8]) }, [0, 0, 0, 0, 0, 0, 0, 0]), /tensor a leaves a gap/],
    ['metadata of numbers', fileOf({ __metadata__: { a: 1 } }), /__metadata__/],
    ['an entry that is null', fileOf({ a: null }), /tensor a is not described/],
  ])('%s is refused in words', (_name, bytes, message) => {
    const read = (): unknown => decodeSafetensors(bytes, 'dir/model.safetensors');
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
    expect(read).toThrow('dir/model.safetensors');
  });

  test('whatever the bytes, it is read or refused in words', () => {
    const mutated = fc
      .tuple(stored, fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { minLength: 1, maxLength: 4 }))
      .map(([file, changes]) => {
        const bytes = encodeSafetensors(file);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(mutated, (bytes) => {
        try {
          decodeSafetensors(bytes, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
