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

/** Reads a saved model. @throws UserError if the file cannot be read or is not a saved model */
export function readSavedModel(file: string): SavedModel {
  return decodeSavedModel(readModelBytes(file), file);
}

/** The bytes of a file, which is read more than once. @throws UserError if it cannot be read, or is a pipe or a device */
export function readModelBytes(file: string): Uint8Array {
  try {
    if (statSync(file).isFile()) return readFileSync(file);
  } catch (error) {
    throw new UserError({
      code: 'not-readable',
      summary: 'a saved model cannot be read',
      where: file,
      hint: (error as Error).message,
    });
  }
  throw new UserError({
    code: 'not-readable',
    summary: 'a saved model cannot be read',
    where: file,
    found: 'a folder, a pipe or a device',
    allowed: 'a file that `training.save` wrote',
  });
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
