/** Which format a file is in: by its content first, by its name where the content leaves a choice. */
import { UserError } from '../errors/userError.js';
import type { Head } from './head.js';

export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'json-array' | 'json-objects' | 'parquet' | 'arrow';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

export interface Recognised {
  readonly format: TableFormat;
  readonly encoding: Encoding;
}

/** Arrow's stream format begins with this mark and the length of a message; older writers leave the mark out. */
const ARROW_CONTINUATION = Buffer.from([0xff, 0xff, 0xff, 0xff]);

/**
 * @param shown the file's name for messages
 * @throws UserError where the file is empty, binary of no known kind, or compressed in a way that isn't read
 */
export function recognise(shown: string, { bytes, gzip }: Head): Recognised {
  if (bytes.length === 0) throw new UserError({ code: 'empty-file', summary: 'the file is empty', where: shown });
  const starts = (mark: string | Buffer): boolean => bytes.subarray(0, mark.length).equals(Buffer.from(mark));
  const binary = starts('PAR1') ? 'parquet' : starts('ARROW1') || starts(ARROW_CONTINUATION) ? 'arrow' : undefined;
  if (binary !== undefined) {
    if (gzip)
      throw new UserError({
        code: 'compressed',
        summary: `${binary === 'parquet' ? 'Parquet' : 'Arrow'} inside of gzip is not read`,
        where: shown,
        hint: 'unpack it: gunzip FILE',
      });
    return { format: binary, encoding: 'utf-8' };
  }
  const encoding = encodingOf(bytes);
  if (encoding === undefined) {
    throw new UserError({
      code: 'binary-file',
      summary: 'the file is neither text nor Parquet nor Arrow',
      where: shown,
      allowed: 'CSV, TSV, JSONL, a JSON list, each also as .gz; Parquet; Arrow',
    });
  }
  return { format: textFormat(shown, headText(bytes, encoding)), encoding };
}

/** The head as text, without the mark of its encoding. */
export function headText(bytes: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(bytes);
}

function encodingOf(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  // A stray NUL is a flaw of a text; many are another kind of file.
  const controls = bytes.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  return controls > bytes.length / 100 ? undefined : 'utf-8';
}

function textFormat(shown: string, text: string): TableFormat {
  const name = shown.toLowerCase().replace(/\.gz$/, '');
  if (/\.(csv)$/.test(name)) return 'csv';
  if (/\.(tsv|tab)$/.test(name)) return 'tsv';
  const first = /\S/.exec(text)?.[0];
  if (first === '[') return 'json-array';
  if (first === '{' || /\.(jsonl|ndjson|json)$/.test(name)) return isOneLine(text) ? 'jsonl' : 'json-objects';
  return 'csv';
}

/** Whether the first object ends on the line on which it begins. A line longer than the head is taken for one. */
function isOneLine(text: string): boolean {
  const lines = text.trimStart().split('\n', 2);
  if (lines.length < 2) return true;
  try {
    JSON.parse(lines[0]);
    return true;
  } catch {
    return lines[0].length > 200; // a broken row of JSONL, which the reader will name by its line
  }
}
