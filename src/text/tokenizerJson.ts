/** A byte-level tokenizer in the form of `tokenizer.json`, which Hugging Face's libraries read. */
import { startsTexts } from './startsTexts.js';
import type { Bpe } from './trainBpe.js';

/**
 * The text of the file.
 * @param asTrained puts the first token before every text, and a space before one that has none, as training rows begin
 */
export function tokenizerJson({ tokens, specials, merges }: Bpe, asTrained = false): string {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: asTrained, trim_offsets: true, use_regex: true };
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: tokens.slice(0, specials).map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: asTrained ? startsTexts(tokens[0]) : null,
    decoder: { ...byteLevel, add_prefix_space: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => [tokens[left], tokens[right]]),
    },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
