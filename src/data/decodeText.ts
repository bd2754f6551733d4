/** Bytes as text in the encoding that the first bytes announce; other bytes are refused with the line where they stand. */
import { isUtf8 } from 'node:buffer';
import { UserError } from '../errors/userError.js';
import type { OpenBytes } from './openBytes.js';
import type { Encoding } from './recognise.js';

/** Windows' Western encoding is Latin-1 with typographic apostrophes, which Latin-1 would make unreadable ones of. */
export const UTF8_HINT = 'save it as UTF-8; where it comes from Windows: iconv -f windows-1252 -t utf-8 FILE > NEW';

/** @throws UserError at the first bytes that are not text in this encoding */
export async function* decodedText(
  { shown, chunks }: Pick<OpenBytes, 'shown' | 'chunks'>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const label = encoding === 'utf-8-bom' ? 'utf-8' : encoding;
  const decoder = new TextDecoder(label, { fatal: true });
  let line = 1;
  const decoded = (chunk: Buffer | undefined): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UserError({
        code: 'encoding',
        summary: `the text is not in ${label === 'utf-8' ? 'UTF-8' : 'UTF-16, which the first bytes announce'}`,
        where: `${shown}:${line + (label === 'utf-8' && chunk !== undefined ? linesBeforeBytes(chunk) : 0)}`,
        hint: UTF8_HINT,
      });
    }
  };
  for await (const chunk of chunks) {
    const text = decoded(chunk);
    line += linesIn(text);
    if (text !== '') yield text;
  }
  const rest = decoded(undefined);
  if (rest !== '') yield rest;
}

/** @throws UserError at a NUL character, since it is a sign of another kind of file */
export async function* withoutNul(shown: string, text: AsyncIterable<string>): AsyncGenerator<string> {
  let line = 1;
  for await (const piece of text) {
    const nul = piece.indexOf('\0');
    if (nul >= 0)
      throw new UserError({
        code: 'not-text',
        summary: 'the text holds a NUL character',
        where: `${shown}:${line + linesIn(piece.slice(0, nul))}`,
        hint: 'is it a binary file?',
      });
    line += linesIn(piece);
    yield piece;
  }
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Lines of a chunk before the first one that is not UTF-8. */
function linesBeforeBytes(chunk: Buffer): number {
  let [count, start] = [0, 0];
  for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
    // A letter may have begun in the chunk before.
    if (!isUtf8(chunk.subarray(start, end)) && !(count === 0 && isUtf8(chunk.subarray(Math.min(3, end), end))))
      return count;
    count++;
    start = end + 1;
  }
  return count;
}
