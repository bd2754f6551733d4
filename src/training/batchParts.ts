/** Cuts a batch into parts whose intermediate results fit the caches of the processor. Their gradients are added up. */
import type { Engine } from '../engine/engine.js';

/** Sizes of a batch. */
export interface BatchShape {
  readonly batch: number;
  readonly slots: number;
  /** Number of predicted tokens of a batch, padding included. */
  readonly predictions: number;
  /**
   * True if the predictions of row r, padding included, begin at index r · predictions / batch and ask only for slots
   * of row r. Only then can the batch be cut between rows, and the last layer leave out other slots. By default true if
   * every slot is asked.
   */
  readonly rowwise?: boolean;
  /** Largest number of parts; by default as many as suit the caches of a processor. */
  readonly mostParts?: number;
}

/** Rows of a batch and their predictions. */
export interface BatchPart {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstPrediction: number;
  readonly predictions: number;
}

/** Returns `rowwise` of a shape, or its default. */
export function isRowwise({ batch, slots, predictions, rowwise }: BatchShape): boolean {
  return rowwise ?? predictions === batch * slots;
}

/**
 * Largest number of slots of a part. With half as many a step is not quicker, with twice as many a tenth slower (d = 64
 * and 128, a megabyte of cache a core).
 */
const SLOTS_PER_PART = 2048;
/** Largest number of parts. Each is written out in the compiled step, so that compiling takes time by their number. */
const MOST_PARTS = 4;

/** Asks for one part on graphics cards, where each part is one more round of small kernels. */
export function onePart({ device = 'cpu' }: Engine): Pick<BatchShape, 'mostParts'> {
  return device === 'cpu' ? {} : { mostParts: 1 };
}

/** Cuts a batch into equal parts, if possible so many that no part has more than SLOTS_PER_PART slots. */
export function batchParts(shape: BatchShape): readonly BatchPart[] {
  const { batch, slots, predictions, mostParts = MOST_PARTS } = shape;
  const wanted = isRowwise(shape) ? Math.min(mostParts, Math.ceil((batch * slots) / SLOTS_PER_PART)) : 1;
  const count = Array.from({ length: wanted }, (_, i) => wanted - i).find((n) => batch % n === 0)!;
  const [rows, perPart] = [batch / count, predictions / count];
  return Array.from({ length: count }, (_, i) => ({
    firstRow: i * rows,
    rows,
    firstPrediction: i * perPart,
    predictions: perPart,
  }));
}
