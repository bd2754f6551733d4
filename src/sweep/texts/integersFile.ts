/** Rows of integers in a file, of 16 or 32 bits: a part is read when it is asked for. */
import type { Integers } from '../../corpus/prose/keptText.js';
import type { OpenFile, SealedFile } from './sealedFile.js';

/** Bytes of each integer. */
export type Width = 2 | 4;

export function widthOf(most: number): Width {
  return most < 2 ** 16 ? 2 : 4;
}

/** Integers that are written at once. */
const WRITTEN = 2 ** 16;

/** Takes integers one by one; `end` writes the rest and returns their number. */
export function integersWriter(file: SealedFile, width: Width): { push(value: number): void; end(): number } {
  const buffer = width === 2 ? new Uint16Array(WRITTEN) : new Int32Array(WRITTEN);
  let [filled, written] = [0, 0];
  const flush = (): void => {
    file.write(new Uint8Array(buffer.buffer, 0, filled * width));
    written += filled;
    filled = 0;
  };
  return {
    push(value) {
      buffer[filled++] = value;
      if (filled === WRITTEN) flush();
    },
    end() {
      flush();
      return written;
    },
  };
}

/** Integers of a page, and pages that are kept: a search in a row asks for the same few places again and again. */
const PAGE = 2 ** 12;
const KEPT_PAGES = 2 ** 9;

export function integersIn(file: OpenFile, width: Width, length: number): Integers {
  const pages = new Map<number, Int32Array>();
  const slice = (from: number, until: number): Int32Array => {
    const begin = Math.min(from, length);
    const end = Math.max(begin, Math.min(until, length));
    const bytes = file.read(begin * width, (end - begin) * width);
    return width === 2 ? Int32Array.from(new Uint16Array(bytes.buffer)) : new Int32Array(bytes.buffer);
  };
  const page = (number: number): Int32Array => {
    const known = pages.get(number);
    if (known !== undefined) return known;
    // The oldest page makes room.
    if (pages.size === KEPT_PAGES) pages.delete(pages.keys().next().value!);
    const read = slice(number * PAGE, (number + 1) * PAGE);
    pages.set(number, read);
    return read;
  };
  return {
    length,
    slice,
    at: (index) => (index < 0 || index >= length ? undefined : page(Math.floor(index / PAGE))[index % PAGE]),
  };
}
