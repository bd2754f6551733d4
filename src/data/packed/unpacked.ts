/**
 * Bytes of gzip and Zstandard, unpacked as they come, and read whole: a file that ends too early, goes on behind its end, or is not what its
 * checksums say, is refused.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { UserError } from '../../errors/userError.js';
import { xxh64 } from './xxh64.js';
import { frameWalk, ZSTANDARD } from './zstdFrames.js';

export type Packing = 'gzip' | 'zstd';

const GZIP = Buffer.from([0x1f, 0x8b]);

/** Bytes that show whether a file is compressed. */
export const SIGNATURE_BYTES = ZSTANDARD.length;

/**
 * Bytes that a file may unpack to for each packed byte, beyond the first `UNCHECKED_BYTES`. Texts of people and models need 3 to 30;
 * gzip reaches 1032, Zstandard far more.
 */
const MOST_EXPANSION = 200;
const UNCHECKED_BYTES = 256 * 2 ** 20;
/** Bytes of memory that a frame of Zstandard may ask for; its own program takes as many. */
const MOST_WINDOW = 2 ** 27;

const CHUNK_BYTES = 2 ** 18;

/** Names of the programs, and a command that checks a file, or unpacks it. */
const PROGRAMS = {
  gzip: { name: 'gzip', check: 'gzip -t FILE', unpack: 'gunzip -c FILE' },
  zstd: { name: 'Zstandard', check: 'zstd -t FILE', unpack: 'zstd -dc FILE' },
} as const satisfies Record<Packing, unknown>;

/** The compression that a file's first bytes show; null for none that is read. */
export function packingOf(head: Buffer): Packing | null {
  if (head.subarray(0, GZIP.length).equals(GZIP)) return 'gzip';
  return head.subarray(0, ZSTANDARD.length).equals(ZSTANDARD) ? 'zstd' : null;
}

/** @throws UserError for a file that is damaged, is not whole, or unpacks to more than the limit */
export async function* unpacked(
  shown: string,
  packing: Packing,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const feed = watched(chunks);
  const check = (length: number): void => {
    if (length > UNCHECKED_BYTES && length > MOST_EXPANSION * feed.fed())
      throw tooLarge(shown, packing, length, feed.fed());
  };
  const bytes = packing === 'gzip' ? throughGunzip(feed) : throughLibrary(shown, feed, check);
  let length = 0;
  try {
    for await (const chunk of bytes) {
      length += chunk.length;
      check(length);
      yield chunk;
    }
  } catch (error) {
    throw unpackProblem(shown, packing, error);
  }
}

interface Feed extends AsyncIterable<Buffer> {
  /** Bytes handed over so far. */
  fed(): number;
  /** Place behind the last byte that is not 0. */
  filled(): number;
}

/** Counts the bytes that are read. */
function watched(chunks: AsyncIterable<Buffer>): Feed {
  let [fed, filled] = [0, 0];
  async function* all(): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      let last = chunk.length - 1;
      while (last >= 0 && chunk[last] === 0) last--;
      if (last >= 0) filled = fed + last + 1;
      fed += chunk.length;
      yield chunk;
    }
  }
  return { [Symbol.asyncIterator]: all, fed: () => fed, filled: () => filled };
}

/** @throws RangeError where Node has stopped before the last byte: it takes a zero byte behind a member of gzip for the end */
async function* throughGunzip(feed: Feed): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const done = pipeline(Readable.from(feed), gunzip);
  done.catch(() => undefined); // it is met below, or as an error of `gunzip`
  // Destroyed at its own end, it would not take the bytes behind.
  yield* gunzip.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  await done;
  const unread = feed.filled() - gunzip.bytesWritten;
  if (unread > 0) throw new RangeError(`${unread} bytes behind its end are not read`);
}

/**
 * Unpacks all frames of Zstandard, and holds each against the size and the checksum that it states. Node, where it can unpack them at
 * all, stops after the first; the library checks neither. It unpacks a whole piece at once, and holds small ones back until their frame ends.
 * @throws RangeError for a frame that is damaged or does not end
 */
async function* throughLibrary(shown: string, feed: Feed, check: (unpacked: number) => void): AsyncGenerator<Buffer> {
  const frames = frameWalk();
  let ready: Buffer[] = [];
  let length = 0;
  let [content, hash] = [0, xxh64()];
  const open = (): Decompress =>
    new Decompress((chunk) => {
      ready.push(Buffer.from(chunk));
      length += chunk.length;
      content += chunk.length;
      hash.add(chunk);
      check(length);
    });
  let library = open();
  for await (const chunk of feed) {
    const ends = frames.add(chunk);
    if (frames.window() > MOST_WINDOW) throw tooWide(shown, frames.window());
    let from = 0;
    for (const { at, size, checksum } of ends) {
      library.push(chunk.subarray(from, at), true);
      from = at;
      if (checksum !== undefined && checksum !== hash.checksum()) throw new RangeError('its checksum is wrong');
      if (size !== undefined && size !== content)
        throw new RangeError(`a frame of ${content} bytes, which states ${size}`);
      [library, content, hash] = [open(), 0, xxh64()];
    }
    if (from < chunk.length) library.push(chunk.subarray(from));
    yield* ready;
    ready = [];
  }
  if (!frames.isWhole()) throw new RangeError('the file ends inside a frame');
}

/** An error of unpacking in the user's words; any other error, such as one of the disk, as it is. */
function unpackProblem(shown: string, packing: Packing, error: unknown): unknown {
  const { name, check } = PROGRAMS[packing];
  const { code, message } = error as Error & { readonly code?: unknown };
  const damaged = error instanceof RangeError || typeof code === 'number' || /^Z(?:STD)?_/.test(String(code));
  if (error instanceof UserError || !damaged) return error;
  return new UserError({
    code: 'malformed',
    summary: `the ${name} file is damaged or not complete`,
    where: shown,
    found: message,
    hint: `was it copied whole? ${check} checks it`,
  });
}

function tooLarge(shown: string, packing: Packing, length: number, packed: number): UserError {
  const { name, unpack } = PROGRAMS[packing];
  return new UserError({
    code: 'too-large',
    summary: `the ${name} file unpacks to more than ${MOST_EXPANSION} times its size`,
    where: shown,
    found: `${Math.round(length / 2 ** 20)} MiB so far, from ${packed} bytes`,
    hint: `if it is what you expect, unpack it yourself: ${unpack} | hallucination-rate … -`,
  });
}

function tooWide(shown: string, window: number): UserError {
  return new UserError({
    code: 'too-large',
    summary: 'the Zstandard file needs too much memory to be unpacked',
    where: shown,
    found: `a window of ${Math.round(window / 2 ** 20)} MiB`,
    allowed: `up to ${MOST_WINDOW / 2 ** 20} MiB, as many as zstd takes`,
    hint: 'if it is what you expect, unpack it yourself: zstd -dc --long=31 FILE | hallucination-rate … -',
  });
}
