/**
 * Lengths in the headers of Arrow held against the bytes that hold them. apache-arrow believes them, and a header of which one bit is
 * wrong made it read fields without end. It offers no place for this check, so the function that reads a length is replaced, once,
 * by one that throws where no sound file could.
 */
import { ByteBuffer } from 'flatbuffers';

/** Readings of one length for each of its elements, and of any length, above which a list holds itself. */
const [READINGS_EACH, READINGS] = [8, 64];

/** Readings of each length, by its place. */
const readings = new WeakMap<ByteBuffer, Map<number, number>>();
const believed = ByteBuffer.prototype.__vector_len;

ByteBuffer.prototype.__vector_len = function checkedLength(offset: number): number {
  const start = this.__vector(offset);
  const length = believed.call(this, offset);
  const places = readings.get(this) ?? new Map<number, number>();
  readings.set(this, places);
  const times = (places.get(start) ?? 0) + 1;
  places.set(start, times);
  // An element takes at least a byte. A list of a file's parts is asked for its length once for each part.
  if (start < 0 || length < 0 || start + length > this.capacity() || times > READINGS_EACH * length + READINGS)
    throw new RangeError('a list in a header is longer than the header');
  return length;
};
