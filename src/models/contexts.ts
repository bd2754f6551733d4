/** Helpers shared by the functions that ask a model. */
import type { LanguageModel } from './languageModel.js';

/** Largest number of contexts asked of a model at once. It bounds the memory of [contexts × vocabularySize] numbers. */
export const CONTEXTS_PER_CALL = 2048;

/** Returns the context of a prompt followed by a prefix. */
export function concatenated(prompt: ArrayLike<number>, prefix: ArrayLike<number>): Int32Array {
  const context = new Int32Array(prompt.length + prefix.length);
  context.set(prompt);
  context.set(prefix, prompt.length);
  return context;
}

/** Returns the values. @throws Error if the model returned an array of another size */
export function requireSize(model: LanguageModel, values: Float64Array, size: number): Float64Array {
  if (values.length !== size)
    throw new Error(`model ${model.kind} must return ${size} log-probabilities, got ${values.length}`);
  return values;
}
