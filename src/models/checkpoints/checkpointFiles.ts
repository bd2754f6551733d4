/** Files of a checkpoint in a folder, or beside an ONNX file. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { externalFilesOf } from '../../engine/externalFiles.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import { shardsOf } from './weightFiles.js';

/** Files from which a model is made. */
export interface CheckpointFiles {
  readonly config: string | undefined;
  readonly tokenizer: string;
  readonly tokenizerConfig: string | undefined;
  /** Files of tensors, or the ONNX file with the files that it names. */
  readonly weights: readonly string[];
  readonly format: 'safetensors' | 'onnx';
}

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const ALLOWED = `${SINGLE}, or ${INDEX} with its files, or one .onnx file there or in onnx/; beside it tokenizer.json`;

/**
 * Finds the files of a checkpoint.
 * @param place folder, or an ONNX file in it or in its folder onnx/
 * @throws UserError for a place that is not there or holds no model, and for a folder with several ONNX files
 */
export function checkpointFiles(place: string): CheckpointFiles {
  if (!isFolder(place)) return onnxFiles(place);
  const inPlace = (name: string): string => join(place, name);
  for (const [name, weights] of [
    [INDEX, (file: string) => [file, ...shardsOf(file)]],
    [SINGLE, (file: string) => [file]],
  ] as const)
    if (existsSync(inPlace(name))) {
      if (!existsSync(inPlace('config.json'))) throw noCheckpoint(place, 'no config.json');
      return { ...besides(place, place), weights: weights(inPlace(name)), format: 'safetensors' };
    }
  const found = [place, inPlace('onnx')].flatMap((folder) =>
    existsSync(folder) && isFolder(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.onnx'))
          .sort()
          .map((name) => join(folder, name))
      : [],
  );
  if (found.length === 1) return onnxFiles(found[0]);
  if (found.length > 1) throw noCheckpoint(place, found.join(', '), 'name one of them');
  const others = readdirSync(place).filter((name) => /\.(?:bin|pt|pth|gguf|h5|msgpack)$/.test(name));
  throw others.length > 0
    ? noCheckpoint(place, others.join(', '), 'save the model again by save_pretrained(DIR, safe_serialization=True)')
    : noCheckpoint(place, 'none of them');
}

/** All files by which a checkpoint is known, in a fixed order. */
export function contentOf({ config, tokenizer, tokenizerConfig, weights }: CheckpointFiles): readonly string[] {
  return [config, tokenizer, tokenizerConfig, ...weights].filter((file) => file !== undefined);
}

function onnxFiles(file: string): CheckpointFiles {
  if (!file.endsWith('.onnx')) throw noCheckpoint(file, `the file ${basename(file)}`, 'name its folder');
  const beside = dirname(file);
  const above = basename(beside) === 'onnx' ? dirname(beside) : beside;
  return { ...besides(beside, above), weights: [file, ...externalFilesOf(file)], format: 'onnx' };
}

/** Config and tokenizer, in the first folder that has them. */
function besides(folder: string, other: string): Pick<CheckpointFiles, 'config' | 'tokenizer' | 'tokenizerConfig'> {
  const find = (name: string): string | undefined =>
    [join(folder, name), join(other, name)].find((each) => existsSync(each));
  const tokenizer = find('tokenizer.json');
  if (tokenizer === undefined)
    throw noCheckpoint(
      folder,
      'no tokenizer.json',
      'save the fast tokenizer there: AutoTokenizer.from_pretrained(…).save_pretrained(DIR)',
    );
  return { config: find('config.json'), tokenizer, tokenizerConfig: find('tokenizer_config.json') };
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({ ...problem, keyPath: 'model.folder', where: place });
  }
}

function noCheckpoint(where: string, found: string, hint?: string): UserError {
  return new UserError({
    code: 'no-checkpoint',
    summary: 'not the folder of a checkpoint',
    keyPath: 'model.folder',
    where,
    found,
    allowed: ALLOWED,
    ...(hint !== undefined && { hint }),
  });
}
