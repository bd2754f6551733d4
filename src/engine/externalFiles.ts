/** Files that an ONNX file names: tensors may lie outside it (protocol buffers; field numbers from onnx.proto3). */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PbfReader } from 'pbf';

/** Number of TensorProto.data_location for data in another file. */
const EXTERNAL = 1;

/**
 * Returns the files beside an ONNX file that hold tensors of its graph, in alphabetical order.
 * @throws Error for bytes that are no ONNX model
 */
export function externalFilesOf(file: string): readonly string[] {
  const found = new Set<string>();
  new PbfReader(readFileSync(file)).readFields(readModel, found);
  return [...found].sort().map((name) => join(dirname(file), name));
}

type Found = Set<string>;

function readModel(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 7) pbf.readMessage(readGraph, found);
}

function readGraph(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 1) pbf.readMessage(readNode, found);
  else if (tag === 5) readTensor(found, pbf);
}

function readNode(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 5) pbf.readMessage(readAttribute, found);
}

/** Reads a tensor, or the graph of a loop or a branch. */
function readAttribute(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 5) readTensor(found, pbf);
  else if (tag === 6) pbf.readMessage(readGraph, found);
}

interface External {
  location: string | undefined;
  isOutside: boolean;
}

function readTensor(found: Found, pbf: PbfReader): void {
  const { location, isOutside } = pbf.readMessage(readTensorField, {
    location: undefined,
    isOutside: false,
  } as External);
  if (isOutside && location !== undefined) found.add(location);
}

function readTensorField(tag: number, tensor: External, pbf: PbfReader): void {
  if (tag === 14) tensor.isOutside = pbf.readVarint() === EXTERNAL;
  else if (tag === 13) {
    const [key, value] = pbf.readMessage(readEntry, ['', ''] as [string, string]);
    if (key === 'location') tensor.location = value;
  }
}

function readEntry(tag: number, entry: [string, string], pbf: PbfReader): void {
  if (tag === 1 || tag === 2) entry[tag - 1] = pbf.readString();
}
