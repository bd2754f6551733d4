// @ts-check
/** Three sizes of the training step that is timed: a transformer with an MLP of 4 × width, loss on all positions. */

/**
 * @typedef {object} Size
 * @property {number} width
 * @property {number} layers
 * @property {number} heads
 * @property {number} slots tokens of a sentence, T
 * @property {number} batch sentences of a step
 * @property {number} vocabulary
 */

/** @type {Readonly<Record<'S' | 'M' | 'L', Size>>} */
export const SIZES = {
  S: { width: 32, layers: 1, heads: 2, slots: 8, batch: 128, vocabulary: 512 },
  M: { width: 64, layers: 2, heads: 4, slots: 16, batch: 256, vocabulary: 1024 },
  L: { width: 128, layers: 4, heads: 4, slots: 32, batch: 256, vocabulary: 2048 },
};

/** @typedef {keyof typeof SIZES} SizeName */

/** @param {Size} size */
export function describeSize({ width, layers, heads, slots, batch, vocabulary }) {
  return `d ${width}, layers ${layers}, heads ${heads}, T ${slots}, batch ${batch}, V ${vocabulary}`;
}

/** @param {Size} size */
export function tokensOfStep({ batch, slots }) {
  return batch * slots;
}

/**
 * Returns the floating-point operations of a step by the usual rule: 2 for each parameter and token forward, 4
 * backward. The token embedding, which is looked up, does not count; the output head does. Products of attention scores
 * are left out.
 * @param {Size} size
 * @param {number} trainableParameters
 */
export function flopsOfStep(size, trainableParameters) {
  return 6 * (trainableParameters - size.vocabulary * size.width) * tokensOfStep(size);
}
