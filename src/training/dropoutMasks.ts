import { sizeOf } from '../engine/program.js';
import type { Network } from '../models/networks/network.js';
import { stream } from '../random/stream.js';

/** Shape of the masks that a network takes for a batch, [places, batch, slots, width]; undefined where it drops nothing. */
export function maskShape({ dropout }: Network, batch: number, slots: number): readonly number[] | undefined {
  return dropout && [dropout.places, batch, slots, dropout.width];
}

/** Masks are drawn from 16 bits an element. */
const LEVELS = 2 ** 16;

/**
 * The masks of a step: 0 with probability `rate`, to the next multiple of 2^−16, else what makes their mean 1. Each step has a
 * stream of its own, so that a training can go on from any step.
 * @returns no masks where the network drops nothing
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
