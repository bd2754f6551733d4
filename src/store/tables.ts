/** Small tables, whole in memory: columns → Arrow IPC file bytes, and back. */
import { readFile } from 'node:fs/promises';
import {
  type Data,
  type Dictionary,
  type Int32,
  makeData,
  RecordBatch,
  type Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { FieldType, Metadata } from './arrowTypes.js';
import { arrowSchema, categoryData, dictionaryVector, nullsOf, packBits } from './arrowTypes.js';
import { writeFileAtomically } from './atomicFile.js';

/** Value of a table's cell. */
export type Cell = number | string | boolean | null;

/** A column to be written. `category` is for texts that repeat (dictionary-encoded), `text` for texts that do not. */
export type Column =
  | { readonly type: 'float64' | 'int32'; readonly values: ArrayLike<number | null> }
  | { readonly type: 'bool'; readonly values: ArrayLike<boolean | null> }
  | { readonly type: 'text' | 'category'; readonly values: ArrayLike<string | null> };

/** Columns by name, in the order of the file; all of one length. */
export type Columns = Readonly<Record<string, Column>>;

/** A table read from its file. */
export interface StoredTable {
  readonly rows: number;
  readonly metadata: Metadata;
  /** Cells by column name, in the order of the file, [rows]. */
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
}

/**
 * A table as the bytes of an Arrow IPC file ("Feather V2"). Equal input gives equal bytes.
 * @throws RangeError if columns differ in length, or a number does not fit into its int32 column
 */
export function encodeTable(columns: Columns, metadata: Metadata = {}): Uint8Array {
  const entries = Object.entries(columns);
  const rows = entries[0]?.[1].values.length ?? 0;
  for (const [name, column] of entries) {
    if (column.values.length !== rows)
      throw new RangeError(`column ${name} has ${column.values.length} rows, the first one has ${rows}`);
  }
  const schema = arrowSchema(Object.fromEntries(entries.map(([name, column]) => [name, fieldType(column)])), metadata);
  const children = entries.map(([name, column], position) => columnData(name, column, schema, position));
  const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows, children }));
  return tableToIPC(new Table(schema, [batch]), 'file');
}

/** Encodes a table and writes it in one step: a reader sees the old file or the new one, never a part. */
export async function writeTable(path: string, columns: Columns, metadata: Metadata = {}): Promise<void> {
  await writeFileAtomically(path, encodeTable(columns, metadata));
}

/** The columns and metadata of an Arrow IPC file's bytes. */
export function decodeTable(bytes: Uint8Array): StoredTable {
  const table = tableFromIPC(bytes);
  const columns = table.schema.fields.map(
    (field) => [field.name, Array.from(table.getChild(field.name) ?? []) as Cell[]] as const,
  );
  return {
    rows: table.numRows,
    metadata: Object.fromEntries(table.schema.metadata),
    columns: Object.fromEntries(columns),
  };
}

/** Reads a small table whole. */
export async function readTable(path: string): Promise<StoredTable> {
  return decodeTable(await readFile(path));
}

function fieldType(column: Column): FieldType {
  if (column.type !== 'category') return { type: column.type };
  return { type: 'category', dictionary: [...new Set(Array.from(column.values).filter((text) => text !== null))] };
}

function columnData(name: string, column: Column, schema: Schema, position: number): Data {
  const { type } = schema.fields[position]!;
  const length = column.values.length;
  const nulls = nullsOf(column.values);
  switch (column.type) {
    case 'float64':
      return makeData({
        type,
        length,
        data: numbers(new Float64Array(length), column.values, (value) => value),
        ...nulls,
      });
    case 'int32':
      return makeData({
        type,
        length,
        data: numbers(new Int32Array(length), column.values, (value) => integer(name, value)),
        ...nulls,
      });
    case 'bool':
      return makeData({ type, length, data: packBits(column.values), ...nulls });
    case 'text':
      return vectorFromArray(Array.from(column.values), new Utf8()).data[0]! as Data;
    case 'category': {
      const { dictionary } = fieldType(column) as Extract<FieldType, { type: 'category' }>;
      const positions = new Map(dictionary.map((text, at) => [text, at]));
      const indices = Int32Array.from(column.values, (text) => (text === null ? 0 : positions.get(text)!));
      return categoryData(type as Dictionary<Utf8, Int32>, indices, dictionaryVector(dictionary), nulls);
    }
  }
}

/** Fills a typed array by a plain loop: its own `from` uses an iterator, which takes several times as long. */
function numbers<Numbers extends Float64Array | Int32Array>(
  into: Numbers,
  values: ArrayLike<number | null>,
  change: (value: number) => number,
): Numbers {
  for (let row = 0; row < into.length; row++) {
    const value = values[row];
    if (typeof value === 'number') into[row] = change(value);
  }
  return into;
}

function integer(name: string, value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1)
    throw new RangeError(`column ${name} is int32, found ${value}`);
  return value;
}
