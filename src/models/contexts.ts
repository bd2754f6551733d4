/** What the ways of asking a model share. */
import type { LanguageModel } from './languageModel.js';

/** Contexts asked of a model at once: bounds the memory of its [contexts × vocabularySize] answer. */
export const CONTEXTS_PER_CALL = 2048;

export function concatenated(prompt: ArrayLike<number>, prefix: ArrayLike<number>): Int32Array {
  const context = new Int32Array(prompt.length + prefix.length);
  context.set(prompt);
  context.set(prefix, prompt.length);
  return context;
}

/** @throws Error where the model returned an array of another size */
export function requireSize(model: LanguageModel, values: Float64Array, size: number): Float64Array {
  if (values.length !== size)
    throw new Error(`model ${model.kind} returned ${values.length} log-probabilities, ${size} expected`);
  return values;
}
