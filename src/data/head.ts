/** The first bytes of a file, by which its format is told. */
import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';

export interface Head {
  /** At most `HEAD_BYTES`, decompressed where the file is gzip. */
  readonly bytes: Buffer;
  readonly gzip: boolean;
  /** Whether `bytes` are the whole file. */
  readonly whole: boolean;
}

const HEAD_BYTES = 1 << 20;

/** @throws Error of zlib's where the file says that it is gzip and is not */
export async function readHead(path: string): Promise<Head> {
  const start = await firstBytes(createReadStream(path, { end: HEAD_BYTES }));
  if (!(start[0] === 0x1f && start[1] === 0x8b)) return headOf(start, false);
  const file = createReadStream(path);
  const text = file.pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }));
  file.on('error', (error) => text.destroy(error));
  try {
    return headOf(await firstBytes(text), true);
  } finally {
    file.destroy();
  }
}

function headOf(bytes: Buffer, gzip: boolean): Head {
  return { bytes: bytes.subarray(0, HEAD_BYTES), gzip, whole: bytes.length <= HEAD_BYTES };
}

async function firstBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.length;
    if (length > HEAD_BYTES) break;
  }
  return Buffer.concat(parts);
}
