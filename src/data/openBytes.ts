/** The bytes of a file, a pipe or standard input: unpacked, and the first of them looked at before any is used. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemProblem } from '../errors/systemProblem.js';
import { UserError } from '../errors/userError.js';
import type { NamedFile } from './findFiles.js';
import { isNamedPipe, namedPipe } from './namedPipe.js';
import { type Packing, packingOf, SIGNATURE_BYTES, unpacked } from './packed/unpacked.js';

export interface OpenBytes {
  /** The name by which the user knows it. */
  readonly shown: string;
  /** Path of a regular file; null for pipes, devices and standard input, which can be read only once. */
  readonly path: string | null;
  /** The file's compression; `head` and `chunks` are unpacked. */
  readonly packing: Packing | null;
  /** The first bytes: up to a MiB of a file, fewer of a pipe, which may give no more for now; empty for an empty file. */
  readonly head: Buffer;
  /** All bytes, from the first on, to be read once. They end with a UserError where the file is damaged. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Closes the file where its bytes are not read to the end. */
  close(): void;
}

/** Bytes of a file that are looked at: the header of a table, or its first rows. */
const HEAD_BYTES = 2 ** 20;

/** Bytes of a pipe that are waited for: enough for every signature, and for a first line that shows the format. */
const PIPE_HEAD_BYTES = 4096;

const CHUNK_BYTES = 2 ** 18;

/** @throws UserError for a file that cannot be read, or is damaged at its beginning */
export async function openBytes({ shown, path }: NamedFile, stdin: Readable): Promise<OpenBytes> {
  const regular = path !== null && (await stat(path).catch(() => null))?.isFile() === true;
  const stream =
    path === null
      ? stdin
      : (await isNamedPipe(path))
        ? Readable.from(namedPipe(path), { objectMode: false })
        : createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const close = (): void => {
    if (path !== null) stream.destroy();
  };
  try {
    const packed = await peeked(stream, SIGNATURE_BYTES);
    const packing = packingOf(packed.head);
    const { head, chunks } = await peeked(
      packing === null ? packed.chunks : unpacked(shown, packing, packed.chunks),
      regular ? HEAD_BYTES : PIPE_HEAD_BYTES,
    );
    return { shown, path: regular ? path : null, packing, head, chunks: inWords(shown, chunks), close };
  } catch (error) {
    close();
    throw readError(shown, error);
  }
}

/** All bytes of a file, unpacked, opened anew each time. */
export async function* bytesOf(named: NamedFile): AsyncGenerator<Buffer> {
  const opened = await openBytes(named, Readable.from([]));
  try {
    yield* opened.chunks;
  } finally {
    opened.close();
  }
}

/** Copies what was opened, unpacked, into a file. @throws UserError where it is damaged */
export async function copyBytes({ chunks }: OpenBytes, path: string): Promise<void> {
  await pipeline(chunks, createWriteStream(path));
}

/** Reads to the end, which checks what a compressed file says about itself. @throws UserError where the file is damaged */
export async function checkBytes({ chunks }: OpenBytes): Promise<void> {
  for await (const _ of chunks);
}

/** More than this does not fit into one JavaScript string. */
const MOST_AT_ONCE = 500 * 2 ** 20;

/** All bytes at once. @throws UserError for a file that is too large for it */
export async function allBytes({ shown, chunks }: OpenBytes): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MOST_AT_ONCE)
      throw new UserError({
        code: 'too-large',
        summary: 'the file is too large to be read at once',
        where: shown,
        allowed: 'up to 500 MiB in this format',
        hint: 'CSV, JSON Lines and Parquet are read row by row',
      });
  }
  return Buffer.concat(parts);
}

async function peeked(
  stream: AsyncIterable<Buffer>,
  least: number,
): Promise<{ readonly head: Buffer; readonly chunks: AsyncIterable<Buffer> }> {
  const all = stream[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  let done = false;
  while (length < least && !done) {
    const next = await all.next();
    done = next.done === true;
    if (!done) {
      first.push(Buffer.from(next.value));
      length += next.value.length;
    }
  }
  const read = Buffer.concat(first);
  async function* chunks(): AsyncGenerator<Buffer> {
    if (read.length > 0) yield read;
    while (!done) {
      const next = await all.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  return { head: read, chunks: chunks() };
}

async function* inWords(shown: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw readError(shown, error);
  }
}

/** An error of the system in the user's words; any other error as it is. */
function readError(shown: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof UserError || typeof code !== 'string' || code.startsWith('ERR_')) return error;
  const hint = systemProblem(error)?.hint;
  return new UserError({ code: 'unreadable', summary: 'the file cannot be read', where: shown, found: code, hint });
}
