/**
 * The column types of the store, and their layout in Arrow.
 * Dictionary ids are the positions of the columns. Arrow's default is a counter of the process, under which equal tables
 * would differ in bytes.
 */
import {
  Bool,
  type Data,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  Schema,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';

/**
 * Type of a column. `text` stores each value in its row. `category` is for text with few distinct values, and is
 * dictionary-encoded: a row stores the position of its value in `dictionary`.
 */
export type FieldType =
  | { readonly type: 'float64' | 'int32' | 'bool' | 'text' }
  | { readonly type: 'category'; readonly dictionary: readonly string[] };

/** Field names in the order of the columns. */
export type FieldTypes = Readonly<Record<string, FieldType>>;

/** Schema metadata: facts about the table for its readers. */
export type Metadata = Readonly<Record<string, string>>;

/** The Arrow schema of named fields; every field may hold nulls. */
export function arrowSchema(fields: FieldTypes, metadata: Metadata): Schema {
  const list = Object.entries(fields).map(
    ([name, field], position) => new Field(name, arrowType(field, position), true),
  );
  return new Schema(list, new Map(Object.entries(metadata)));
}

function arrowType(field: FieldType, position: number): Float64 | Int32 | Bool | Utf8 | Dictionary<Utf8, Int32> {
  switch (field.type) {
    case 'float64':
      return new Float64();
    case 'int32':
      return new Int32();
    case 'bool':
      return new Bool();
    case 'text':
      return new Utf8();
    case 'category':
      return new Dictionary(new Utf8(), new Int32(), position, false);
  }
}

/** Values of a dictionary. Made once for each file, because Arrow's file format allows each dictionary to be written once. */
export function dictionaryVector(texts: readonly string[]): Vector<Utf8> {
  return vectorFromArray([...texts], new Utf8()) as unknown as Vector<Utf8>;
}

/** Positions of dictionary values, with the nulls of `nulls`. */
export function categoryData(
  type: Dictionary<Utf8, Int32>,
  positions: Int32Array,
  dictionary: Vector<Utf8>,
  nulls: Nulls,
): Data<Dictionary<Utf8, Int32>> {
  return makeData({ type, length: positions.length, data: positions, dictionary, ...nulls });
}

/** Arrow's mark of nulls: one bit for each row, 1 if a value is present. Empty if no value is null. */
export type Nulls = { readonly nullCount?: number; readonly nullBitmap?: Uint8Array };

/** @param values cells of a column, null if missing */
export function nullsOf(values: ArrayLike<unknown>): Nulls {
  const present = new Uint8Array(values.length);
  let nullCount = values.length;
  for (let row = 0; row < values.length; row++) {
    if (values[row] === null) continue;
    present[row] = 1;
    nullCount--;
  }
  return nullCount === 0 ? {} : { nullCount, nullBitmap: packBits(present) };
}

/** Packs eight flags into a byte, the first in the lowest bit, padded with zeros to a multiple of 8 bytes as Arrow requires. */
export function packBits(flags: ArrayLike<unknown>): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 64) * 8);
  for (let row = 0; row < flags.length; row++) if (flags[row]) bytes[row >> 3] |= 1 << (row & 7);
  return bytes;
}
