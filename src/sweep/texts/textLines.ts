/** Texts in a file, each a line. */
import type { Texts } from '../../corpus/prose/keptText.js';
import type { OpenFile, SealedFile } from './sealedFile.js';

/** Characters that are written at once. */
const WRITTEN = 2 ** 20;

/** Takes texts one by one; `end` writes the rest and returns their number. */
export function linesWriter(file: SealedFile): { push(text: string): void; end(): number } {
  const encoder = new TextEncoder();
  let waiting: string[] = [];
  let [characters, written] = [0, 0];
  const flush = (): void => {
    if (waiting.length > 0) file.write(encoder.encode(`${waiting.join('\n')}\n`));
    waiting = [];
    characters = 0;
  };
  return {
    push(text) {
      written++;
      waiting.push(text);
      characters += text.length;
      if (characters >= WRITTEN) flush();
    },
    end() {
      flush();
      return written;
    },
  };
}

/** Bytes that are read at once. */
const READ = 2 ** 22;

/** @param bytes length of the file @param length number of its lines */
export function linesIn(file: OpenFile, bytes: number, length: number): Texts {
  return {
    length,
    *[Symbol.iterator]() {
      const parts = (function* () {
        for (let at = 0; at < bytes; at += READ) yield file.read(at, Math.min(READ, bytes - at));
      })();
      for (const lines of linesOf(parts)) yield* lines;
    },
  };
}

const LINE_END = 0x0a;
/** Bytes of a line, at most: a text of JavaScript has no room for more. */
export const MOST_LINE_BYTES = 2 ** 28;

/**
 * Lines of bytes in UTF-8, some at a time, without their ends. Bytes that are no UTF-8 become U+FFFD.
 * @throws RangeError for a line that is longer than MOST_LINE_BYTES
 */
export function* linesOf(parts: Iterable<Uint8Array>): Generator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  for (const part of parts) {
    const last = part.lastIndexOf(LINE_END);
    if (last >= 0) {
      const lines = decoder.decode(joined([...begun, part.subarray(0, last)])).split('\n');
      begun = [];
      begunBytes = 0;
      yield lines;
    }
    // The buffer that was read may be filled anew.
    begun.push(part.slice(last + 1));
    begunBytes += part.length - last - 1;
    if (begunBytes > MOST_LINE_BYTES) throw new RangeError('a line is too long');
  }
  if (begunBytes > 0) yield [decoder.decode(joined(begun))];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
