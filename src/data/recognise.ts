/** The format of a file: by its content first, by its name where the content leaves a choice. */
import { extname } from 'node:path';
import { UserError } from '../errors/userError.js';
import type { OpenBytes } from './openBytes.js';

export type FileFormat = 'csv' | 'tsv' | 'jsonl' | 'json-array' | 'json-objects' | 'parquet' | 'arrow' | 'zip';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

export interface Recognised {
  readonly format: FileFormat;
  readonly encoding: Encoding;
}

/** Tables that every command reads, for help and messages. */
export const TABLE_FILES = ['CSV', 'TSV', 'JSON', 'JSON Lines', 'Parquet', 'Arrow'] as const;

/** First bytes of binary files. Arrow's stream begins with a mark and the length of a message. */
const SIGNATURES: readonly (readonly [format: 'parquet' | 'arrow' | 'zip', bytes: Buffer])[] = [
  ['parquet', Buffer.from('PAR1')],
  ['arrow', Buffer.from('ARROW1')],
  ['arrow', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  ['zip', Buffer.from('PK\x03\x04')],
];

const NAMES = { parquet: 'Parquet', arrow: 'Arrow', zip: 'a zip archive' } as const;

/** First bytes of compressed files that are not read, and the command that unpacks them. */
const COMPRESSED: readonly (readonly [name: string, bytes: Buffer, command: string])[] = [
  ['Zstandard', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'zstd -dc FILE'],
  ['bzip2', Buffer.from('BZh'), 'bunzip2 -c FILE'],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), 'xz -dc FILE'],
  ['gzip twice', Buffer.from([0x1f, 0x8b]), 'gunzip -c FILE | gunzip -c'],
];

/**
 * @param otherFiles what a command reads besides tables, for the message: "logs of …"
 * @throws UserError where the file is empty, binary of an unknown kind, or compressed in a way that is not read
 */
export function recognise(
  { shown, head, gzip }: Pick<OpenBytes, 'shown' | 'head' | 'gzip'>,
  otherFiles: readonly string[] = [],
): Recognised {
  if (head.length === 0) throw emptyFile(shown);
  const starts = (mark: Buffer): boolean => head.subarray(0, mark.length).equals(mark);
  const binary = SIGNATURES.find(([, mark]) => starts(mark))?.[0];
  if (binary !== undefined) {
    if (gzip)
      throw new UserError({
        code: 'compressed',
        summary: `${NAMES[binary]} inside gzip is not read`,
        where: shown,
        hint: 'unpack it: gunzip FILE',
      });
    return { format: binary, encoding: 'utf-8' };
  }
  const encoding = encodingOf(head);
  if (encoding === undefined) throw unreadKind(shown, head, otherFiles);
  return { format: textFormat(shown, headText(head, encoding)), encoding };
}

/** A file of a kind that is not read: compressed in another way, or neither text nor a known binary format. */
export function unreadKind(shown: string, head: Buffer, otherFiles: readonly string[] = []): UserError {
  const packed = COMPRESSED.find(([, mark]) => head.subarray(0, mark.length).equals(mark));
  if (packed !== undefined)
    return new UserError({
      code: 'compressed',
      summary: `the file is compressed by ${packed[0]}, which is not read`,
      where: shown,
      allowed: 'gzip',
      hint: `unpack it: ${packed[2]} | hallucination-rate … -`,
    });
  return new UserError({
    code: 'binary-file',
    summary: 'the file is neither text nor Parquet nor Arrow',
    where: shown,
    allowed: [...TABLE_FILES, ...otherFiles].join(', '),
  });
}

export function emptyFile(shown: string): UserError {
  return new UserError({ code: 'empty-file', summary: 'the file is empty', where: shown });
}

/** The head as text, without the mark of its encoding. */
export function headText(head: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(head);
}

/** The ending of a name, in lower case and without `.gz`: ".csv". */
export function extension(shown: string): string {
  return extname(shown.toLowerCase().replace(/\.gz$/, ''));
}

function encodingOf(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  // A stray NUL is a flaw of a text; many are another kind of file.
  const controls = head.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  return controls > Math.max(1, head.length / 100) ? undefined : 'utf-8';
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

/** Returns whether the first object ends on the line on which it begins. A line longer than the head counts as one object. */
function isOneLine(text: string): boolean {
  const lines = text.trimStart().split('\n', 2);
  if (lines.length < 2) return true;
  try {
    JSON.parse(lines[0]);
    return true;
  } catch {
    return lines[0].length > 200; // a broken row of JSON Lines, which the reader will name by its line
  }
}
