/** The frames of a Zstandard file (RFC 8878, section 3.1), followed without unpacking them, to learn whether the last one ends. */

/** The first bytes of a file that Zstandard compressed. */
export const ZSTANDARD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Bytes of the field of a content's size, by the two bits of the descriptor. */
const SIZE_BYTES = [0, 2, 4, 8];

export interface FrameWalk {
  /** Takes the next bytes. @throws RangeError where they are not Zstandard */
  add(bytes: Uint8Array): void;
  /** Returns whether the bytes so far end where a frame ends. */
  isWhole(): boolean;
}

export function frameWalk(): FrameWalk {
  let step = frame;
  let [need, skip] = [4, 0];
  let checksum = 0;
  let held: number[] = [];
  const take = (next: (bytes: readonly number[]) => void, bytes: number): void => {
    [step, need] = [next, bytes];
  };
  function frame(bytes: readonly number[]): void {
    if (ZSTANDARD.equals(Uint8Array.from(bytes))) take(descriptor, 1);
    else if ((bytes[0] & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18)
      take(skippable, 4);
    else throw new RangeError('bytes that are no frame of Zstandard');
  }
  function skippable(bytes: readonly number[]): void {
    skip = bytes[0] + bytes[1] * 2 ** 8 + bytes[2] * 2 ** 16 + bytes[3] * 2 ** 24;
    take(frame, 4);
  }
  function descriptor([flags]: readonly number[]): void {
    const single = (flags >> 5) & 1;
    checksum = (flags >> 2) & 1 ? 4 : 0;
    skip = 1 - single + [0, 1, 2, 4][flags & 3] + Math.max(SIZE_BYTES[flags >> 6], single);
    take(block, 3);
  }
  function block(bytes: readonly number[]): void {
    const [last, kind] = [bytes[0] & 1, (bytes[0] >> 1) & 3];
    if (kind === 3) throw new RangeError('a block of a kind that Zstandard does not have');
    skip = kind === 1 ? 1 : (bytes[0] >> 3) + bytes[1] * 2 ** 5 + bytes[2] * 2 ** 13;
    if (last === 0) return;
    skip += checksum;
    take(frame, 4);
  }
  return {
    add(bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (skip > 0) {
          const skipped = Math.min(skip, bytes.length - at);
          skip -= skipped;
          at += skipped;
          continue;
        }
        held.push(bytes[at++]);
        if (held.length < need) continue;
        const whole = held;
        held = [];
        step(whole);
      }
    },
    isWhole: () => step === frame && held.length === 0 && skip === 0,
  };
}
