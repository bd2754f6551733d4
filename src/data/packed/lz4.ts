/** LZ4 frames (lz4.org, "LZ4 Frame Format Description" 1.6 and "LZ4 Block Format"), in which pandas compresses the columns of Feather. */

const MAGIC = 0x184d2204;

/** @throws RangeError for bytes that are no whole frame of LZ4 */
export function lz4Unpacked(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('not a frame of LZ4');
  const flags = frame[4];
  const [blockChecksum, hasSize, hasDictionary] = [flags & 0x10 ? 4 : 0, (flags & 0x08) !== 0, (flags & 0x01) !== 0];
  if (hasDictionary) throw new RangeError('a frame of LZ4 with a dictionary');
  let at = 7 + (hasSize ? 8 : 0);
  let content = new Uint8Array(hasSize ? sizeAt(view, 6, frame.length) : 4 * frame.length);
  let length = 0;
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    const [stored, bytes] = [size >= 2 ** 31, size % 2 ** 31];
    const block = frame.subarray(at + 4, at + 4 + bytes);
    if (block.length < bytes) throw new RangeError('a frame of LZ4 that ends too early');
    const needed = length + (stored ? bytes : unpackedSize(block));
    if (needed > content.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * content.length));
      larger.set(content.subarray(0, length));
      content = larger;
    }
    if (stored) content.set(block, length);
    else unpackBlock(block, content, length);
    length = needed;
    at += 4 + bytes + blockChecksum;
  }
  return content.subarray(0, length);
}

/** The size of the content that a header announces: no more than a frame of these bytes can hold. */
function sizeAt(view: DataView, at: number, packed: number): number {
  return Math.min(Number(view.getBigUint64(at, true)), 255 * packed);
}

/** Bytes of a length that goes on while a byte is 255, and the place behind it. */
function lengthAt(block: Uint8Array, nibble: number, at: number): readonly [length: number, at: number] {
  let [length, place] = [nibble, at];
  if (nibble < 15) return [length, place];
  for (;;) {
    if (place >= block.length) throw new RangeError('a block of LZ4 that ends too early');
    const byte = block[place++];
    length += byte;
    if (byte < 255) return [length, place];
  }
}

/** Runs through the sequences of a block: literals, then a match at a distance. The last one has literals alone. */
function eachSequence(
  block: Uint8Array,
  use: (from: number, literals: number, distance: number, match: number) => void,
): void {
  for (let at = 0; at < block.length; ) {
    const token = block[at];
    const [literals, from] = lengthAt(block, token >> 4, at + 1);
    at = from + literals;
    if (at > block.length) throw new RangeError('a block of LZ4 that ends too early');
    if (at === block.length) {
      use(from, literals, 0, 0);
      return;
    }
    const distance = block[at] + 256 * (block[at + 1] ?? 0);
    const [match, next] = lengthAt(block, token & 15, at + 2);
    use(from, literals, distance, match + 4);
    at = next;
  }
}

function unpackedSize(block: Uint8Array): number {
  let size = 0;
  eachSequence(block, (_, literals, __, match) => {
    size += literals + match;
  });
  return size;
}

/** Writes a block behind the content so far, to which its matches may reach back. */
function unpackBlock(block: Uint8Array, content: Uint8Array, start: number): void {
  let end = start;
  eachSequence(block, (from, literals, distance, match) => {
    content.set(block.subarray(from, from + literals), end);
    end += literals;
    if (match === 0) return;
    if (distance === 0 || distance > end) throw new RangeError('a match of LZ4 before the beginning');
    if (distance >= match) content.copyWithin(end, end - distance, end - distance + match);
    else for (let at = 0; at < match; at++) content[end + at] = content[end + at - distance];
    end += match;
  });
}
