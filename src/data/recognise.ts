/** The format of a file: by its content first, by its name where the content leaves a choice. */
import { extname } from 'node:path';
import { UserError } from '../errors/userError.js';
import type { OpenBytes } from './openBytes.js';
import { endOfFirst } from './parseJson.js';

export type FileFormat = 'csv' | 'tsv' | 'jsonl' | 'json-array' | 'json-objects' | 'parquet' | 'arrow' | 'zip';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

export interface Recognised {
  readonly format: FileFormat;
  readonly encoding: Encoding;
}

/** Tables that every command reads, for help and messages. */
export const TABLE_FILES = [
  'CSV',
  'TSV',
  'JSON',
  'JSON Lines',
  'Parquet',
  'Arrow (Feather)',
  'Excel (.xlsx)',
  'LibreOffice (.ods)',
] as const;

/** First bytes of binary files. Arrow's stream begins with a mark and the length of a message. */
const SIGNATURES: readonly (readonly [format: 'parquet' | 'arrow' | 'zip', bytes: Buffer])[] = [
  ['parquet', Buffer.from('PAR1')],
  ['arrow', Buffer.from('ARROW1')],
  ['arrow', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  ['zip', Buffer.from('PK\x03\x04')],
];

/** Endings of names of compressed files. */
export const PACKED_ENDING = /\.(?:gz|zst|zstd)$/i;

const NAMES = { parquet: 'Parquet', arrow: 'Arrow', zip: 'a zip archive' } as const;

/** First bytes of files that are not read, and a remedy. */
const UNREAD: readonly (readonly [name: string, bytes: Buffer, hint: string])[] = [
  ['compressed by bzip2', Buffer.from('BZh'), unpackBy('bunzip2 -c FILE')],
  ['compressed by xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), unpackBy('xz -dc FILE')],
  ['compressed by LZ4', Buffer.from([0x04, 0x22, 0x4d, 0x18]), unpackBy('lz4 -dc FILE')],
  ['compressed by gzip twice', Buffer.from([0x1f, 0x8b]), unpackBy('gunzip -c FILE | gunzip -c')],
  [
    'an old workbook of Excel (.xls), or another document of Office',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    'save it as .xlsx, or as CSV UTF-8',
  ],
  ['Feather of version 1', Buffer.from('FEA1'), 'write it anew: frame.to_feather(FILE), or as Parquet'],
  [
    'a database of SQLite',
    Buffer.from('SQLite format 3\0'),
    'write the table as CSV: sqlite3 -header -csv FILE "SELECT …"',
  ],
  ['a PDF document', Buffer.from('%PDF-'), 'write the table as CSV'],
  ['HDF5', Buffer.from([0x89, 0x48, 0x44, 0x46]), 'with pandas: frame.to_parquet(FILE)'],
  ['a pickle of Python', Buffer.from([0x80, 0x04, 0x95]), 'with pandas: frame.to_parquet(FILE)'],
  ['a pickle of Python', Buffer.from([0x80, 0x05, 0x95]), 'with pandas: frame.to_parquet(FILE)'],
  ['text in UTF-32', Buffer.from([0xff, 0xfe, 0, 0]), 'save it as UTF-8: iconv -f utf-32 -t utf-8 FILE > NEW'],
  ['text in UTF-32', Buffer.from([0, 0, 0xfe, 0xff]), 'save it as UTF-8: iconv -f utf-32 -t utf-8 FILE > NEW'],
];

/** An archive of tar has its mark behind the name of its first file. */
const ARCHIVE = ['an archive of tar', Buffer.of(), 'unpack it first: tar -xf FILE'] as const;

function unpackBy(command: string): string {
  return `unpack it: ${command} | hallucination-rate … -`;
}

/**
 * @param otherFiles what a command reads besides tables, for the message: "logs of …"
 * @throws UserError where the file is empty, binary of an unknown kind, or compressed in a way that is not read
 */
export function recognise(
  { shown, head, packing }: Pick<OpenBytes, 'shown' | 'head' | 'packing'>,
  otherFiles: readonly string[] = [],
): Recognised {
  if (head.length === 0) throw emptyFile(shown);
  const starts = (mark: Buffer): boolean => head.subarray(0, mark.length).equals(mark);
  const binary = SIGNATURES.find(([, mark]) => starts(mark))?.[0];
  if (binary !== undefined) {
    if (packing !== null)
      throw new UserError({
        code: 'compressed',
        summary: `${NAMES[binary]} inside ${packing} is not read`,
        where: shown,
        hint: `unpack it: ${packing === 'gzip' ? 'gunzip' : 'unzstd'} FILE`,
      });
    return { format: binary, encoding: 'utf-8' };
  }
  const encoding = encodingOf(head);
  if (encoding === undefined || UNREAD.some(([, mark]) => starts(mark))) throw unreadKind(shown, head, otherFiles);
  return { format: textFormat(shown, headText(head, encoding)), encoding };
}

/** A file of a kind that is not read: a known one with its remedy, or neither text nor a known binary format. */
function unreadKind(shown: string, head: Buffer, otherFiles: readonly string[]): UserError {
  const known =
    head.toString('latin1', 257, 262) === 'ustar'
      ? ARCHIVE
      : UNREAD.find(([, mark]) => head.subarray(0, mark.length).equals(mark));
  return new UserError({
    code: known === undefined ? 'binary-file' : 'unread-kind',
    summary:
      known === undefined
        ? 'the file is neither text nor Parquet nor Arrow'
        : `the file is ${known[0]}, which is not read`,
    where: shown,
    allowed: [...TABLE_FILES, ...otherFiles].join(', '),
    hint: known?.[2],
  });
}

export function emptyFile(shown: string): UserError {
  return new UserError({ code: 'empty-file', summary: 'the file is empty', where: shown });
}

/** The head as text, without the mark of its encoding. */
export function headText(head: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(head);
}

/** The ending of a name, in lower case and without that of a compression: ".csv". */
export function extension(shown: string): string {
  return extname(shown.toLowerCase().replace(PACKED_ENDING, ''));
}

function encodingOf(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  // A stray NUL is a flaw of a text; many are another kind of file.
  const controls = head.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
  return controls > Math.max(1, head.length / 100) ? unmarkedEncoding(head) : 'utf-8';
}

function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 27);
}

