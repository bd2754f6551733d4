/** Rows of a table of probabilities in Arrow, from its columns as they lie in the file. */
import { type Data, DataType, type LargeUtf8, type RecordBatch, type Utf8, type Vector } from 'apache-arrow';
import { arrowBatches } from '../../data/arrow/readArrow.js';
import type { TableTexts } from './namedTexts.js';
import type { ProbabilityColumns } from './tableColumns.js';
import { listWritten, numberWritten, type PartCell, type TablePart } from './tablePart.js';

/** @throws UserError where the file is damaged, or holds types that are not read */
export async function* arrowParts(
  shown: string,
  path: string,
  { family, prompt, response, value }: ProbabilityColumns,
  texts: TableTexts,
): AsyncGenerator<TablePart> {
  const families = textNumbers(texts.family, texts.family.length === 1 ? 0 : -1);
  const prompts = texts.prompt && textNumbers(texts.prompt.texts);
  const responses = texts.response && textNumbers(texts.response.texts);
  for await (const batch of arrowBatches(shown, path)) {
    const column = (name: string): Vector => batch.getChild(name)!;
    yield {
      rows: batch.numRows,
      family: family === null ? null : families(column(family)),
      prompt: prompts ? prompts(column(prompt)) : numbersOf(column(prompt)),
      response: response === null ? null : responses ? responses(column(response)) : numbersOf(column(response)),
      value: response === null ? (row) => listOf(column(value).get(row)) : numbersOf(column(value)),
      cells: async (row) => ({
        family: cellOf(batch, family, row),
        prompt: cellOf(batch, prompt, row),
        response: cellOf(batch, response, row),
        value: cellOf(batch, value, row),
      }),
    };
  }
}

/** A name in a column that is not this one; undefined where there is none. */
export async function otherNameInArrow(
  shown: string,
  path: string,
  column: string,
  name: string,
): Promise<PartCell | undefined> {
  const numbersIn = textNumbers([name]);
  for await (const batch of arrowBatches(shown, path)) {
    const differs = numbersIn(batch.getChild(column)!).findIndex((number) => number < 0);
    if (differs >= 0) return cellOf(batch, column, differs);
  }
  return undefined;
}

/**
 * Returns what gives the numbers of a column's texts, −1 for an unknown one, [rows].
 * @param empty number of an empty cell
 */
function textNumbers(texts: readonly string[], empty = -1): (column: Vector) => Int32Array {
  const numbers = new Map(texts.map((text, number) => [text, number]));
  // A letter for each byte: of most texts no letters need be made.
  const byBytes = new Map(texts.map((text, number) => [Buffer.from(text).toString('latin1'), number]));
  const numberOf = (value: unknown): number => {
    const text = textOf(value);
    return text === null ? empty : (numbers.get(text) ?? -1);
  };
  return (column) => {
    const all = new Int32Array(column.length);
    let at = 0;
    for (const data of column.data) {
      const { type, length, nullCount, dictionary, values } = data;
      const own = all.subarray(at, at + length);
      if (nullCount === 0 && DataType.isDictionary(type)) {
        const known = Int32Array.from(dictionary!, numberOf); // each of its texts is looked up once
        const codes = values as ArrayLike<number | bigint>;
        for (let row = 0; row < length; row++) own[row] = known[Number(codes[row])] ?? -1;
      } else if (nullCount === 0 && (DataType.isUtf8(type) || DataType.isLargeUtf8(type)))
        fillByBytes(own, data as Data<Utf8 | LargeUtf8>, byBytes);
      else for (let row = 0; row < length; row++) own[row] = numberOf(column.get(at + row));
      at += length;
    }
    return all;
  };
}

/** Fills in the numbers of texts, by their bytes in UTF-8. A text that stands above, too, is not looked up again. */
function fillByBytes(
  numbers: Int32Array,
  { values, valueOffsets }: Data<Utf8 | LargeUtf8>,
  byBytes: ReadonlyMap<string, number>,
): void {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const offsets = valueOffsets instanceof Int32Array ? valueOffsets : numbersOfBits(valueOffsets);
  let [before, number, size] = [0, -1, -1];
  for (let row = 0; row < numbers.length; row++) {
    const [start, end] = [offsets[row], offsets[row + 1]];
    let same = 0; // bytes at its beginning that are those of the text above
    if (end - start === size) while (same < size && bytes[start + same] === bytes[before + same]) same++;
    if (same !== size) number = byBytes.get(bytes.toString('latin1', start, end)) ?? -1;
    [before, size] = [start, end - start];
    numbers[row] = number;
  }
}

/** The numbers of a column, NaN where a cell holds none, [rows]. */
function numbersOf(column: Vector): ArrayLike<number> {
  const { type, nullCount } = column;
  const isPlain = nullCount === 0 && ((DataType.isInt(type) && type.bitWidth < 64) || isWideFloat(type));
  if (isPlain) return column.toArray() as ArrayLike<number>;
  if (nullCount === 0 && DataType.isInt(type) && type.isSigned) return numbersOfBits(column.toArray() as BigInt64Array);
  const numbers = new Float64Array(column.length);
  for (let row = 0; row < numbers.length; row++) numbers[row] = numberOf(column.get(row));
  return numbers;
}

/** Integers of 64 bits as numbers: a bigint for each would take ten times as long. */
function numbersOfBits(values: BigInt64Array): Float64Array {
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length); // Arrow is little-endian
  const numbers = new Float64Array(values.length);
  for (let at = 0; at < numbers.length; at++) numbers[at] = halves[2 * at + 1] * 2 ** 32 + (halves[2 * at] >>> 0);
  return numbers;
}

/** True for the floats that typed arrays hold; halves are held as their bits. */
function isWideFloat(type: DataType): boolean {
  return DataType.isFloat(type) && type.precision > 0;
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? numberWritten(value) : Number.NaN;
}

/** A list, as the library gives it or as a text. */
function listOf(value: unknown): ArrayLike<PartCell> {
  if (value === null || typeof value !== 'object' || !(Symbol.iterator in value)) return listWritten(textOf(value));
  return Array.from(value as Iterable<unknown>, (each) => {
    const number = numberOf(each);
    return Number.isNaN(number) ? textOf(each) : number;
  });
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value, withNumbers) : String(value);
}

function withNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function cellOf(batch: RecordBatch, column: string | null, row: number): PartCell {
  return column === null ? null : textOf(batch.getChild(column)!.get(row));
}
