/** Texts that a model of running text writes after a beginning, with the facts that they state. */
import type { Corpus } from '../../corpus/corpus.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { Stream } from '../../random/stream.js';
import type { WrittenText } from '../../results/spoken.js';
import { factFinder } from './statedFacts.js';
import { writeTexts } from './writeTexts.js';

/** Continues each beginning to the length of a training row, tokens drawn from p̂. */
export async function continueTexts(
  model: LanguageModel,
  corpus: Corpus,
  beginnings: readonly string[],
  draws: Stream,
): Promise<readonly WrittenText[]> {
  const { tokenizer, options } = corpus.world.prose!;
  const { encode, vocabulary } = tokenizer;
  const prompts = beginnings.map((text) => (text.trim() === '' ? new Int32Array(0) : encode(` ${text.trim()}`)));
  const written = await writeTexts(model, prompts, options.window, options.window, draws);
  const find = factFinder(corpus);
  return written.map((tokens, i) => {
    const text = vocabulary.text([...prompts[i], ...tokens]);
    return { beginning: beginnings[i], text, facts: find(text) };
  });
}
