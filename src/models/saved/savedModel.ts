/**
 * A trained network as a safetensors file. Tensors: each parameter under its name, and Adam's moments under `adam.m/` and
 * `adam.v/` and that name. Metadata: `format`, `run` (id), `step`, `model` (options, JSON), `vocabulary` (words by id, JSON),
 * `maxPositions`.
 */
import { canonicalJson } from '../../config/canonicalJson.js';
import { sizeOf } from '../../engine/program.js';
import { UserError } from '../../errors/userError.js';
import type { NetworkKind } from '../modelKind.js';
import { type Network, parameterCount } from '../networks/network.js';
import { type ModelOptions, modelKinds } from '../registry.js';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors.js';

/** Parameters and Adam's moments, one after the other in the order of `network.parameters`. */
export interface TrainingState {
  readonly theta: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/** What a file of a trained network holds. */
export interface SavedModel {
  /** Id of the run that trained it. */
  readonly run: string;
  /** Steps of training behind it. */
  readonly step: number;
  /** Options of a kind of network. */
  readonly model: ModelOptions;
  /** Word of each token id. */
  readonly words: readonly string[];
  /** Longest sentence that it was made to read, start token included. */
  readonly maxPositions: number;
  readonly state: TrainingState;
}

const FORMAT = 'hallucination-rate/1';
const PREFIXES = { theta: '', m: 'adam.m/', v: 'adam.v/' } as const;
const PARTS = Object.keys(PREFIXES) as (keyof TrainingState)[];

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
 * @param file for messages
 * @throws UserError naming file and tensor where the bytes are no saved model, or not a whole one
 */
export function decodeSavedModel(bytes: Uint8Array, file: string): SavedModel {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  if (metadata.format !== FORMAT)
    throw damaged(file, `metadata format is ${metadata.format ?? 'missing'}, not ${FORMAT}`);
  const described = {
    run: metadata.run ?? '',
    step: whole(metadata.step, 'step', file),
    model: modelOf(parsed(metadata.model, 'model', file), file),
    words: wordsOf(parsed(metadata.vocabulary, 'vocabulary', file), file),
    maxPositions: whole(metadata.maxPositions, 'maxPositions', file),
  };
  const network = savedNetwork(described);
  const unread = new Set(Object.keys(tensors));
  const flat = (part: keyof TrainingState): Float32Array => {
    const values = new Float32Array(parameterCount(network));
    let offset = 0;
    for (const { name, shape } of network.parameters) {
      const stored = PREFIXES[part] + name;
      if (!unread.delete(stored)) throw damaged(file, `tensor ${stored} is missing`);
      const tensor = tensors[stored];
      if (tensor.shape.join() !== shape.join())
        throw damaged(file, `tensor ${stored} has the shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`);
      values.set(tensor.data, offset);
      offset += sizeOf(shape);
    }
    return values;
  };
  const state = { theta: flat('theta'), m: flat('m'), v: flat('v') };
  for (const name of unread) throw damaged(file, `tensor ${name} does not belong to a ${described.model.kind}`);
  return { ...described, state };
}

/** The network that a saved model's parameters belong to. */
export function savedNetwork({
  model: { kind: name, ...options },
  words,
  maxPositions,
}: Pick<SavedModel, 'model' | 'words' | 'maxPositions'>): Network {
  return kindOf(name)!.network(options, words.length, maxPositions);
}

function kindOf(name: unknown): NetworkKind | undefined {
  return modelKinds.find(
    (kind): kind is Extract<typeof kind, { network: unknown }> => kind.kind === name && 'network' in kind,
  );
}

function modelOf(value: unknown, file: string): ModelOptions {
  const { kind: name, ...options } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly kind?: unknown;
  };
  const kind = kindOf(name);
  if (kind === undefined) throw damaged(file, `no network is of the kind ${String(name)}`);
  const checked = kind.options.strict().safeParse(options);
  if (!checked.success)
    throw damaged(
      file,
      `options of its ${kind.kind}: ${checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  return { kind: kind.kind, ...checked.data } as ModelOptions;
}

function wordsOf(value: unknown, file: string): readonly string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string'))
    return value as string[];
  throw damaged(file, 'metadata vocabulary is not a list of words');
}

function whole(text: string | undefined, name: string, file: string): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw damaged(file, `metadata ${name} is ${text ?? 'missing'}, not a positive integer`);
}

function parsed(text: string | undefined, name: string, file: string): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw damaged(file, `metadata ${name} is not JSON`);
  }
}

function damaged(file: string, summary: string): UserError {
  return new UserError({ code: 'damaged', summary: `not a model that this program saved: ${summary}`, where: file });
}
