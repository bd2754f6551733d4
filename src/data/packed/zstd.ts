/** Zstandard, unpacked at once: by Node from 22.15 on, before by a library. */
import * as zlib from 'node:zlib';
import { decompress } from 'fzstd';

/**
 * @param length of the content, where it is known: no more is unpacked
 * @throws Error where the bytes are damaged, or unpack to more
 */
export function zstdUnpacked(bytes: Uint8Array, length?: number): Uint8Array {
  if ('zstdDecompressSync' in zlib) {
    const unpack = zlib.zstdDecompressSync as (bytes: Uint8Array, options: zlib.ZlibOptions) => Uint8Array;
    return unpack(bytes, length === undefined ? {} : { maxOutputLength: Math.max(1, length) });
  }
  return length === undefined ? decompress(bytes) : decompress(bytes, new Uint8Array(length));
}
