/**
 * A trained network as a safetensors file. Its tensors are the parameters under their names, and the moments of Adam
 * under these names after `adam.m/` and `adam.v/`. Its metadata are `format`, `run` (id), `step`, `model` (options,
 * JSON), `vocabulary` (words by id, JSON) and `maxPositions`.
 */
import { canonicalJson } from '../../config/canonicalJson.js';
import { sizeOf } from '../../engine/program.js';
import { UserError } from '../../errors/userError.js';
import type { NetworkKind } from '../modelKind.js';
import { type Network, parameterCount } from '../networks/network.js';
import { knownModelKind, type ModelOptions } from '../registry.js';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors.js';

/** Parameters and moments of Adam, each a vector [parameterCount] in the order of `network.parameters`. */
export interface TrainingState {
  readonly theta: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/** Content of the file of a trained network. */
export interface SavedModel {
  /** Id of the run that trained it. */
  readonly run: string;
  /** Number of training steps. */
  readonly step: number;
  /** Options of the network, with its kind. */
  readonly model: ModelOptions;
  /** Word of each token id. */
  readonly words: readonly string[];
  /** Length of the longest sentence that it was made to read, start token included. */
  readonly maxPositions: number;
  readonly state: TrainingState;
}

/** Longest sentence of a model that can be loaded: its attention to itself is a matrix of that size, 256 MiB. */
const MAX_POSITIONS = 8192;

const FORMAT = 'hallucination-rate/1';
const PREFIXES = { theta: '', m: 'adam.m/', v: 'adam.v/' } as const;
const PARTS = Object.keys(PREFIXES) as (keyof TrainingState)[];

/** Returns the bytes of the file of a model. */
export function encodeSavedModel(saved: SavedModel): Uint8Array {
  const { parameters } = savedNetwork(saved);
  const tensors: Record<string, StoredTensor> = {};
  for (const part of PARTS) {
    let offset = 0;
    for (const { name, shape } of parameters)
      tensors[PREFIXES[part] + name] = { shape, data: saved.state[part].subarray(offset, (offset += sizeOf(shape))) };
  }
  const metadata = {
    format: FORMAT,
    run: saved.run,
    step: String(saved.step),
    model: canonicalJson(saved.model),
    vocabulary: JSON.stringify(saved.words),
    maxPositions: String(saved.maxPositions),
  };
  return encodeSafetensors({ tensors, metadata });
}

/**
 * Reads a model from the bytes of a file.
 * @param file name of the file, for messages
 * @throws UserError naming file and tensor if the bytes are not a complete saved model
 */
export function decodeSavedModel(bytes: Uint8Array, file: string): SavedModel {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  if (metadata.format !== FORMAT)
    throw damaged(file, `metadata format must be ${FORMAT}, found ${metadata.format ?? 'none'}`);
  const described = {
    run: metadata.run ?? '',
    step: whole(metadata.step, 'step', file),
    model: modelOf(parsed(metadata.model, 'model', file), file),
    words: wordsOf(parsed(metadata.vocabulary, 'vocabulary', file), file),
    maxPositions: whole(metadata.maxPositions, 'maxPositions', file),
  };
  if (described.maxPositions > MAX_POSITIONS)
    throw damaged(file, `metadata maxPositions must be at most ${MAX_POSITIONS}, found ${described.maxPositions}`);
  const network = savedNetwork(described);
  // Every tensor is held against the file before memory is reserved, because the metadata may ask for more than there is.
  const unread = new Set(Object.keys(tensors));
  for (const part of PARTS) {
    for (const { name, shape } of network.parameters) {
      const stored = PREFIXES[part] + name;
      if (!unread.delete(stored)) throw damaged(file, `tensor ${stored} is missing`);
      const found = tensors[stored].shape;
      if (found.join() !== shape.join())
        throw damaged(file, `tensor ${stored} must have the shape [${shape.join(', ')}], found [${found.join(', ')}]`);
    }
  }
  for (const name of unread) throw damaged(file, `tensor ${name} does not belong to a ${described.model.kind}`);
  const flat = (part: keyof TrainingState): Float32Array => {
    const values = new Float32Array(parameterCount(network));
    let offset = 0;
    for (const { name, shape } of network.parameters) {
      values.set(tensors[PREFIXES[part] + name].data, offset);
      offset += sizeOf(shape);
    }
    return values;
  };
  return { ...described, state: { theta: flat('theta'), m: flat('m'), v: flat('v') } };
}

/** Returns the network of a saved model. */
export function savedNetwork({
  model: { kind: name, ...options },
  words,
  maxPositions,
}: Pick<SavedModel, 'model' | 'words' | 'maxPositions'>): Network {
  return kindOf(name)!.network(options, words.length, maxPositions);
}

function kindOf(name: unknown): NetworkKind | undefined {
  const kind = knownModelKind(name);
  return kind !== undefined && 'network' in kind ? kind : undefined;
}

function modelOf(value: unknown, file: string): ModelOptions {
  const { kind: name, ...options } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly kind?: unknown;
  };
  const kind = kindOf(name);
  if (kind === undefined) throw damaged(file, `metadata model must name a kind of network, found ${String(name)}`);
  const checked = kind.options.strict().safeParse(options);
  if (!checked.success)
    throw damaged(
      file,
      `metadata model has wrong options of its ${kind.kind}: ${checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  return { kind: kind.kind, ...checked.data } as ModelOptions;
}

function wordsOf(value: unknown, file: string): readonly string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string'))
    return value as string[];
  throw damaged(file, 'metadata vocabulary must be a list of words');
}

function whole(text: string | undefined, name: string, file: string): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw damaged(file, `metadata ${name} must be a positive integer, found ${text ?? 'none'}`);
}

function parsed(text: string | undefined, name: string, file: string): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw damaged(file, `metadata ${name} must be JSON`);
  }
}

function damaged(file: string, summary: string): UserError {
  return new UserError({
    code: 'damaged',
    summary: `not a model that this program saved: ${summary}`,
    where: file,
    hint: 'copy the file again, or save the model again',
  });
}
