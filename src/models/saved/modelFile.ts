/** Writes trained networks to files, and reads them. */
import { readFileSync, statSync } from 'node:fs';
import { createEngine, type Engine } from '../../engine/engine.js';
import { UserError } from '../../errors/userError.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import type { LanguageModel } from '../languageModel.js';
import { neuralScorer } from '../neuralScoring/neuralScorer.js';
import { decodeSavedModel, encodeSavedModel, type SavedModel, savedNetwork } from './savedModel.js';

/** Writes a model to a file, atomically: a reader sees all of it or nothing. */
export function saveModel(file: string, model: SavedModel): Promise<void> {
  return writeFileAtomically(file, encodeSavedModel(model));
}

/** The bytes of a saved model. @throws Error if the file cannot be read, or may have no end, as a pipe or a device */
export function modelBytes(file: string): Uint8Array {
  if (!statSync(file).isFile()) throw new Error('it is no regular file');
  return readFileSync(file);
}

/** Reads a saved model. @throws UserError if the file cannot be read or is not a saved model */
export function readSavedModel(file: string): SavedModel {
  let bytes: Uint8Array;
  try {
    bytes = modelBytes(file);
  } catch (error) {
    throw new UserError({
      code: 'not-readable',
      summary: 'a saved model cannot be read',
      where: file,
      hint: (error as Error).message,
    });
  }
  return decodeSavedModel(bytes, file);
}

/** A saved network as a model, with the id of its run, its number of training steps and the word of each token id. */
export interface LoadedModel extends LanguageModel, Pick<SavedModel, 'run' | 'step' | 'words'> {
  /** Frees the memory that the engine holds; the model cannot be used afterwards. */
  dispose(): Promise<void>;
}

/**
 * Loads a saved model.
 * @param engine by default the compiled one, with one thread
 * @throws UserError if the file cannot be read or is not a saved model
 */
export async function loadModel(file: string, engine?: Engine): Promise<LoadedModel> {
  const saved = readSavedModel(file);
  const scorer = neuralScorer(savedNetwork(saved), engine ?? (await createEngine('compiled', 1)));
  const { run, step, words } = saved;
  return { ...scorer.modelAt(saved.state.theta), run, step, words, dispose: () => scorer.dispose() };
}
