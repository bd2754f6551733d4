/** A tokenizer of whole words in the form of `tokenizer.json`, which Hugging Face's libraries read. */

import { startsTexts } from './startsTexts.js';

/** The text of the file. @param words word of each id, the first of which begins every text */
export function wordTokenizerJson(words: readonly string[]): string {
  const [start] = words;
  const special = { id: 0, content: start, single_word: false, lstrip: false, rstrip: false, normalized: false };
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [{ ...special, special: true }],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: startsTexts(start),
    decoder: null,
    model: { type: 'WordLevel', vocab: Object.fromEntries(words.map((word, id) => [word, id])), unk_token: start },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
