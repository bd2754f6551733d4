/** Columns, names and pairs of tens of millions of rows. JavaScript's own arrays take 8 bytes a number, its sets and maps end at 2²⁴. */

type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

export interface GrownColumn {
  /** @returns the number of rows */
  push(value: number): number;
  at(row: number): number;
  /** A view of the rows, valid until the next push. */
  values(): NumberArray;
}

/** A column of numbers that doubles where it is full. */
export function grownColumn(Kind: new (length: number) => NumberArray): GrownColumn {
  let column = new Kind(1024);
  let length = 0;
  return {
    push(value) {
      if (length === column.length) {
        const larger = new Kind(2 * length);
        larger.set(column);
        column = larger;
      }
      column[length] = value;
      return ++length;
    },
    at: (row) => column[row],
    values: () => column.subarray(0, length),
  };
}

/** Names in one map; a map of V8's holds 2²⁴ at most. */
const NAMES = 2 ** 23;

export interface NumberedNames {
  /** The number of a name, in the order of first occurrences. */
  place(name: string): number;
  size(): number;
}

export function numberedNames(): NumberedNames {
  const maps = [new Map<string, number>()];
  let size = 0;
  return {
    place(name) {
      for (const map of maps) {
        const known = map.get(name);
        if (known !== undefined) return known;
      }
      if (maps.at(-1)!.size === NAMES) maps.push(new Map());
      // A part of a text keeps the whole text in memory, so a name is kept as a copy.
      maps.at(-1)!.set(Buffer.from(name).toString(), size);
      return size++;
    },
    size: () => size,
  };
}

/** An odd number near 2³²/φ, whose multiples are spread well (Knuth, The Art of Computer Programming 3, §6.4). */
const SPREAD = 0x9e3779b1;

export interface PairTable {
  /** @returns true where the pair is new, and then the next row's; false where a row has it */
  add(model: number, question: number): boolean;
}

/**
 * Pairs of earlier rows, found by a table of row numbers with open addressing.
 * @param modelAt of a row
 * @param questionAt of a row
 */
export function pairTable(modelAt: (row: number) => number, questionAt: (row: number) => number): PairTable {
  let rows = 0;
  let slots = new Uint32Array(2048); // row + 1; 0 is free
  const slotOf = (model: number, question: number): number => {
    const mask = slots.length - 1;
    let slot = (Math.imul(Math.imul(question, SPREAD) ^ model, SPREAD) >>> 3) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = slots[slot] - 1;
      if (questionAt(row) === question && modelAt(row) === model) return slot;
    }
    return slot;
  };
  return {
    add(model, question) {
      const slot = slotOf(model, question);
      if (slots[slot] !== 0) return false;
      slots[slot] = ++rows;
      if (2 * rows > slots.length) {
        slots = new Uint32Array(2 * slots.length);
        // The last row is not in its column yet; its slot is looked for by its own numbers.
        for (let row = 0; row < rows - 1; row++) slots[slotOf(modelAt(row), questionAt(row))] = row + 1;
        slots[slotOf(model, question)] = rows;
      }
      return true;
    },
  };
}
