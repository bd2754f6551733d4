// @ts-check
/** Changes of a file's bytes: a bit flipped, a cut, a length made another one. */

/**
 * A change of the bytes. `touched` is the number of rows that it may move, and Infinity for a cut.
 * @param {Buffer} bytes @param {string} extension @param {(below: number) => number} integer
 * @returns {{ what: string, changed: Buffer, touched: number }}
 */
export function mutant(bytes, extension, integer) {
  const isText = /^(csv|tsv|totals\.csv)$/.test(extension);
  // Another name of a column is another table, not a damaged one.
  const first = isText ? bytes.indexOf('\n') + 1 : 0;
  const copy = Buffer.from(bytes);
  const kind = integer(3);
  if (kind === 0) {
    const at = first + integer(bytes.length - first);
    copy[at] ^= 1 << integer(8);
    return { what: `a bit flipped at ${at}`, changed: copy, touched: 2 };
  }
  if (kind === 1) {
    const length = first + integer(bytes.length - first);
    return { what: `cut to ${length} of ${bytes.length} bytes`, changed: copy.subarray(0, length), touched: Infinity };
  }
  const lengths = isText ? [] : lengthsIn(bytes);
  if (lengths.length < 2) {
    const [a, b] = [first + integer(bytes.length - first), first + integer(bytes.length - first)];
    [copy[a], copy[b]] = [copy[b], copy[a]];
    return { what: `bytes ${a} and ${b} exchanged`, changed: copy, touched: 4 };
  }
  const [a, b] = [lengths[integer(lengths.length)], lengths[integer(lengths.length)]];
  const value = [bytes.readInt32LE(b), 2 ** 31 - 1, -1, 0, 2 ** 24][integer(5)];
  copy.writeInt32LE(value, a);
  return { what: `the length at ${a} made ${value}`, changed: copy, touched: 8 };
}

/** Places of 32-bit numbers that could be lengths or offsets in the file. @param {Buffer} bytes */
function lengthsIn(bytes) {
  const places = [];
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const value = bytes.readInt32LE(at);
    if (value > 0 && value <= bytes.length && bytes[at + 3] === 0) places.push(at);
  }
  return places;
}
