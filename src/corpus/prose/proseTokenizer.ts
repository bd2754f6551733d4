/** The tokenizer of a corpus in running text: trained on the text, with the words of the answers. */
import { bpeEncoder } from '../../text/bpeEncoder.js';
import { textPieces } from '../../text/textPieces.js';
import { type Bpe, trainBpe } from '../../text/trainBpe.js';
import { STOP, type Vocabulary, vocabularyOf } from '../vocabulary.js';

export interface ProseTokenizer {
  readonly bpe: Bpe;
  readonly vocabulary: Vocabulary;
  /** Token ids of a text. */
  encode(text: string): Int32Array;
}

/**
 * Times that each answer is counted beside the text: often enough that most of its words become one token. Their rank among the
 * facts plays no part, so that tokens tell nothing about what training shows.
 */
const ANSWER_TIMES = 1000;

/**
 * Trains the tokenizer. Id 0 is the start, which no text gives, and id 1 the full stop.
 * @param size number of tokens, at least 257
 */
export function proseTokenizer(documents: readonly string[], answers: readonly string[], size: number): ProseTokenizer {
  const counts = new Map<string, number>();
  const count = (text: string, times: number): void => {
    for (const piece of textPieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + times);
  };
  for (const text of documents) count(text, 1);
  for (const answer of answers) count(` ${answer}`, ANSWER_TIMES);
  const bpe = withStop(trainBpe(counts, { vocabulary: size, specials: ['<s>'] }));
  const { encode, decode } = bpeEncoder(bpe);
  return { bpe, encode, vocabulary: vocabularyOf(bpe.tokens, (tokens) => decode(tokens).replace(/^ /, '')) };
}

/** Exchanges the ids of the full stop and of the token behind the start. */
function withStop({ tokens, specials, merges }: Bpe): Bpe {
  const stop = tokens.indexOf('.');
  const renumbered = (id: number): number => (id === stop ? STOP : id === STOP ? stop : id);
  return {
    tokens: tokens.map((_, id) => tokens[renumbered(id)]),
    specials,
    merges: merges.map(([left, right]) => [renumbered(left), renumbered(right)]),
  };
}
