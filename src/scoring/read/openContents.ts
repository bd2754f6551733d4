/** Opens a file for `score`: recognised as `estimate` does, and read as a stream where its format allows. */
import type { Readable } from 'node:stream';
import { decodedText, withoutNul } from '../../data/decodeText.js';
import { delimiterOf } from '../../data/delimiter.js';
import type { NamedFile } from '../../data/findFiles.js';
import { copyBytes, type OpenBytes, openBytes } from '../../data/openBytes.js';
import { type Encoding, emptyFile, extension, headText, recognise } from '../../data/recognise.js';
import { UserError } from '../../errors/userError.js';
import { arrowTable, parquetTable } from './containers/columnarTables.js';
import { csvTable } from './containers/csvTable.js';
import { jsonDocument, jsonLines } from './containers/jsonTable.js';
import { zipEntries } from './containers/zipEntries.js';
import type { Contents } from './contents.js';
import { OTHER_FILES } from './formats/registry.js';

/** More than this does not fit into one JavaScript string. */
const MOST_AT_ONCE = 500 * 2 ** 20;

/**
 * @param temporaryFile a path for a copy of a pipe, which is removed later
 * @throws UserError for a file of an unknown kind, or one that is empty or damaged at its beginning
 */
export async function openContents(
  named: NamedFile,
  stdin: Readable,
  temporaryFile: () => Promise<string>,
): Promise<Contents> {
  const opened = await openBytes(named, stdin);
  try {
    const { shown, head, path } = opened;
    const { format, encoding } = recognise(opened, OTHER_FILES);
    if (format === 'parquet') {
      const file = path ?? (await temporaryFile());
      if (path === null) await copyBytes(opened, file);
      else opened.close();
      return await parquetTable(shown, file);
    }
    if (format === 'arrow') return await arrowTable(shown, await allBytes(opened));
    if (format === 'zip') return { kind: 'archive', file: shown, entries: zipEntries(shown, await allBytes(opened)) };
    if (format === 'csv' || format === 'tsv')
      return await csvTable(shown, textOf(opened, encoding), delimiterOf(headText(head, encoding), format));
    if (format === 'jsonl' && isOfLines(opened, encoding)) return await jsonLines(shown, textOf(opened, encoding));
    return jsonDocument(shown, await wholeText(opened, encoding));
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** Returns whether there is an object a line, and not one object on the only line. */
function isOfLines({ shown, head }: OpenBytes, encoding: Encoding): boolean {
  if (['.jsonl', '.ndjson'].includes(extension(shown))) return true;
  return /\n\s*\S/.test(headText(head, encoding).trimStart());
}

function textOf(opened: OpenBytes, encoding: Encoding): AsyncIterable<string> {
  return withoutNul(opened.shown, decodedText(opened, encoding));
}

async function wholeText(opened: OpenBytes, encoding: Encoding): Promise<string> {
  const bytes = await allBytes(opened);
  async function* once(): AsyncGenerator<Buffer> {
    yield bytes;
  }
  let text = '';
  for await (const piece of textOf({ ...opened, chunks: once() }, encoding)) text += piece;
  if (text.trim() === '') throw emptyFile(opened.shown);
  return text;
}

/** @throws UserError for a file that is too large to be held at once */
async function allBytes({ shown, chunks }: OpenBytes): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MOST_AT_ONCE)
      throw new UserError({
        code: 'too-large',
        summary: 'the file is too large to be read at once',
        where: shown,
        allowed: 'up to 500 MiB in this format',
        hint: 'CSV, JSON Lines and Parquet are read row by row',
      });
  }
  return Buffer.concat(parts);
}
