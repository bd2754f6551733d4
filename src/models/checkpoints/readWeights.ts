/** Parameters of an architecture, read from the tensors of a checkpoint. */
import { totalmem } from 'node:os';
import { sizeOf } from '../../engine/program.js';
import { UserError } from '../../errors/userError.js';
import { type Architecture, HEAD } from './architecture.js';
import { openWeights, type StoredWeight } from './weightFiles.js';

/**
 * Reads all parameters, by name.
 * @param files of tensors; an index among them is left out
 * @throws UserError that names file and tensor if one is missing, of another shape, or belongs to another architecture
 */
export function readWeights(
  files: readonly string[],
  { network, computed, prefix, buffers, tiedTo }: Architecture,
): Readonly<Record<string, Float32Array>> {
  const tensorFiles = files.filter((file) => file.endsWith('.safetensors'));
  const bytes = network.parameters.reduce((total, { shape }) => total + 4 * sizeOf(shape), 0);
  if (bytes > totalmem())
    throw new UserError({
      code: 'too-large',
      summary: 'the parameters of the checkpoint do not fit into memory as float32',
      where: tensorFiles[0],
      found: `${(bytes / 2 ** 30).toFixed(1)} GiB`,
      allowed: `less than the ${(totalmem() / 2 ** 30).toFixed(1)} GiB of this machine`,
      hint: 'score the model where it fits, and write a table: docs/other-models.md',
    });
  const weights = new Map<string, StoredWeight>();
  for (const [name, weight] of openWeights(tensorFiles)) {
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    if (!buffers.test(own)) weights.set(own, weight);
  }
  const parameters: Record<string, Float32Array> = { ...computed };
  for (const { name, shape } of network.parameters) {
    if (name in computed) continue;
    const weight = weights.get(name);
    if (weight === undefined)
      throw bad(tensorFiles[0], `the tensor ${name} is missing`, 'nothing of that name', shapeWords(shape));
    if (weight.shape.join() !== shape.join())
      throw bad(weight.file, `the tensor ${name} has another shape`, shapeWords(weight.shape), shapeWords(shape));
    weights.delete(name);
    parameters[name] = finite(weight, name);
  }
  const head = weights.get(HEAD);
  if (tiedTo !== undefined && head !== undefined) {
    weights.delete(HEAD);
    if (!sameElements(head.read(), parameters[tiedTo]))
      throw bad(
        head.file,
        `the tensor ${HEAD} differs from ${tiedTo}`,
        'two heads',
        'one: tie_word_embeddings is true',
      );
  }
  for (const [name, { file, shape }] of weights)
    throw bad(file, `the tensor ${name} does not belong to a ${network.kind}`, shapeWords(shape), 'no such tensor');
  return parameters;
}

function finite({ file, read }: StoredWeight, name: string): Float32Array {
  const values = read();
  if (values.every(Number.isFinite)) return values;
  throw bad(file, `the tensor ${name} holds NaN or infinity`, 'a model that diverged', 'finite numbers');
}

function sameElements(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function shapeWords(shape: readonly number[]): string {
  return `shape [${shape.join(', ')}]`;
}

function bad(where: string | undefined, summary: string, found: string, allowed: string): UserError {
  return new UserError({ code: 'unsupported-checkpoint', summary, where, found, allowed });
}
