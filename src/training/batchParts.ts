/** A batch in parts whose intermediate results fit the processor's caches, their gradients added up: the same step, sooner. */

export interface BatchShape {
  readonly batch: number;
  readonly slots: number;
  /** Predicted tokens of a batch, padding included. */
  readonly predictions: number;
  /**
   * Whether row r's predictions, padding included, are those from r · predictions / batch, and ask for slots of row r alone:
   * only then can the batch be cut between rows, and other slots be left out of the last layer. Left out: where every slot is asked.
   */
  readonly rowwise?: boolean;
}

export interface BatchPart {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstPrediction: number;
  readonly predictions: number;
}

export function isRowwise({ batch, slots, predictions, rowwise }: BatchShape): boolean {
  return rowwise ?? predictions === batch * slots;
}

/** Slots of a part. Half as many are no quicker, twice as many a tenth slower (d = 64 and 128, a megabyte of cache a core). */
const SLOTS_PER_PART = 2048;
/** Each part is written out in the compiled step, so that compiling takes time by their number. */
const MOST_PARTS = 4;

/** Equal parts, as many as divide the rows evenly. */
export function batchParts(shape: BatchShape): readonly BatchPart[] {
  const { batch, slots, predictions } = shape;
  const wanted = isRowwise(shape) ? Math.min(MOST_PARTS, Math.ceil((batch * slots) / SLOTS_PER_PART)) : 1;
  const count = Array.from({ length: wanted }, (_, i) => wanted - i).find((n) => batch % n === 0)!;
  const [rows, perPart] = [batch / count, predictions / count];
  return Array.from({ length: count }, (_, i) => ({
    firstRow: i * rows,
    rows,
    firstPrediction: i * perPart,
    predictions: perPart,
  }));
}
