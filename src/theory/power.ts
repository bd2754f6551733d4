/**
 * Powers whose bits depend on no engine. ECMAScript leaves `**` to the engine: Node 24 gives other last bits than Node 20
 * and 22. This gives theirs, in operations that IEEE 754 defines exactly, so that stored tables stay as they are.
 *
 * The algorithm and its constants are from fdlibm's e_pow.c: "Copyright (C) 2004 by Sun Microsystems, Inc. All rights
 * reserved. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
 * is preserved."
 */

/** Returns x^y, within 0.7 units of its last place; special values are those of `x ** y`. */
export function power(x: number, y: number): number {
  // ECMAScript defines these cases exactly.
  if (y === 0 || x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return x ** y;
  if (y === 1 || x === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 2) return x * x;
  if (x < 0) return Number.isInteger(y) ? (y % 2 === 0 ? 1 : -1) * power(-x, y) : Number.NaN;
  if (y === 0.5) return Math.sqrt(x);
  if (Math.abs(y) > 2 ** 31) {
    const far = Math.abs(y) > 2 ** 64 ? 0 : 2 ** -20;
    if (x < 1 - far) return y < 0 ? Infinity : 0;
    if (x >= 1 + far) return y > 0 ? Infinity : 0;
  }
  const log = Math.abs(y) > 2 ** 31 ? log2NearOne(x) : log2(x);
  const yHigh = upperHalf(y);
  return exp2(yHigh * log.high, (y - yHigh) * log.high + y * log.low);
}

/** Holds a number while its bits are read and set, the upper 32 first. */
const bits = new DataView(new ArrayBuffer(8));

function upperWord(x: number): number {
  bits.setFloat64(0, x);
  return bits.getInt32(0);
}

function withUpperWord(x: number, word: number): number {
  bits.setFloat64(0, x);
  bits.setInt32(0, word);
  return bits.getFloat64(0);
}

/** Returns x without the lower 32 bits, so that a product of two such halves is exact. */
function upperHalf(x: number): number {
  bits.setFloat64(0, x);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}

/** A number as the sum of two, of which the upper has 21 bits. */
interface Sum {
  readonly high: number;
  readonly low: number;
}

/** 1 and 1.5, and log2 of each as a sum. */
const POINTS = [
  { at: 1, high: 0, low: 0 },
  { at: 1.5, high: 0.5849624872207642, low: 1.350039202129749e-8 },
];
/** Coefficients of (3/2)(log x − 2s − (2/3)s³), s = (x − 1)/(x + 1). */
const L1 = 0.5999999999999946;
const L2 = 0.4285714285785502;
const L3 = 0.33333332981837743;
const L4 = 0.272728123808534;
const L5 = 0.23066074577556175;
const L6 = 0.20697501780033842;
/** 2/(3 log 2), and as a sum. */
const CP = 0.9617966939259756;
const CP_HIGH = 0.9617967009544373;
const CP_LOW = -7.028461650952758e-9;

/** Returns log2 of a positive x, with 53 + 15 bits: x = 2^n m, and m is near 1 or 1.5. */
function log2(x: number): Sum {
  const isSubnormal = x < 2 ** -1022;
  const scaled = isSubnormal ? x * 2 ** 53 : x;
  const word = upperWord(scaled);
  const fraction = word & 0xfffff;
  const isAboveBoth = fraction >= 0xbb67a;
  const { at, high, low } = POINTS[fraction > 0x3988e && !isAboveBoth ? 1 : 0];
  const n = (word >> 20) - 0x3ff - (isSubnormal ? 53 : 0) + (isAboveBoth ? 1 : 0);
  const mWord = (fraction | 0x3ff00000) - (isAboveBoth ? 0x100000 : 0);
  const m = withUpperWord(scaled, mWord);

  const above = m - at;
  const inverse = 1 / (m + at);
  const s = above * inverse;
  const sHigh = upperHalf(s);
  // m + at as a sum, of which the upper part has 21 bits.
  const sumHigh = withUpperWord(0, ((mWord >> 1) | 0x20000000) + 0x80000 + (at === 1 ? 0 : 0x40000));
  const sumLow = m - (sumHigh - at);
  const sLow = inverse * (above - sHigh * sumHigh - sHigh * sumLow);
  const square = s * s;
  const rest =
    square * square * (L1 + square * (L2 + square * (L3 + square * (L4 + square * (L5 + square * L6))))) +
    sLow * (sHigh + s);
  const squareHigh = sHigh * sHigh;
  const threeHigh = upperHalf(3 + squareHigh + rest);
  const threeLow = rest - (threeHigh - 3 - squareHigh);
  const product = sHigh * threeHigh;
  const productRest = sLow * threeHigh + threeLow * s;
  const pHigh = upperHalf(product + productRest);
  const pLow = productRest - (pHigh - product);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + low;
  const logHigh = upperHalf(zHigh + zLow + high + n);
  return { high: logHigh, low: zLow - (logHigh - n - high - zHigh) };
}

/** 1/log 2, and as a sum. */
const INVERSE_LN2 = 1.4426950408889634;
const INVERSE_LN2_HIGH = 1.4426950216293335;
const INVERSE_LN2_LOW = 1.9259629911266175e-8;

/** Returns log2 of an x that is within 2^−20 of 1, by the first terms of its series. */
function log2NearOne(x: number): Sum {
  const t = x - 1;
  const w = t * t * (0.5 - t * (1 / 3 - t * 0.25));
  const u = INVERSE_LN2_HIGH * t;
  const v = t * INVERSE_LN2_LOW - w * INVERSE_LN2;
  const high = upperHalf(u + v);
  return { high, low: v - (high - u) };
}

/** Coefficients of x − x²/6 + …, from which exp x follows (Remez). */
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 0.00006613756321437934;
const P4 = -0.0000016533902205465252;
const P5 = 4.1381367970572385e-8;
const LN2 = 0.6931471805599453;
const LN2_HIGH = 0.6931471824645996;
const LN2_LOW = -1.904654299957768e-9;
/** 1024 − log2 of the largest number and half a unit of its last place. */
const OVERFLOW_REST = 8.008566259537294e-17;

/** Returns 2^(high + low). */
function exp2(high: number, low: number): number {
  const z = low + high;
  if (z > 1024 || (z === 1024 && low + OVERFLOW_REST > z - high)) return Infinity;
  if (z < -1075 || (z === -1075 && low <= z - high)) return 0;
  // 2^n times 2 to a rest of at most a half.
  const n = Math.abs(z) > 0.5 ? Math.sign(z) * Math.floor(Math.abs(z) + 0.5) : 0;
  const restHigh = high - n;
  const t = upperHalf(low + restHigh);
  const u = t * LN2_HIGH;
  const v = (low - (t - restHigh)) * LN2 + t * LN2_LOW;
  const rest = u + v;
  const w = v - (rest - u);
  const square = rest * rest;
  const t1 = rest - square * (P1 + square * (P2 + square * (P3 + square * (P4 + square * P5))));
  // fdlibm has (rest t1)/(t1 − 2) − (w + rest w). Node 20 and 22 have this bracket, which costs less than a unit.
  const r = (rest * t1) / (t1 - 2 - (w + rest * w));
  const value = 1 - (r - rest);
  const word = upperWord(value) + n * 0x100000;
  // A subnormal result is rounded once, from a normal one.
  return word >> 20 <= 0 ? withUpperWord(value, word + 54 * 0x100000) * 2 ** -54 : withUpperWord(value, word);
}
