/** Finds out what a file is, by its first bytes and its name, and opens its rows. */
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../../errors/userError.js';
import { allBytes, type Bytes, openBytes } from './bytes.js';
import { arrowRows, parquetRows } from './columnarRows.js';
import { csvRows, empty } from './csvRows.js';
import { textOfBytes } from './decodeText.js';
import { inspectArchive, inspectLog, isInspectLog, type LogOptions } from './inspectLog.js';
import { isObject, jsonLines, jsonList, parseJson } from './jsonRows.js';
import type { RowSource } from './rowSource.js';

function startsWith({ head }: Bytes, ...bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}
function signature(bytes: Bytes, text: string): boolean {
  return startsWith(bytes, ...Buffer.from(text, 'latin1'));
}

/** @throws UserError for a file that is not there, or of no format that can be read */
export async function openRows(file: string, stdin: Readable, options: LogOptions): Promise<RowSource> {
  const bytes = await openBytes(file, stdin);
  const name = bytes.file;
  if (bytes.head.length === 0) throw empty(name);
  if (signature(bytes, 'PAR1')) {
    if (bytes.size === null)
      throw new UserError({
        code: 'not-a-pipe',
        summary: 'Parquet cannot be read from a pipe',
        where: name,
        allowed: 'the name of a file',
      });
    return parquetRows(file);
  }
  if (signature(bytes, 'ARROW1') || startsWith(bytes, 0xff, 0xff, 0xff, 0xff))
    return arrowRows(name, await allBytes(bytes));
  if (signature(bytes, 'PK\x03\x04')) return inspectArchive(name, await allBytes(bytes), options);
  if (startsWith(bytes, 0x1f, 0x8b))
    throw new UserError({
      code: 'compressed',
      summary: 'the file is compressed',
      where: name,
      hint: `gunzip -c FILE | hallucination-rate score -`,
    });
  if (!looksLikeJson(bytes)) return csvRows(name, textOfBytes(bytes));
  if (extname(name) === '.jsonl' || extname(name) === '.ndjson' || isObjectALine(bytes))
    return jsonLines(name, textOfBytes(bytes));
  return jsonDocument(name, await wholeText(bytes), options);
}

function headText({ head }: Bytes): string {
  return head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
}

function looksLikeJson(bytes: Bytes): boolean {
  const extension = extname(bytes.file);
  if (extension === '.csv' || extension === '.tsv') return false;
  return ['.json', '.jsonl', '.ndjson'].includes(extension) || /^[[{]/.test(headText(bytes));
}

/** Whether the first line alone is an object that is no log. */
function isObjectALine(bytes: Bytes): boolean {
  const [line, ...others] = headText(bytes).split('\n');
  if (others.length === 0) return false;
  try {
    const first: unknown = JSON.parse(line);
    return isObject(first) && !isInspectLog(first);
  } catch {
    return false;
  }
}

async function wholeText(bytes: Bytes): Promise<string> {
  const chunks = await allBytes(bytes);
  let text = '';
  async function* once(): AsyncGenerator<Buffer> {
    yield chunks;
  }
  for await (const piece of textOfBytes({ ...bytes, chunks: once() })) text += piece;
  return text;
}

function jsonDocument(file: string, text: string, options: LogOptions): RowSource {
  if (text.trim() === '') throw empty(file);
  let document: unknown;
  try {
    document = parseJson(text);
  } catch (error) {
    throw new UserError({
      code: 'not-json',
      summary: 'not JSON',
      where: file,
      found: (error as Error).message.slice(0, 200),
      hint: 'an object a line? name the file .jsonl',
    });
  }
  if (isInspectLog(document)) return inspectLog(file, document, options);
  if (Array.isArray(document)) return jsonList(file, document);
  if (isObject(document)) return jsonList(file, [document]);
  throw new UserError({
    code: 'not-json',
    summary: 'JSON that is no list of rows',
    where: file,
    allowed: 'a list of objects, an object a line, or a log of Inspect AI',
  });
}
