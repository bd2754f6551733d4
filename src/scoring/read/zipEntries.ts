/** Files of a zip archive (PKWARE APPNOTE 6.3): stored, deflated, or compressed by Zstandard where Node can. */
import * as zlib from 'node:zlib';
import { UserError } from '../../errors/userError.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const METHOD = { stored: 0, deflated: 8, zstandard: 93 } as const;

/** What one file may become: keeps an archive that was made to fill memory from doing so. */
const LARGEST = 256 * 2 ** 20;

/**
 * @returns how to unpack each file, by name
 * @throws UserError for what is no whole archive; the functions throw one for what cannot be unpacked
 */
export function zipEntries(file: string, archive: Buffer): ReadonlyMap<string, () => Buffer> {
  const broken = (summary: string, hint?: string): UserError =>
    new UserError({ code: 'bad-archive', summary, where: file, hint });
  const entries = new Map<string, () => Buffer>();
  try {
    const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || archive.readUInt32LE(end) !== END)
      throw broken('a zip archive without its end', 'was it copied whole?');
    let at = archive.readUInt32LE(end + 16);
    for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
      if (archive.readUInt32LE(at) !== ENTRY)
        throw broken(
          'a zip archive whose list of files is broken',
          "archives of more than 65,535 files or 4 GB can't be read: write the log as .json",
        );
      const [method, packed, unpacked] = [
        archive.readUInt16LE(at + 10),
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
      entries.set(name, () => {
        const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
        return unpack(archive.subarray(start, start + packed), method, unpacked, broken);
      });
      at += 46 + nameLength + extra + comment;
    }
  } catch (error) {
    throw error instanceof RangeError ? broken('a zip archive that ends too early', 'was it copied whole?') : error;
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
      ? 'Node 22.15 and later can; or convert the log: inspect log convert --to json'
      : undefined,
  );
}
