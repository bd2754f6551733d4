/** Arrow data held against their own lengths: apache-arrow believes them, and gives wrong values, or works for ever, where they lie. */
import { type Data, DataType, type RecordBatch } from 'apache-arrow';
import './arrowLengths.js';

/** Rows of a batch without a single byte for them: more are no table of people's. */
const MOST_NULLS = 2 ** 24;

/** Names of columns. @throws RangeError where a column has none, which the library gives as null */
export function namesOf(fields: readonly { readonly name: string | null }[]): readonly string[] {
  return fields.map(({ name }) => {
    if (name === null) throw new RangeError('a column without a name');
    return name;
  });
}

/** @throws RangeError where a column's buffers are too short for its rows, or its offsets do not fit into it */
export function checkBatch(batch: RecordBatch): void {
  const { length, children } = batch.data;
  if (
    length < 0 ||
    children.some((column) => column.length !== length) ||
    (children.length === 0 && length > MOST_NULLS)
  )
    throw new RangeError('a part of the rows announces other rows than its columns hold');
  for (const column of children) checkData(column);
}

function checkData(data: Data): void {
  const { type, length, nullCount, nullBitmap, children } = data;
  const holds = length >= 0 && length <= (DataType.isNull(type) ? MOST_NULLS : Number.MAX_SAFE_INTEGER);
  if (!holds || (nullCount > 0 && nullBitmap.length * 8 < length)) throw lying(type);
  const values = data.values as ArrayLike<unknown> | undefined;
  const offsets = data.valueOffsets as ArrayLike<number | bigint> | undefined;
  if (DataType.isUnion(type)) {
    // Its offsets lead into several children, which are checked by themselves.
  } else if (offsets !== undefined && length > 0) {
    const end = children.length > 0 ? children[0].length : (values?.length ?? 0);
    if (offsets.length <= length || !ascends(offsets, length, end)) throw lying(type);
  } else if (values !== undefined) {
    const needed = DataType.isBool(type) ? Math.ceil(length / 8) : length * data.stride;
    if (values.length < needed) throw lying(type);
  }
  if (DataType.isStruct(type) && children.some((child) => child.length < length)) throw lying(type);
  if (DataType.isFixedSizeList(type) && children[0].length < length * type.listSize) throw lying(type);
  for (const child of children) checkData(child);
  if (data.dictionary !== undefined) for (const part of data.dictionary.data) checkData(part);
}

/** Returns whether offsets begin at 0 or above, do not fall, and end within the values. */
function ascends(offsets: ArrayLike<number | bigint>, length: number, end: number): boolean {
  if (offsets[0] < 0 || offsets[length] > end) return false;
  for (let at = 0; at < length; at++) if (offsets[at + 1] < offsets[at]) return false;
  return true;
}

function lying(type: DataType): RangeError {
  return new RangeError(`a column of ${type} does not hold the rows that it announces`);
}
