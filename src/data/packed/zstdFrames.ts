/**
 * The frames of a Zstandard file (RFC 8878, section 3.1), followed without unpacking them: where each one ends, and what it says about its
 * content.
 */

/** The first bytes of a file that Zstandard compressed. */
export const ZSTANDARD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Bytes of the field of a content's size, by the two bits of the descriptor. */
const SIZE_BYTES = [0, 2, 4, 8];
/** Bytes of the field of a dictionary's number, by the two bits of the descriptor. */
const DICTIONARY_BYTES = [0, 1, 2, 4];

/** The end of a frame, and what the frame says about its content. */
export interface FrameEnd {
  /** Place behind the frame's last byte in the bytes that were added. */
  readonly at: number;
  /** Bytes of the content; undefined where the frame does not say. */
  readonly size: number | undefined;
  /** Low 32 bits of XXH64 of the content; undefined where the frame does not say. */
  readonly checksum: number | undefined;
}

export interface FrameWalk {
  /** Takes the next bytes. @returns the frames that end in them @throws RangeError where they are not Zstandard */
  add(bytes: Uint8Array): readonly FrameEnd[];
  /** Returns whether the bytes so far end where a frame ends. */
  isWhole(): boolean;
  /** Bytes that the largest window so far needs in memory. */
  window(): number;
}

export function frameWalk(): FrameWalk {
  let step = frame;
  let [need, skip] = [4, 0];
  let hasChecksum = false;
  let size: number | undefined;
  let window = 0;
  let held: number[] = [];
  /** Set at a frame's end, behind the bytes that are still to be skipped. */
  let ended: Omit<FrameEnd, 'at'> | undefined;
  const take = (next: (bytes: readonly number[]) => void, bytes: number): void => {
    [step, need] = [next, bytes];
  };
  const end = (checksum: number | undefined): void => {
    ended = { size, checksum };
    take(frame, 4);
  };
  function frame(bytes: readonly number[]): void {
    [size, hasChecksum] = [undefined, false];
    if (ZSTANDARD.equals(Uint8Array.from(bytes))) take(descriptor, 1);
    else if ((bytes[0] & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18)
      take(skippable, 4);
    else throw new RangeError('bytes that are no frame of Zstandard');
  }
  function skippable(bytes: readonly number[]): void {
    skip = numberIn(bytes);
    end(undefined);
  }
  function descriptor([flags]: readonly number[]): void {
    const isSingle = ((flags >> 5) & 1) === 1;
    hasChecksum = ((flags >> 2) & 1) === 1;
    const sizeBytes = Math.max(SIZE_BYTES[flags >> 6], Number(isSingle));
    const before = Number(!isSingle) + DICTIONARY_BYTES[flags & 3];
    const header = (bytes: readonly number[]): void => {
      // Two bytes begin at 256, which one byte cannot tell.
      if (sizeBytes > 0) size = numberIn(bytes.slice(before)) + (sizeBytes === 2 ? 256 : 0);
      window = Math.max(window, isSingle ? size! : windowOf(bytes[0]));
      take(block, 3);
    };
    if (before + sizeBytes === 0) take(block, 3);
    else take(header, before + sizeBytes);
  }
  function block(bytes: readonly number[]): void {
    const [isLast, kind] = [(bytes[0] & 1) === 1, (bytes[0] >> 1) & 3];
    if (kind === 3) throw new RangeError('a block of a kind that Zstandard does not have');
    skip = kind === 1 ? 1 : numberIn(bytes) >> 3;
    if (!isLast) return;
    if (hasChecksum) take((sum) => end(numberIn(sum)), 4);
    else end(undefined);
  }
  return {
    add(bytes) {
      const ends: FrameEnd[] = [];
      for (let at = 0; at < bytes.length; ) {
        if (skip > 0) {
          const skipped = Math.min(skip, bytes.length - at);
          skip -= skipped;
          at += skipped;
        } else {
          held.push(bytes[at++]);
          if (held.length < need) continue;
          const whole = held;
          held = [];
          step(whole);
        }
        if (ended === undefined || skip > 0) continue;
        ends.push({ at, ...ended });
        ended = undefined;
      }
      return ends;
    },
    isWhole: () => step === frame && held.length === 0 && skip === 0,
    window: () => window,
  };
}

/** The number whose bytes these are, the lowest first. */
function numberIn(bytes: readonly number[]): number {
  return bytes.reduceRight((number, byte) => 256 * number + byte, 0);
}

/** Bytes of the window that a descriptor tells (section 3.1.1.1.2). */
function windowOf(descriptor: number): number {
  const base = Number(1n << BigInt(10 + (descriptor >> 3)));
  return base + (base / 8) * (descriptor & 7);
}
