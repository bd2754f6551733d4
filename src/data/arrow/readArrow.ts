/** An Arrow file read part by part and checked, without the database. */
import { type FileHandle, open } from 'node:fs/promises';
import { type Field, type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { checkBatch, namesOf } from './arrowCheck.js';
import './arrowCodecs.js';
import { arrowRows } from './arrowFrames.js';
import { arrowProblem } from './arrowProblem.js';

/** The columns of a file, and their names, each once. @throws UserError where the file is damaged, or holds types that are not read */
export async function arrowColumns(
  shown: string,
  path: string,
): Promise<{ readonly fields: readonly Field[]; readonly columns: readonly string[] }> {
  const file = await open(path);
  try {
    const { fields } = (await opened(file)).batches.schema;
    return { fields, columns: [...new Set(namesOf(fields))] };
  } catch (error) {
    throw arrowProblem(shown, error);
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** The rows of a file, a part at a time. @throws UserError where the file is damaged, or holds types that are not read */
export async function* arrowBatches(shown: string, path: string): AsyncGenerator<RecordBatch> {
  const file = await open(path);
  try {
    const { batches, rows: stated } = await opened(file);
    let rows = 0;
    for await (const batch of batches) {
      checkBatch(batch);
      rows += batch.numRows;
      yield batch;
    }
    if (rows !== stated) throw new RangeError(`${rows} of ${stated} rows are there`);
  } catch (error) {
    throw arrowProblem(shown, error);
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** Opens the parts of a file, once its messages have been followed to the end. */
async function opened(file: FileHandle) {
  const read = async (at: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  const rows = await arrowRows(read, (await file.stat()).size);
  return { batches: await (await RecordBatchReader.from(file)).open(), rows };
}
