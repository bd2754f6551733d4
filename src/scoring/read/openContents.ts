/** Opens a file for `score`: recognised as `estimate` does, and read as a stream where its format allows. */
import type { Readable } from 'node:stream';
import { decodedText, withoutNul } from '../../data/decodeText.js';
import { type CsvLayout, checkedLayout, csvLayoutOf } from '../../data/delimited/csvLayout.js';
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
    const { shown, head, path } = opened;
    const { header = true } = options;
    const { format, encoding } = recognise(opened, OTHER_FILES);
    if (format === 'parquet') {
      const file = path ?? (await temporaryFile());
      if (path === null) await copyBytes(opened, file);
      else opened.close();
      return await parquetTable(shown, file);
    }
    if (format === 'arrow') return await arrowTable(shown, await allBytes(opened));
    if (format === 'zip') {
      const entries = zipEntries(shown, await allBytes(opened));
      if (!isWorkbook(entries)) return { kind: 'archive', file: shown, entries };
      return sheetTable(shown, sheetOf(shown, entries, options.sheet), options);
    }
    if (format === 'csv' || format === 'tsv')
      return delimitedTable(
        opened,
        temporaryFile,
        csvLayoutOf(shown, headText(head, encoding), format, header),
        encoding,
      );
    if (format === 'jsonl' && isOfLines(opened, encoding))
      return await jsonLines(shown, textOf(shown, opened.chunks, encoding));
    return jsonDocument(shown, await wholeText(opened, encoding));
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** A table whose rows, once they are asked for, are read twice: for the layout, and as they are. A pipe is copied for that. */
function delimitedTable(
  opened: OpenBytes,
  temporaryFile: () => Promise<string>,
  guessed: CsvLayout,
  encoding: Encoding,
): Table {
  const { shown, head, path } = opened;
  return csvTable(shown, guessed, async () => {
    const file = { shown, path: path ?? (await temporaryFile()) };
    if (path === null) await copyBytes(opened, file.path);
    else opened.close();
    const bytes = (): AsyncIterable<Uint8Array> => utf8Of(shown, bytesOf(file), encoding);
    const layout = await checkedLayout(shown, bytes, headText(head, encoding), guessed);
    return { layout, text: textOf(shown, bytesOf(file), encoding) };
  });
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
