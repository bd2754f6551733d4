/** Opens a file for `score`: recognised as `estimate` does, and read as a stream where its format allows. */
import type { Readable } from 'node:stream';
import { decodedText, withoutNul } from '../../data/decodeText.js';
import { checkedLayout, csvLayoutOf } from '../../data/delimited/csvLayout.js';
import type { NamedFile } from '../../data/findFiles.js';
import { allBytes, bytesOf, copyBytes, type OpenBytes, openBytes } from '../../data/openBytes.js';
import { zipEntries } from '../../data/packed/zipEntries.js';
import { type Encoding, emptyFile, extension, headText, recognise } from '../../data/recognise.js';
import type { TableOptions } from '../../data/tableOptions.js';
import { isWorkbook, sheetOf } from '../../data/workbook/workbook.js';
import { arrowTable, parquetTable } from './containers/columnarTables.js';
import { csvTable } from './containers/csvTable.js';
import { jsonDocument, jsonLines } from './containers/jsonTable.js';
import { sheetTable } from './containers/sheetTable.js';
import type { Contents, Table } from './contents.js';
import { OTHER_FILES } from './formats/registry.js';

/**
 * @param temporaryFile a path for a copy of a pipe, which is removed later
 * @throws UserError for a file of an unknown kind, or one that is empty or damaged at its beginning
 */
export async function openContents(
  named: NamedFile,
  stdin: Readable,
  temporaryFile: () => Promise<string>,
  options: TableOptions = {},
): Promise<Contents> {
  const opened = await openBytes(named, stdin);
  try {
    const { shown, path } = opened;
    const { format, encoding } = recognise(opened, OTHER_FILES);
    if (path === null && (format === 'parquet' || format === 'csv' || format === 'tsv')) {
      // A pipe can be read only once, and these are read twice.
      const copy = await temporaryFile();
      await copyBytes(opened, copy);
      return await openContents({ shown, path: copy }, stdin, temporaryFile, options);
    }
    if (format === 'parquet') {
      opened.close();
      return await parquetTable(shown, path!);
    }
    if (format === 'arrow') return await arrowTable(shown, await allBytes(opened));
    if (format === 'zip') {
      const entries = zipEntries(shown, await allBytes(opened));
      if (!isWorkbook(entries)) return { kind: 'archive', file: shown, entries };
      return sheetTable(shown, sheetOf(shown, entries, options.sheet), options);
    }
    if (format === 'csv' || format === 'tsv') {
      opened.close();
      return await delimitedTable(named, opened, format, encoding, options);
    }
    if (format === 'jsonl' && isOfLines(opened, encoding))
      return await jsonLines(shown, textOf(shown, opened.chunks, encoding));
    return jsonDocument(shown, await wholeText(opened, encoding));
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** Reads the file twice: for its layout, and for its rows. */
async function delimitedTable(
  named: NamedFile,
  { shown, head }: OpenBytes,
  format: 'csv' | 'tsv',
  encoding: Encoding,
  { header = true }: TableOptions,
): Promise<Table> {
  const beginning = headText(head, encoding);
  const bytes = (): AsyncIterable<Uint8Array> => utf8Of(shown, bytesOf(named), encoding);
  const layout = await checkedLayout(shown, bytes, beginning, csvLayoutOf(shown, beginning, format, header));
  return csvTable(shown, textOf(shown, bytesOf(named), encoding), layout);
}

async function* utf8Of(shown: string, chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') yield* chunks;
  else for await (const text of decodedText({ shown, chunks }, encoding)) yield Buffer.from(text);
}

/** Returns whether there is an object a line, and not one object on the only line. */
function isOfLines({ shown, head }: OpenBytes, encoding: Encoding): boolean {
  if (['.jsonl', '.ndjson'].includes(extension(shown))) return true;
  return /\n\s*\S/.test(headText(head, encoding).trimStart());
}

function textOf(shown: string, chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncIterable<string> {
  return withoutNul(shown, decodedText({ shown, chunks }, encoding));
}

async function wholeText(opened: OpenBytes, encoding: Encoding): Promise<string> {
  const bytes = await allBytes(opened);
  async function* once(): AsyncGenerator<Buffer> {
    yield bytes;
  }
  let text = '';
  for await (const piece of textOf(opened.shown, once(), encoding)) text += piece;
  if (text.trim() === '') throw emptyFile(opened.shown);
  return text;
}
