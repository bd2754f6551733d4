/** Texts that a model of running text writes, token by token from p̂. */
import { CONTEXTS_PER_CALL, requireSize } from '../../models/contexts.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { Stream } from '../../random/stream.js';
import { drawToken } from '../sampleResponses.js';

/**
 * Writes on after each prompt.
 * @param prompts token ids, [texts][length]; an empty one begins a new row
 * @param length number of tokens to write
 * @param window tokens that the model reads at most, the last ones of a longer text
 * @param draws draws each token from p̂
 * @returns token ids behind each prompt, [texts][length]
 */
export async function writeTexts(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  length: number,
  window: number,
  draws: Stream,
): Promise<readonly Int32Array[]> {
  const { vocabularySize } = model;
  const texts = prompts.map((prompt) => {
    const text = new Int32Array(prompt.length + length);
    text.set(prompt);
    return text;
  });
  for (let step = 0; step < length; step++) {
    for (let first = 0; first < texts.length; first += CONTEXTS_PER_CALL) {
      const rows = texts.slice(first, first + CONTEXTS_PER_CALL);
      const ends = rows.map((_, row) => prompts[first + row].length + step);
      const contexts = rows.map((text, row) => text.slice(Math.max(0, ends[row] - (window - 1)), ends[row]));
      const next = requireSize(model, await model.nextTokenLogProbabilities(contexts), rows.length * vocabularySize);
      rows.forEach((text, row) => {
        text[ends[row]] = drawToken(next.subarray(row * vocabularySize, (row + 1) * vocabularySize), draws);
      });
    }
  }
  return texts.map((text, i) => text.slice(prompts[i].length));
}
