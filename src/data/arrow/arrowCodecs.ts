/** Compressed columns of Arrow: the library reads them where it is given functions that unpack them. */
import { CompressionType, compressionRegistry } from 'apache-arrow';
import { lz4Unpacked } from '../packed/lz4.js';
import { zstdUnpacked } from '../packed/zstd.js';

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: lz4Unpacked });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => new Uint8Array(zstdUnpacked(bytes)) }); // a copy is aligned
