/** The bytes of a file, a pipe or standard input: unpacked, and the first of them looked at before any is used. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../errors/userError.js';
import type { NamedFile } from './findFiles.js';
import { isNamedPipe, namedPipe } from './namedPipe.js';

export interface OpenBytes {
  /** The name by which the user knows it. */
  readonly shown: string;
  /** Path of a regular file; null for pipes, devices and standard input, which can be read only once. */
  readonly path: string | null;
  /** True if the file is compressed by gzip; `head` and `chunks` are unpacked. */
  readonly gzip: boolean;
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

/** Bytes that show whether a file is compressed. */
const SIGNATURE_BYTES = 2;

/**
 * Bytes that gzip may unpack to for each packed byte, beyond the first `UNCHECKED_BYTES`. Texts of people and models need 3 to 30;
 * the format reaches 1032.
 */
const MOST_EXPANSION = 200;
const UNCHECKED_BYTES = 256 * 2 ** 20;

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
    const gzip = packed.head[0] === 0x1f && packed.head[1] === 0x8b;
    const { head, chunks } = await peeked(
      gzip ? unpacked(shown, packed.chunks) : packed.chunks,
      regular ? HEAD_BYTES : PIPE_HEAD_BYTES,
    );
    return { shown, path: regular ? path : null, gzip, head, chunks: inWords(shown, chunks), close };
  } catch (error) {
    close();
    throw readError(shown, error);
  }
}

/** Copies what was opened, unpacked, into a file. @throws UserError where it is damaged */
export async function copyBytes({ chunks }: OpenBytes, path: string): Promise<void> {
  await finished(chunks, createWriteStream(path));
}

/** Reads to the end, which checks gzip's length and checksum. @throws UserError where the file is damaged */
export async function checkBytes({ chunks }: OpenBytes): Promise<void> {
  for await (const _ of chunks);
}

async function* unpacked(shown: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(chunks), gunzip, () => undefined); // an error of reading ends `gunzip`, and is met there
  let length = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > UNCHECKED_BYTES && length > MOST_EXPANSION * gunzip.bytesWritten)
      throw new UserError({
        code: 'too-large',
        summary: `the gzip file unpacks to more than ${MOST_EXPANSION} times its size`,
        where: shown,
        found: `${Math.round(length / 2 ** 20)} MiB so far, from ${gunzip.bytesWritten} bytes`,
        hint: 'if it is what you expect, unpack it yourself: gunzip -c FILE | hallucination-rate … -',
      });
    yield chunk;
  }
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

/** An error of the system, or of zlib, in the user's words; any other error as it is. */
function readError(shown: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || code.startsWith('ERR_')) return error;
  return code.startsWith('Z_')
    ? new UserError({
        code: 'malformed',
        summary: 'the gzip file is damaged or not complete',
        where: shown,
        found: (error as Error).message,
        hint: 'was it copied whole? gzip -t FILE checks it',
      })
    : new UserError({ code: 'unreadable', summary: 'the file cannot be read', where: shown, found: code });
}
