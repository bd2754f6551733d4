/** Tables too large for memory: written batch by batch to one Arrow IPC file. */
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
  /** Appends rows. Every field must be there, [rows]; the arrays may be used again afterwards. */
  write(rows: number, columns: Readonly<Record<string, BatchColumn>>): void;
  /** Writes the footer. Without it the file can't be read. */
  close(): void;
}

/** Opens a file for batches of the given fields. `text` fields are not for large tables: use `category`. */
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

/** The lower layer: a file to which record batches of one schema are written, straight to the disk. */
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

/** Takes the writer's bytes without queueing them, so that memory stays at one batch however long the file grows. */
class FileSink extends AsyncByteQueue {
  constructor(private readonly file: number) {
    super();
  }

  override write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.byteLength; ) done += writeSync(this.file, bytes, done, bytes.byteLength - done);
  }
}
