/** The running text of a world: what training reads around the facts, what it never reads, and how it is cut into tokens. */
import { UserError } from '../../errors/userError.js';
import { shuffle } from '../../random/shuffle.js';
import { stream } from '../../random/stream.js';
import type { ProseOptions } from './proseOptions.js';
import { type ProseTokenizer, proseTokenizer } from './proseTokenizer.js';
import { type RunningText, runningText } from './runningText.js';

export interface Prose {
  readonly options: ProseOptions;
  readonly tokenizer: ProseTokenizer;
  readonly training: RunningText;
  readonly heldOut: RunningText;
  /** Documents that training never reads, in their order. */
  readonly heldOutDocuments: readonly string[];
  /** Words of the training documents, each with the space before it. */
  readonly knownPieces: ReadonlySet<string>;
}

/** A text in tokens, without the options of training on it. */
type EncodedText = Omit<Prose, 'options'>;

/** A value that this process has made last: the runs of a sweep share it. One at a time, for it may be large. */
interface Made<Value> {
  readonly key: string;
  readonly documents: readonly string[];
  readonly value: Value;
}

let encoded: Made<EncodedText> | undefined;
let made: Made<Prose> | undefined;

/**
 * Splits documents into training and held-out ones, trains the tokenizer on the former, and encodes both. The split depends on
 * the documents alone: all seeds hold out the same ones.
 * @param answers texts of all responses
 * @throws UserError for a text of too few documents
 */
export function proseOf(options: ProseOptions, documents: readonly string[], answers: readonly string[]): Prose {
  const key = JSON.stringify([options, answers]);
  if (made?.key === key && made.documents === documents) return made.value;
  const { heldOut, vocabulary, window, context } = options;
  // A sweep of wordings or shares has the same tokens throughout.
  const ofTokens = JSON.stringify([heldOut, vocabulary, answers]);
  if (encoded?.key !== ofTokens || encoded.documents !== documents)
    encoded = { key: ofTokens, documents, value: encodedText(options, documents, answers) };
  const value: Prose = { ...encoded.value, options };
  for (const { tokens } of [value.training, value.heldOut])
    if (tokens.length < 2 * window + context)
      throw tooShort(`${tokens.length} tokens`, `at least ${2 * window + context} in each part`);
  made = { key, documents, value };
  return value;
}

function encodedText(
  { heldOut: share, vocabulary }: ProseOptions,
  documents: readonly string[],
  answers: readonly string[],
): EncodedText {
  const apart = Math.max(1, Math.round(share * documents.length));
  const order = shuffle(
    stream(0, 'text/held-out'),
    documents.map((_, at) => at),
  );
  const kept = new Set(order.slice(0, apart));
  const training = documents.filter((_, at) => !kept.has(at));
  const heldOutDocuments = documents.filter((_, at) => kept.has(at));
  if (training.length === 0) throw tooShort(`${documents.length} document`, 'two documents or more');
  const tokenizer = proseTokenizer(training, answers, vocabulary);
  return {
    tokenizer,
    training: runningText(training, tokenizer),
    heldOut: runningText(heldOutDocuments, tokenizer),
    heldOutDocuments,
    knownPieces: new Set(training.flatMap((text) => text.match(/\p{L}+/gu) ?? [])),
  };
}

function tooShort(found: string, allowed: string): UserError {
  return new UserError({
    code: 'out-of-range',
    summary: 'the text is too short',
    keyPath: 'corpus.text.source',
    found,
    allowed,
  });
}
