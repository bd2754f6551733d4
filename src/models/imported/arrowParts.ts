/** Rows of a table of probabilities in Arrow, from its columns as they lie in the file. */
import { DataType, type RecordBatch, type Vector } from 'apache-arrow';
import { arrowBatches } from '../../data/arrow/readArrow.js';
import type { TableTexts } from './namedTexts.js';
import type { ProbabilityColumns } from './tableColumns.js';
import { listWritten, numberWritten, type PartCell, type TablePart } from './tablePart.js';

/** Numbers of texts; null stands for an empty cell. */
type Numbers = ReadonlyMap<string | null, number>;

/** @throws UserError where the file is damaged, or holds types that are not read */
export async function* arrowParts(
  shown: string,
  path: string,
  { family, prompt, response, value }: ProbabilityColumns,
  texts: TableTexts,
): AsyncGenerator<TablePart> {
  const numbered = (named: readonly string[]): Map<string | null, number> =>
    new Map(named.map((text, number) => [text, number]));
  const families = numbered(texts.family);
  if (families.size === 1) families.set(null, 0);
  const prompts = texts.prompt && numbered(texts.prompt.texts);
  const responses = texts.response && numbered(texts.response.texts);
  for await (const batch of arrowBatches(shown, path)) {
    const column = (name: string): Vector => batch.getChild(name)!;
    yield {
      rows: batch.numRows,
      family: family === null ? null : textNumbers(column(family), families),
      prompt: prompts ? textNumbers(column(prompt), prompts) : numbersOf(column(prompt)),
      response:
        response === null ? null : responses ? textNumbers(column(response), responses) : numbersOf(column(response)),
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
  for await (const batch of arrowBatches(shown, path)) {
    const differs = textNumbers(batch.getChild(column)!, new Map([[name, 0]])).findIndex((number) => number < 0);
    if (differs >= 0) return cellOf(batch, column, differs);
  }
  return undefined;
}

/** The numbers of a column's texts, −1 for an unknown one, [rows]. A dictionary's texts are looked up once each. */
function textNumbers(column: Vector, numbers: Numbers): Int32Array {
  const numberOf = (value: unknown): number => numbers.get(textOf(value)) ?? -1;
  const all = new Int32Array(column.length);
  let at = 0;
  for (const { type, length, nullCount, dictionary, values } of column.data) {
    if (DataType.isDictionary(type) && nullCount === 0) {
      const known = Int32Array.from(dictionary!, numberOf);
      const codes = values as ArrayLike<number | bigint>;
      for (let row = 0; row < length; row++) all[at + row] = known[Number(codes[row])] ?? -1;
    } else for (let row = 0; row < length; row++) all[at + row] = numberOf(column.get(at + row));
    at += length;
  }
  return all;
}

/** The numbers of a column, NaN where a cell holds none, [rows]. */
function numbersOf(column: Vector): ArrayLike<number> {
  const { type, nullCount } = column;
  const isPlain = nullCount === 0 && ((DataType.isInt(type) && type.bitWidth < 64) || isWideFloat(type));
  if (isPlain) return column.toArray() as ArrayLike<number>;
  const numbers = new Float64Array(column.length);
  for (let row = 0; row < numbers.length; row++) numbers[row] = numberOf(column.get(row));
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