/** UTF-16 without its mark, known by the zero in every second byte of Latin letters. */
function unmarkedEncoding(head: Buffer): Encoding | undefined {
  const pairs = Math.floor(head.length / 2);
  return (['utf-16le', 'utf-16be'] as const).find((encoding) => {
    const zero = encoding === 'utf-16le' ? 1 : 0;
    let [latin, controls] = [0, 0];
    for (let pair = 0; pair < pairs; pair++) {
      if (head[2 * pair + zero] !== 0) continue;
      latin++;
      if (isControl(head[2 * pair + 1 - zero])) controls++;
    }
    return latin > 0.7 * pairs && controls <= pairs / 100;
  });
}

function textFormat(shown: string, text: string): FileFormat {
  const ending = extension(shown);
  if (ending === '.csv') return 'csv';
  if (ending === '.tsv' || ending === '.tab') return 'tsv';
  const first = /\S/.exec(text)?.[0];
  if (first === '[') return 'json-array';
  if (first === '{' || ['.jsonl', '.ndjson', '.json'].includes(ending))
    return isOneLine(text) ? 'jsonl' : 'json-objects';
  return 'csv';
}

/** Returns whether the first object has a line of its own. A line longer than the head counts as one object. */
function isOneLine(text: string): boolean {
  const [line, ...others] = text.trimStart().split('\n', 2);
  const end = endOfFirst(line);
  // Without an end it is cut off by the head, or a broken row of JSON Lines, which the reader will name by its line.
  return end < 0 ? others.length === 0 || line.length > 200 : line.slice(end).trim() === '';
}
