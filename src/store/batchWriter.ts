/** Writes tables that are too large for memory: batch by batch, to one Arrow IPC file. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Data, Dictionary, Int32, Schema, Utf8 } from 'apache-arrow';
import { AsyncByteQueue, makeData, RecordBatch, RecordBatchFileWriter, Struct } from 'apache-arrow';
import type { FieldTypes, Metadata } from './arrowTypes.js';
import { arrowSchema, categoryData, dictionaryVector, packBits } from './arrowTypes.js';

/**
 * Values of one column of a batch, without nulls: float64 as Float64Array, int32 as Int32Array, bool as Uint8Array of
 * 0 and 1, category as Int32Array of positions in the dictionary.
 */
export type BatchColumn = Float64Array | Int32Array | Uint8Array;

export interface BatchWriter {
  /** Appends rows. Every field must be present, [rows]; the arrays may be reused afterwards. */
  write(rows: number, columns: Readonly<Record<string, BatchColumn>>): void;
  /** Writes the footer, without which the file cannot be read. */
  close(): void;
}

/** Opens a file for batches of the given fields. Large tables need `category` fields instead of `text`. */
export function openBatchWriter(path: string, fields: FieldTypes, metadata: Metadata = {}): BatchWriter {
  const schema = arrowSchema(fields, metadata);
  const output = openRecordBatchFile(path, schema);
  const dictionaries = Object.values(fields).map((field) =>
    field.type === 'category' ? dictionaryVector(field.dictionary) : null,
  );
  return {
    write(rows, columns) {
      output.write(
        schema.fields.map(({ name, type }, position) => {
          const values = columns[name]?.subarray(0, rows);
          if (values?.length !== rows)
            throw new RangeError(`column ${name} has ${values?.length ?? 'no'} rows of ${rows}`);
          const dictionary = dictionaries[position];
          if (dictionary) return categoryData(type as Dictionary<Utf8, Int32>, values as Int32Array, dictionary, {});
          return makeData({
            type,
            length: rows,
            data: values instanceof Uint8Array ? packBits(values) : values,
          }) as Data;
        }),
        rows,
      );
    },
    close: output.close,
  };
}

/** Opens a file for record batches of one schema, which are written straight to the disk. */
export function openRecordBatchFile(
  path: string,
  schema: Schema,
): { write(children: Data[], rows: number): void; close(): void } {
  const file = openSync(path, 'w');
  const writer = new RecordBatchFileWriter();
  writer.reset(new FileSink(file), schema);
  return {
    write(children, rows) {
      writer.write(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows, children })));
    },
    close() {
      writer.finish();
      closeSync(file);
    },
  };
}

/** Writes the writer's bytes at once, so that memory holds one batch however long the file grows. */
class FileSink extends AsyncByteQueue {
  constructor(private readonly file: number) {
    super();
  }

  override write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.byteLength; ) done += writeSync(this.file, bytes, done, bytes.byteLength - done);
  }
}
