/** The bytes of a file or of stdin, the first of them looked at before any is used. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UserError } from '../../errors/userError.js';

export interface Bytes {
  /** As messages name it. */
  readonly file: string;
  /** Null for stdin and pipes. */
  readonly size: number | null;
  /** The first bytes; empty for an empty file. */
  readonly head: Buffer;
  /** All bytes, from the first on; to be read once. */
  readonly chunks: AsyncIterable<Buffer>;
}

/** More than this does not fit into one JavaScript string. */
const MOST_AT_ONCE = 500 * 2 ** 20;

/**
 * @param file a path, or `-` for `stdin`
 * @throws UserError for a file that is not there or cannot be read
 */
export async function openBytes(file: string, stdin: Readable): Promise<Bytes> {
  if (file === '-') return peeked('stdin', null, stdin);
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UserError({
      code: 'no-file',
      summary: error.code === 'ENOENT' ? 'no such file' : 'the file cannot be read',
      found: JSON.stringify(file),
      ...(error.code !== 'ENOENT' && { hint: error.message.split(',')[0] }),
    });
  });
  if (info.isDirectory())
    throw new UserError({
      code: 'no-file',
      summary: 'a folder, not a file',
      found: JSON.stringify(file),
      allowed: 'one or more files of graded answers, or - for stdin',
    });
  return peeked(file, info.isFile() ? info.size : null, createReadStream(file, { highWaterMark: 2 ** 18 }));
}

async function peeked(file: string, size: number | null, stream: Readable): Promise<Bytes> {
  const all = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first: Buffer[] = [];
  // Pipes hand over what they like: enough for every signature, and for a first line that tells the format.
  let length = 0;
  let done = false;
  while (length < 4096 && !done) {
    const next = await all.next();
    done = next.done === true;
    if (!done) {
      first.push(Buffer.from(next.value));
      length += next.value.length;
    }
  }
  const head = Buffer.concat(first);
  async function* chunks(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    while (!done) {
      const next = await all.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  return { file, size, head, chunks: chunks() };
}

/** @throws UserError for a file that is too large to be held at once */
export async function allBytes({ file, chunks }: Bytes): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MOST_AT_ONCE) {
      throw new UserError({
        code: 'too-large',
        summary: 'the file is too large to be read at once',
        where: file,
        allowed: 'up to 500 MiB in this format',
        hint: 'CSV, JSON Lines and Parquet are read row by row',
      });
    }
  }
  return Buffer.concat(parts);
}
