/** The running text of a world: what training reads around the facts, what it never reads, and how it is cut into tokens. */
import { UserError } from '../../errors/userError.js';
import { shuffle } from '../../random/shuffle.js';
import { stream } from '../../random/stream.js';
import type { Bpe } from '../../text/trainBpe.js';
import { type Documents, inMemory, type Texts, type TextWriter } from './keptText.js';
import { pieceCounts } from './pieceCounts.js';
import type { ProseOptions } from './proseOptions.js';
import { type ProseTokenizer, proseBpe, proseTokenizer } from './proseTokenizer.js';
import { MOST_TOKENS, type RunningText, runningText, runningTextWriter } from './runningText.js';

export interface Prose {
  readonly options: ProseOptions;
  readonly tokenizer: ProseTokenizer;
  readonly training: RunningText;
  readonly heldOut: RunningText;
  /** Documents that training never reads, in their order. */
  readonly heldOutDocuments: Texts;
  /** Words of the training documents. */
  knownWords(): ReadonlySet<string>;
}

/** A text in tokens, without the options of training on it. */
type EncodedText = Omit<Prose, 'options'>;

/** A value that this process has made last: the runs of a sweep share it. One at a time, for it may be large. */
interface Made<Value> {
  readonly key: string;
  readonly documents: Documents;
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
export function proseOf(options: ProseOptions, documents: Documents, answers: readonly string[]): Prose {
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

/** Tokenizer and numbers of characters, which JSON keeps. */
interface Rest {
  readonly bpe: Bpe;
  readonly characters: { readonly training: number; readonly heldOut: number };
}

function encodedText(
  options: Pick<ProseOptions, 'heldOut' | 'vocabulary'>,
  documents: Documents,
  answers: readonly string[],
): EncodedText {
  const { heldOut, vocabulary } = options;
  const key = JSON.stringify({ heldOut, vocabulary, answers });
  const kept = (documents.keeper ?? inMemory).kept(key, (writer) => writeText(writer, options, documents, answers));
  const { bpe, characters } = kept.rest() as Rest;
  let words: ReadonlySet<string> | undefined;
  return {
    tokenizer: proseTokenizer(bpe),
    training: runningText(kept, 'training', characters.training),
    heldOut: runningText(kept, 'held-out', characters.heldOut),
    heldOutDocuments: kept.texts('held-out'),
    knownWords: () => {
      words ??= new Set(kept.texts('words'));
      return words;
    },
  };
}

/** Goes through the documents twice: the tokenizer is trained on all that training reads, and then encodes them. */
function writeText(
  writer: TextWriter,
  { heldOut: share, vocabulary }: Pick<ProseOptions, 'heldOut' | 'vocabulary'>,
  documents: Documents,
  answers: readonly string[],
): void {
  const apart = Math.max(1, Math.round(share * documents.length));
  if (apart === documents.length) throw tooShort(`${documents.length} document`, 'two documents or more');
  const order = shuffle(
    stream(0, 'text/held-out'),
    Int32Array.from({ length: documents.length }, (_, at) => at),
  );
  const isHeldOut = new Uint8Array(documents.length);
  for (const at of order.subarray(0, apart)) isHeldOut[at] = 1;
  const pieces = pieceCounts();
  let at = 0;
  for (const document of documents) if (isHeldOut[at++] === 0) pieces.add(document);
  const words = writer.texts('words');
  for (const word of pieces.words) words(word);
  const bpe = proseBpe(pieces, answers, vocabulary);
  const tokenizer = proseTokenizer(bpe);
  const training = runningTextWriter(writer, 'training', tokenizer);
  const heldOut = runningTextWriter(writer, 'held-out', tokenizer);
  const apartDocument = writer.texts('held-out');
  at = 0;
  for (const document of documents) {
    const part = isHeldOut[at++] === 0 ? training : heldOut;
    part.add(document);
    if (part === heldOut) apartDocument(document);
    if (part.tokens > MOST_TOKENS) throw tooLong();
  }
  const rest: Rest = { bpe, characters: { training: training.characters, heldOut: heldOut.characters } };
  writer.rest(rest);
}

function tooLong(): UserError {
  return new UserError({
    code: 'too-large',
    summary: 'the text is too long',
    keyPath: 'corpus.text.source',
    found: `more than ${MOST_TOKENS} tokens`,
    hint: 'leave a part of it out, or raise corpus.text.vocabulary, so that words are fewer tokens',
  });
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
