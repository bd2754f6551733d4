/** Joins many files of one schema into one, batch by batch, with joint dictionaries. */
import { open } from 'node:fs/promises';
import type { AsyncRecordBatchFileReader, Data, Vector } from 'apache-arrow';
import { Dictionary, Field, Int32, RecordBatchReader, Schema, Utf8 } from 'apache-arrow';
import type { Metadata } from './arrowTypes.js';
import { categoryData, dictionaryVector } from './arrowTypes.js';
import { replaceFile } from './atomicFile.js';
import { openRecordBatchFile } from './batchWriter.js';

/**
 * Writes the rows of `paths`, in that order, to one Arrow IPC file, which appears when it is complete. Memory holds one
 * batch and the dictionaries.
 * @param paths files with the same columns (names, order, types); at least one
 * @param metadata schema metadata of the result
 * @throws RangeError for no file, or files whose columns differ
 */
export async function gatherTables(paths: readonly string[], outFile: string, metadata: Metadata = {}): Promise<void> {
  if (paths.length === 0) throw new RangeError('no tables to gather');
  const texts = new Map<number, Map<string, number>>();
  let first: Schema | null = null;
  for (const path of paths) {
    await withReader(path, async (reader) => {
      first ??= reader.schema;
      if (signature(reader.schema) !== signature(first))
        throw new RangeError(`${path}: columns ${signature(reader.schema)}, expected ${signature(first)}`);
      reader.schema.fields.forEach((field, position) => {
        if (!isCategory(field)) return;
        const known = texts.get(position) ?? new Map<string, number>();
        texts.set(position, known);
        for (const text of dictionaryOf(reader, field)) if (!known.has(text)) known.set(text, known.size);
      });
    });
  }
  const fields = first!.fields.map((field, position) =>
    isCategory(field) ? new Field(field.name, new Dictionary(new Utf8(), new Int32(), position, false), true) : field,
  );
  const schema = new Schema(fields, new Map(Object.entries(metadata)));
  await replaceFile(outFile, async (temporaryPath) => {
    const output = openRecordBatchFile(temporaryPath, schema);
    const dictionaries = new Map(
      [...texts].map(([position, known]) => [position, dictionaryVector([...known.keys()])]),
    );
    try {
      for (const path of paths)
        await withReader(path, (reader) => copyBatches(reader, schema, texts, dictionaries, output.write));
    } finally {
      output.close();
    }
  });
}

async function copyBatches(
  reader: AsyncRecordBatchFileReader,
  schema: Schema,
  texts: ReadonlyMap<number, ReadonlyMap<string, number>>,
  dictionaries: ReadonlyMap<number, Vector<Utf8>>,
  write: (children: Data[], rows: number) => void,
): Promise<void> {
  const newPosition = new Map(
    [...texts].map(([position, known]) => [
      position,
      Int32Array.from(dictionaryOf(reader, reader.schema.fields[position]!), (text) => known.get(text)!),
    ]),
  );
  for (let at = 0; at < reader.numRecordBatches; at++) {
    const batch = (await reader.readRecordBatch(at))!;
    write(
      batch.data.children.map((data, position) => {
        const positions = newPosition.get(position);
        if (!positions) return data;
        const { type } = schema.fields[position]!;
        // The values of a column that was read are padded beyond its rows.
        const moved = (data.values as Int32Array).subarray(0, batch.numRows).map((old) => positions[old] ?? 0);
        return categoryData(type as Dictionary<Utf8, Int32>, moved, dictionaries.get(position)!, {
          nullCount: data.nullCount,
          nullBitmap: data.nullBitmap,
        });
      }),
      batch.numRows,
    );
  }
}

async function withReader(path: string, use: (reader: AsyncRecordBatchFileReader) => Promise<void>): Promise<void> {
  const reader = (await RecordBatchReader.from(await open(path, 'r'))) as unknown as AsyncRecordBatchFileReader;
  try {
    await reader.open();
    await use(reader);
  } finally {
    await reader.cancel();
  }
}

function dictionaryOf(reader: AsyncRecordBatchFileReader, field: Field): readonly string[] {
  return Array.from(reader.dictionaries.get((field.type as Dictionary).id) ?? []) as string[];
}

function isCategory(field: Field): boolean {
  return field.type instanceof Dictionary;
}

function signature(schema: Schema): string {
  return schema.fields.map((field) => `${field.name}: ${field.type}`).join(', ');
}
