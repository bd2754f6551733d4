/** Files of a zip archive (PKWARE APPNOTE 6.3): stored, deflated, or compressed by Zstandard. */
import * as zlib from 'node:zlib';
import { UserError } from '../../errors/userError.js';
import { zstdUnpacked } from './zstd.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The flag of an encrypted file. */
const ENCRYPTED = 1;
const METHOD = { stored: 0, deflated: 8, zstandard: 93 } as const;
/** Names of the other methods (APPNOTE 4.4.5), for the message. */
const OTHER_METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  95: 'xz',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES encryption',
};

/** Bytes that one file, and all files together, may unpack to: keep an archive that was made to fill memory or time from doing so. */
const LARGEST = 256 * 2 ** 20;
const LARGEST_SUM = 4 * 2 ** 30;
/** Bytes that all files may unpack to for each byte of the archive, beyond the first `UNCHECKED_BYTES`. Logs need 3 to 30. */
const MOST_EXPANSION = 200;
const UNCHECKED_BYTES = 64 * 2 ** 20;
/** The way past the limits. */
const CONVERT =
  'if it is what you expect: a log becomes JSON by inspect log convert FILE --to json --output-dir json; save a workbook as CSV UTF-8';

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Place of the file's own header, which stands before its bytes. */
  readonly local: number;
}

type Broken = (summary: string, hint?: string, found?: string) => UserError;

/**
 * @returns functions that unpack each file, by name, and check its length and its checksum
 * @throws UserError for an archive that is not whole, is encrypted, holds a name twice or files that share bytes, or unpacks to more
 * than the limits; the functions throw one for a file that is damaged
 */
export function zipEntries(file: string, archive: Buffer): ReadonlyMap<string, () => Buffer> {
  const broken: Broken = (summary, hint, found) =>
    new UserError({ code: 'bad-archive', summary, where: file, hint, found });
  try {
    const { entries, start } = directory(archive, broken);
    checkSizes(archive, entries, broken);
    const places = dataPlaces(archive, entries, start, broken);
    return new Map(
      entries.map((entry, at) => [
        entry.name,
        () => {
          const content = unpack(archive.subarray(places[at], places[at] + entry.packed), entry, broken);
          if (content.length !== entry.unpacked || checksumOf(content) !== entry.checksum)
            throw broken(
              'a file in the archive is damaged: its checksum is wrong',
              'was it copied whole?',
              JSON.stringify(entry.name),
            );
          return content;
        },
      ]),
    );
  } catch (error) {
    throw error instanceof RangeError ? broken('the zip archive ends too early', 'was it copied whole?') : error;
  }
}

/** The list of files at the archive's end, and the place at which it starts. */
function directory(archive: Buffer, broken: Broken): { readonly entries: readonly Entry[]; readonly start: number } {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || archive.readUInt32LE(end) !== END) throw broken('the zip archive has no end', 'was it copied whole?');
  const start = archive.readUInt32LE(end + 16);
  const damaged = (): UserError =>
    broken(
      'the list of files in the zip archive is damaged',
      'archives of more than 65,535 files or 4 GB cannot be read: write a log as .json',
    );
  const entries: Entry[] = [];
  const names = new Set<string>();
  let at = start;
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== ENTRY) throw damaged();
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const entry = {
      name,
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      checksum: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      unpacked: archive.readUInt32LE(at + 24),
      local: archive.readUInt32LE(at + 42),
    };
    if ((entry.flags & ENCRYPTED) !== 0) throw broken('the zip archive is encrypted', 'unpack it first');
    if (names.has(name)) throw broken('two files in the zip archive have the same name', 'write it anew');
    names.add(name);
    entries.push(entry);
    at += 46 + nameLength + extra + comment;
  }
  if (at !== start + archive.readUInt32LE(end + 12) || at > end) throw damaged(); // a number of files that was altered
  return { entries, start };
}

function checkSizes(archive: Buffer, entries: readonly Entry[], broken: Broken): void {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
  const largest = entries.find(({ unpacked }) => unpacked > LARGEST);
  if (largest !== undefined)
    throw broken(
      `a file in the archive is too large: up to ${mebibytes(LARGEST)} are unpacked`,
      CONVERT,
      `${JSON.stringify(largest.name)}, ${mebibytes(largest.unpacked)}`,
    );
  const sum = entries.reduce((total, { unpacked }) => total + unpacked, 0);
  const most = Math.min(LARGEST_SUM, Math.max(UNCHECKED_BYTES, MOST_EXPANSION * archive.length));
  if (sum > most)
    throw broken(
      `the archive unpacks to too much: up to ${mebibytes(LARGEST_SUM)} in all, and ${MOST_EXPANSION} times its size, are unpacked`,
      CONVERT,
      `${mebibytes(sum)} from ${archive.length} bytes`,
    );
}

/** Place of each file's bytes. Its own header must agree with the list, and no byte may belong to two files. */
function dataPlaces(archive: Buffer, entries: readonly Entry[], start: number, broken: Broken): readonly number[] {
  const places = entries.map((entry) => {
    const { name, flags, method, local } = entry;
    const nameLength = archive.readUInt16LE(local + 26);
    const same =
      archive.readUInt32LE(local) === LOCAL &&
      (archive.readUInt16LE(local + 6) & ENCRYPTED) === (flags & ENCRYPTED) &&
      archive.readUInt16LE(local + 8) === method &&
      archive.toString('utf8', local + 30, local + 30 + nameLength) === name;
    if (!same)
      throw broken('a file in the archive is not what the list of files says', 'write it anew', JSON.stringify(name));
    return local + 30 + nameLength + archive.readUInt16LE(local + 28);
  });
  let last = 0;
  for (const at of entries.map((_, at) => at).sort((a, b) => entries[a].local - entries[b].local)) {
    if (entries[at].local < last || places[at] + entries[at].packed > start)
      throw broken('files in the archive share bytes', 'write it anew', JSON.stringify(entries[at].name));
    last = places[at] + entries[at].packed;
  }
  return places;
}

function unpack(data: Buffer, { name, method, unpacked }: Entry, broken: Broken): Buffer {
  const limits = { maxOutputLength: Math.max(1, unpacked) };
  try {
    if (method === METHOD.stored) return data;
    if (method === METHOD.deflated) return zlib.inflateRawSync(data, limits);
    if (method === METHOD.zstandard) return Buffer.from(zstdUnpacked(data, unpacked));
  } catch {
    throw broken('a file in the archive cannot be unpacked', 'was it copied whole?', JSON.stringify(name));
  }
  throw broken(
    `the archive is compressed by ${OTHER_METHODS[method] ?? `method ${method}`}, which is not read`,
    'write it anew: a log of Inspect is deflated, or compressed by Zstandard',
  );
}

/** Remainders of CRC-32 by byte (PKWARE APPNOTE 4.4.7), since Node has the function only from 20.15 on. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

function checksumOf(content: Buffer): number {
  if ('crc32' in zlib) return zlib.crc32(content);
  let crc = 0xffffffff;
  for (const byte of content as Buffer) crc = (crc >>> 8) ^ REMAINDERS[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}
