/** Compressed columns of Arrow: the library reads them where it is given functions that unpack them. */
import * as zlib from 'node:zlib';
import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress } from 'fzstd';
import { lz4Unpacked } from '../packed/lz4.js';

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: lz4Unpacked });
compressionRegistry.set(CompressionType.ZSTD, {
  decode: 'zstdDecompressSync' in zlib ? (zlib.zstdDecompressSync as (bytes: Uint8Array) => Uint8Array) : decompress,
});
