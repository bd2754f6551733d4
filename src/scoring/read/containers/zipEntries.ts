/** Files of a zip archive (PKWARE APPNOTE 6.3): stored, deflated, or compressed by Zstandard where Node can. */
import * as zlib from 'node:zlib';
import { UserError } from '../../../errors/userError.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The flag of an encrypted file. */
const ENCRYPTED = 1;
const METHOD = { stored: 0, deflated: 8, zstandard: 93 } as const;

/** Bytes that one file may unpack to: keeps an archive that was made to fill memory from doing so. */
const LARGEST = 256 * 2 ** 20;

/**
 * @returns functions that unpack each file, by name
 * @throws UserError for an archive that is not whole, or is encrypted; the functions throw one for a file that is damaged
 */
export function zipEntries(file: string, archive: Buffer): ReadonlyMap<string, () => Buffer> {
  const broken = (summary: string, hint?: string): UserError =>
    new UserError({ code: 'bad-archive', summary, where: file, hint });
  const entries = new Map<string, () => Buffer>();
  try {
    const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || archive.readUInt32LE(end) !== END)
      throw broken('the zip archive has no end', 'was it copied whole?');
    let at = archive.readUInt32LE(end + 16);
    for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
      if (archive.readUInt32LE(at) !== ENTRY)
        throw broken(
          'the list of files in the zip archive is damaged',
          'archives of more than 65,535 files or 4 GB cannot be read: write the log as .json',
        );
      const flags = archive.readUInt16LE(at + 8);
      const [method, checksum, packed, unpacked] = [
        archive.readUInt16LE(at + 10),
        archive.readUInt32LE(at + 16),
        archive.readUInt32LE(at + 20),
        archive.readUInt32LE(at + 24),
      ];
      const [nameLength, extra, comment, local] = [
        archive.readUInt16LE(at + 28),
        archive.readUInt16LE(at + 30),
        archive.readUInt16LE(at + 32),
        archive.readUInt32LE(at + 42),
      ];
      const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
      if ((flags & ENCRYPTED) !== 0) throw broken('the zip archive is encrypted', 'unpack it first');
      if (entries.has(name)) throw broken('two files in the zip archive have the same name', 'write the log anew');
      entries.set(name, () => {
        const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
        const content = unpack(archive.subarray(start, start + packed), method, unpacked, broken);
        if (content.length !== unpacked || checksumOf(content) !== checksum)
          throw broken('a file in the archive is damaged: its checksum is wrong', 'was it copied whole?');
        return content;
      });
      at += 46 + nameLength + extra + comment;
    }
  } catch (error) {
    throw error instanceof RangeError ? broken('the zip archive ends too early', 'was it copied whole?') : error;
  }
  return entries;
}

function unpack(
  data: Buffer,
  method: number,
  size: number,
  broken: (summary: string, hint?: string) => UserError,
): Buffer {
  if (size > LARGEST) throw broken('a file in the archive is too large', 'write the log as .json');
  const limits = { maxOutputLength: Math.max(1, size) };
  try {
    if (method === METHOD.stored) return data;
    if (method === METHOD.deflated) return zlib.inflateRawSync(data, limits);
    if (method === METHOD.zstandard && 'zstdDecompressSync' in zlib)
      return (zlib.zstdDecompressSync as typeof zlib.inflateRawSync)(data, limits);
  } catch {
    throw broken('a file in the archive cannot be unpacked', 'was it copied whole?');
  }
  throw broken(
    `the archive is compressed by method ${method}, which cannot be read here`,
    method === METHOD.zstandard
      ? 'use Node 22.15 or later, or convert the log: inspect log convert FILE --to json --output-dir json'
      : undefined,
  );
}

/** Remainders of CRC-32 by byte (PKWARE APPNOTE 4.4.7), since Node has the function only from 20.15 on. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

function checksumOf(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = (crc >>> 8) ^ REMAINDERS[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}
