/**
 * XXH64 with seed 0, of which a frame of Zstandard holds the low 32 bits (RFC 8878, section 3.1.1; the specification in
 * github.com/Cyan4973/xxHash). The long middle works on halves of 32 bits, since big integers are ten times slower.
 */

const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];
const STRIPE = 32;
const { imul } = Math;

export interface ContentHash {
  add(bytes: Uint8Array): void;
  /** Low 32 bits of the hash of all bytes so far. */
  checksum(): number;
}

export function xxh64(): ContentHash {
  // Low and high half of each of four lanes.
  const lanes = new Int32Array([P1 + P2, P2, 0n, -P1].flatMap((lane) => [low(lane), low(lane >> 32n)]));
  const rest = new Uint8Array(STRIPE);
  let length = 0;
  return {
    add(bytes) {
      const held = length % STRIPE;
      length += bytes.length;
      let at = 0;
      if (held > 0) {
        at = Math.min(bytes.length, STRIPE - held);
        rest.set(bytes.subarray(0, at), held);
        if (held + at < STRIPE) return;
        mix(lanes, new DataView(rest.buffer), 0);
      }
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (; at + STRIPE <= bytes.length; at += STRIPE) mix(lanes, view, at);
      rest.set(bytes.subarray(at));
    },
    checksum: () => finished(lanes, rest.subarray(0, length % STRIPE), length),
  };
}

function low(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

const [P1_LOW, P1_HIGH, P2_LOW, P2_HIGH] = [P1, P1 >> 32n, P2, P2 >> 32n].map(low);

/** Adds a stripe to the lanes: each becomes rotl(lane + input · P2, 31) · P1. */
function mix(lanes: Int32Array, view: DataView, at: number): void {
  for (let lane = 0; lane < 8; lane += 2) {
    const [inputLow, inputHigh] = [view.getInt32(at + 4 * lane, true), view.getInt32(at + 4 * lane + 4, true)];
    const sumLow = (lanes[lane] + imul(inputLow, P2_LOW)) | 0;
    const carry = sumLow >>> 0 < lanes[lane] >>> 0 ? 1 : 0;
    const sumHigh = (lanes[lane + 1] + highHalf(inputLow, inputHigh, P2_LOW, P2_HIGH) + carry) | 0;
    const [turnedLow, turnedHigh] = [(sumLow << 31) | (sumHigh >>> 1), (sumHigh << 31) | (sumLow >>> 1)];
    lanes[lane] = imul(turnedLow, P1_LOW);
    lanes[lane + 1] = highHalf(turnedLow, turnedHigh, P1_LOW, P1_HIGH);
  }
}

/** Bits 32 to 63 of a product, by products of 16 bits each. */
function highHalf(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  const [a0, a1, b0, b1] = [aLow & 0xffff, aLow >>> 16, bLow & 0xffff, bLow >>> 16];
  const inner = (imul(a1, b0) >>> 0) + (imul(a0, b0) >>> 16);
  const outer = (imul(a0, b1) >>> 0) + (inner & 0xffff);
  const upper = imul(a1, b1) + (inner >>> 16) + (outer >>> 16);
  return (upper + imul(aLow, bHigh) + imul(aHigh, bLow)) | 0;
}

/** Hash of what the lanes hold and of the last bytes, which are fewer than a stripe. */
function finished(lanes: Int32Array, rest: Uint8Array, length: number): number {
  const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
  let hash = (length < STRIPE ? P5 : merged(lanes)) + BigInt(length);
  let at = 0;
  for (; at + 8 <= rest.length; at += 8)
    hash = wrap(rotated(wrap(hash ^ round(0n, view.getBigUint64(at, true))), 27n) * P1 + P4);
  for (; at + 4 <= rest.length; at += 4)
    hash = wrap(rotated(wrap(hash ^ (BigInt(view.getUint32(at, true)) * P1)), 23n) * P2 + P3);
  for (; at < rest.length; at++) hash = wrap(rotated(wrap(hash ^ (BigInt(rest[at]) * P5)), 11n) * P1);
  hash = wrap((hash ^ (hash >> 33n)) * P2);
  hash = wrap((hash ^ (hash >> 29n)) * P3);
  return Number(BigInt.asUintN(32, hash ^ (hash >> 32n)));
}

function merged(lanes: Int32Array): bigint {
  const whole = [0, 2, 4, 6].map((lane) => (BigInt(lanes[lane + 1] >>> 0) << 32n) | BigInt(lanes[lane] >>> 0));
  const turns = [1n, 7n, 12n, 18n];
  const sum = wrap(whole.reduce((total, lane, at) => total + rotated(lane, turns[at]), 0n));
  return whole.reduce((hash, lane) => wrap((hash ^ round(0n, lane)) * P1 + P4), sum);
}

function round(lane: bigint, input: bigint): bigint {
  return wrap(rotated(wrap(lane + input * P2), 31n) * P1);
}

function rotated(value: bigint, bits: bigint): bigint {
  return wrap(value << bits) | (value >> (64n - bits));
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
