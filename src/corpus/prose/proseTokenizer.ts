/** The tokenizer of a corpus in running text: trained on the text, with the words of the answers. */
import { type BpeEncoder, bpeEncoder } from '../../text/bpeEncoder.js';
import { type Bpe, trainBpe } from '../../text/trainBpe.js';
import { STOP, type Vocabulary, vocabularyOf } from '../vocabulary.js';
import type { PieceCounts } from './pieceCounts.js';

export interface ProseTokenizer extends Pick<BpeEncoder, 'encode' | 'forEachToken'> {
  readonly bpe: Bpe;
  readonly vocabulary: Vocabulary;
}

/**
 * Times that each answer is counted beside the text: often enough that most of its words become one token. Their rank among the
 * facts plays no part, so that tokens tell nothing about what training shows.
 */
const ANSWER_TIMES = 1000;

/**
 * Trains a tokenizer on the pieces of documents, to which it adds those of the answers. Id 0 is the start, which no text gives, and
 * id 1 the full stop.
 * @param size number of tokens, at least 257
 */
export function proseBpe(pieces: PieceCounts, answers: readonly string[], size: number): Bpe {
  for (const answer of answers) pieces.addTimes(` ${answer}`, ANSWER_TIMES);
  return withStop(trainBpe(pieces.counts, { vocabulary: size, specials: ['<s>'] }));
}

export function proseTokenizer(bpe: Bpe): ProseTokenizer {
  const { encode, forEachToken, decode } = bpeEncoder(bpe);
  const vocabulary = vocabularyOf(bpe.tokens, (tokens) => decode(tokens).replace(/^ /, ''));
  return { bpe, encode, forEachToken, vocabulary };
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
