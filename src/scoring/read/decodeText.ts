/** Bytes as text: UTF-8, or UTF-16 with its mark; anything else is refused with the line where it stops being text. */
import { isUtf8 } from 'node:buffer';
import { UserError } from '../../errors/userError.js';
import type { Bytes } from './bytes.js';

/** @throws UserError for what is no text */
export async function* textOfBytes({ file, head, chunks }: Bytes): AsyncGenerator<string> {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  const decoded = (chunk: Buffer | undefined): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw notText(
        file,
        `line ${line + (encoding === 'utf-8' && chunk !== undefined ? linesBeforeBytes(chunk) : 0)} holds bytes that are not ${encoding === 'utf-8' ? 'UTF-8' : 'UTF-16'}`,
        'save it as UTF-8: iconv -f latin1 -t utf-8',
      );
    }
  };
  for await (const chunk of chunks) {
    const text = decoded(chunk);
    const nul = text.indexOf('\0');
    if (nul >= 0)
      throw notText(
        file,
        `line ${line + linesIn(text.slice(0, nul))} holds a NUL character`,
        'a binary file? CSV, TSV, JSON, JSON Lines, Parquet, Arrow and Inspect logs can be read',
      );
    line += linesIn(text);
    if (text !== '') yield text;
  }
  const rest = decoded(undefined);
  if (rest !== '') yield rest;
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Lines of a piece before the first one that is no UTF-8. */
function linesBeforeBytes(chunk: Buffer): number {
  let [count, start] = [0, 0];
  for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
    // A letter may have begun in the piece before.
    if (!isUtf8(chunk.subarray(start, end)) && !(count === 0 && isUtf8(chunk.subarray(Math.min(3, end), end))))
      return count;
    count++;
    start = end + 1;
  }
  return count;
}

function notText(file: string, summary: string, hint: string): UserError {
  return new UserError({ code: 'not-text', summary: `not a text file: ${summary}`, where: file, hint });
}
