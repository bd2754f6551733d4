import { sizeOf } from '../engine/program.js';
import type { Network } from '../models/networks/network.js';
import { stream } from '../random/stream.js';

/**
 * Returns the shape of the masks for a batch, [places, batch, slots, width]; undefined for a network without dropout.
 */
export function maskShape({ dropout }: Network, batch: number, slots: number): readonly number[] | undefined {
  return dropout && [dropout.places, batch, slots, dropout.width];
}

/** Number of values of the 16 bits from which each element is drawn. */
const LEVELS = 2 ** 16;

/**
 * Draws the masks of a step: elements are 0 with probability `rate`, rounded to a multiple of 2^−16, and else a
 * constant that makes their mean 1. Each step has a stream of its own, so that training can go on from any step.
 * @returns no masks for a network without dropout
 */
export function dropoutMasks(
  network: Network,
  batch: number,
  slots: number,
  seed: number,
  step: number,
): { readonly masks?: Float32Array } {
  const shape = maskShape(network, batch, slots);
  if (shape === undefined) return {};
  const masks = new Float32Array(sizeOf(shape));
  const threshold = Math.min(LEVELS - 1, Math.round(network.dropout!.rate * LEVELS));
  const kept = LEVELS / (LEVELS - threshold);
  const random = stream(seed, `dropout/${step}`);
  for (let i = 0; i < masks.length; i += 2) {
    const bits = random.next();
    if (bits >>> 16 >= threshold) masks[i] = kept;
    if ((bits & 0xffff) >= threshold) masks[i + 1] = kept; // one past the end is dropped
  }
  return { masks };
}
