/**
 * The messages of Arrow IPC (arrow.apache.org/docs/format/Columnar.html, "Serialization and Interprocess Communication"), followed from the
 * first byte to the last. apache-arrow ends a stream at the first message that it cannot follow, as if the rows behind were none. In a file
 * it goes by a list at the end, which may leave a part out, or name it twice.
 */
import { Message } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import './arrowLengths.js';

const MAGIC = Buffer.from('ARROW1');
/** Bytes of the mark at a file's beginning, with its padding. */
const BEGINNING = 8;
/** Bytes behind the list at a file's end: its length and the mark. */
const ENDING = 4 + MAGIC.length;
/** Marks a message; older programs wrote the length alone. */
const CONTINUES = -1;
/** Zero bytes that programs write between the last message and the list. */
const MOST_PADDING = 64;

/** Gives bytes of the data, fewer at their end. */
type Read = (at: number, length: number) => Promise<Buffer>;

/**
 * @param size bytes of the data, a file or a stream
 * @returns rows of all parts
 * @throws RangeError where a message is cut, is of no kind that is known, announces other rows than its columns, or is not in the list
 */
export async function arrowRows(read: Read, size: number): Promise<number> {
  const isFile = (await read(0, MAGIC.length)).equals(MAGIC);
  if (!isFile) return (await messagesIn(read, 0, size, undefined)).rows;
  const end = await listAt(read, size);
  const list = Footer.decode(await read(end, size - ENDING - end));
  // Some programs write the schema into the list alone.
  const { rows, places } = await messagesIn(read, BEGINNING, end, list.schema.fields.length);
  const listed = [...list.dictionaryBatches(), ...list.recordBatches()].map(({ offset, metaDataLength, bodyLength }) =>
    placeOf(offset, metaDataLength, bodyLength),
  );
  if (listed.length !== places.size || listed.some((place) => !places.delete(place)))
    throw new RangeError('the list of parts at its end is not that of its parts');
  return rows;
}

/** The same of bytes in memory. */
export function arrowRowsIn(bytes: Buffer): Promise<number> {
  return arrowRows(async (at, length) => bytes.subarray(at, at + length), bytes.length);
}

/** @param columns their number; undefined where a schema must come first */
async function messagesIn(
  read: Read,
  from: number,
  to: number,
  columns: number | undefined,
): Promise<{ readonly rows: number; readonly places: Set<string> }> {
  const places = new Set<string>();
  let [at, rows, fields] = [from, 0, columns];
  while (at < to) {
    const [mark, stated] = numbersIn(await read(at, Math.min(8, to - at)));
    const [prefix, length] = mark === CONTINUES ? [8, stated] : [4, mark];
    const start = at + prefix;
    if (length === 0) {
      await requireEmpty(read, start, to);
      break;
    }
    if (length === undefined || length < 0 || start + length > to) throw cut();
    const message = Message.decode(await read(start, length));
    const { bodyLength } = message;
    if (bodyLength < 0 || start + length + bodyLength > to) throw cut();
    if (message.isSchema()) fields = message.header().fields.length;
    else {
      if (fields === undefined || !(message.isRecordBatch() || message.isDictionaryBatch()))
        throw new RangeError('a message of no kind that is known');
      if (message.isRecordBatch()) rows += rowsOf(message.header(), fields);
      places.add(placeOf(at, prefix + length, bodyLength));
    }
    at = start + length + bodyLength;
  }
  if (fields === undefined) throw cut();
  return { rows, places };
}

function placeOf(offset: number, metadata: number, body: number): string {
  return `${offset} ${metadata} ${body}`;
}

type RecordBatchHeader = { readonly length: number; readonly nodes: readonly { readonly length: number }[] };

function rowsOf({ length, nodes }: RecordBatchHeader, fields: number): number {
  const first = fields === 0 ? length : nodes[0]?.length;
  if (length >= 0 && first === length) return length;
  throw new RangeError('a part of the rows announces other rows than its columns hold');
}

/** Place of the list at a file's end. */
async function listAt(read: Read, size: number): Promise<number> {
  const ending = await read(Math.max(0, size - ENDING), ENDING);
  const length = ending.length < ENDING ? -1 : ending.readInt32LE(0);
  const at = size - ENDING - length;
  if (length < 0 || at < BEGINNING || !ending.subarray(4).equals(MAGIC)) throw cut();
  return at;
}

async function requireEmpty(read: Read, from: number, to: number): Promise<void> {
  const left = to - from;
  if (left > MOST_PADDING || (await read(from, left)).some((byte) => byte !== 0))
    throw new RangeError(`${left} bytes behind its end are not read`);
}

function numbersIn(bytes: Buffer): readonly [number | undefined, number | undefined] {
  if (bytes.length < 4) throw cut();
  return [bytes.readInt32LE(0), bytes.length < 8 ? undefined : bytes.readInt32LE(4)];
}

function cut(): RangeError {
  return new RangeError('it ends inside a message');
}
