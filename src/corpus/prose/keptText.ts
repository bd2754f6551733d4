/** Tokens and other parts of a text, made once and then read: in memory, or in files where they are larger than memory. */

/** A row of integers, in memory or in a file. `Int32Array` is one. */
export interface Integers {
  readonly length: number;
  at(index: number): number | undefined;
  /** A copy of a part. */
  slice(from: number, until: number): Int32Array;
}

/** Returns the first index whose value is at least `least`, in ascending values; their length if there is none. */
export function lowerBound(values: Integers, least: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values.at(middle)! < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Texts in order, in memory or in a file, which can be gone through again and again. An array is one. */
export interface Texts extends Iterable<string> {
  readonly length: number;
}

/** Documents of running text. */
export interface Documents extends Texts {
  /** Keeps their tokens in files; left out where memory holds them. */
  readonly keeper?: TextKeeper;
}

/** Takes what is made of a text, part by part; every part has a name. */
export interface TextWriter {
  /** Takes integers of one name one after the other. @param most the largest of them, at least 0 */
  integers(name: string, most: number): (value: number) => void;
  /** Takes texts of one name one after the other; none of them holds the end of a line. */
  texts(name: string): (text: string) => void;
  /** Takes the rest, which JSON can write. */
  rest(value: object): void;
}

export interface KeptText {
  integers(name: string): Integers;
  texts(name: string): Texts;
  rest(): unknown;
}

export interface TextKeeper {
  /**
   * Returns what has been kept under a key, or calls `write` and keeps what it gives.
   * @throws UserError where files cannot be written
   */
  kept(key: string, write: (writer: TextWriter) => void): KeptText;
}

/** Keeps nothing for later: every call makes its parts anew, in memory. */
export const inMemory: TextKeeper = {
  kept(_key, write) {
    const integers = new Map<string, GrowingIntegers>();
    const texts = new Map<string, string[]>();
    let rest: object = {};
    write({
      integers: (name) => {
        const list = new GrowingIntegers();
        integers.set(name, list);
        return (value) => list.push(value);
      },
      texts: (name) => {
        const list: string[] = [];
        texts.set(name, list);
        return (text) => list.push(text);
      },
      rest: (value) => {
        rest = value;
      },
    });
    const whole = new Map([...integers].map(([name, list]) => [name, list.whole()]));
    return { integers: (name) => whole.get(name)!, texts: (name) => texts.get(name)!, rest: () => rest };
  },
};

class GrowingIntegers {
  #values = new Int32Array(2 ** 16);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  whole(): Int32Array {
    return this.#values.slice(0, this.#length);
  }
}
