/** Numbers pairs of small integers 0, 1, 2, … in the order in which they first occur; a hash table without objects. */
export interface PairIndex {
  /** Number of pairs that have a number. */
  readonly size: number;
  /** Returns the number of a pair, −1 if it has none. */
  find(a: number, b: number): number;
  /** Returns the number of a pair, and gives it the next one if it has none. */
  insert(a: number, b: number): number;
  /** Returns the first integer of the pair of that number. */
  firstOf(number: number): number;
}

/** Makes an empty index of pairs of integers in [0, 2^31), at most about 2^29 of them. */
export function pairIndex(): PairIndex {
  let mask = 1023;
  // Open addressing: a slot holds the number of a pair, or −1.
  let slots = new Int32Array(mask + 1).fill(-1);
  let firsts = new Int32Array(512);
  let seconds = new Int32Array(512);
  let size = 0;

  const slotOf = (a: number, b: number): number => {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const number = slots[slot];
      if (number < 0 || (firsts[number] === a && seconds[number] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const grow = (): void => {
    firsts = grown(firsts);
    seconds = grown(seconds);
    mask = mask * 2 + 1;
    slots = new Int32Array(mask + 1).fill(-1);
    for (let number = 0; number < size; number++) slots[slotOf(firsts[number], seconds[number])] = number;
  };

  return {
    get size() {
      return size;
    },
    find: (a, b) => slots[slotOf(a, b)],
    insert(a, b) {
      let slot = slotOf(a, b);
      if (slots[slot] >= 0) return slots[slot];
      if (size === firsts.length) {
        grow();
        slot = slotOf(a, b);
      }
      firsts[size] = a;
      seconds[size] = b;
      slots[slot] = size;
      return size++;
    },
    firstOf: (number) => firsts[number],
  };
}

/** Returns a copy of twice the length, filled up with zeros. */
export function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(values.length * 2);
  longer.set(values);
  return longer;
}
