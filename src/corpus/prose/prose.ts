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

/** Prose that this process has made: the runs of a sweep share it. One at a time, for it may be large. */
let made: { readonly key: string; readonly documents: readonly string[]; readonly prose: Prose } | undefined;

/**
 * Splits documents into training and held-out ones, trains the tokenizer on the former, and encodes both. The split depends on
 * the documents alone: all seeds hold out the same ones.
 * @param answers texts of all responses
 * @throws UserError for a text of too few documents
 */
export function proseOf(options: ProseOptions, documents: readonly string[], answers: readonly string[]): Prose {
  const key = JSON.stringify([options, answers]);
  if (made?.key === key && made.documents === documents) return made.prose;
  const prose = newProse(options, documents, answers);
  made = { key, documents, prose };
  return prose;
}

function newProse(options: ProseOptions, documents: readonly string[], answers: readonly string[]): Prose {
  const { heldOut: share, vocabulary, window } = options;
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
  const prose: Prose = {
    options,
    tokenizer,
    training: runningText(training, tokenizer),
    heldOut: runningText(heldOutDocuments, tokenizer),
    heldOutDocuments,
    knownPieces: new Set(training.flatMap((text) => text.match(/\p{L}+/gu) ?? [])),
  };
  for (const text of [prose.training, prose.heldOut])
    if (text.tokens.length < 2 * window + options.context)
      throw tooShort(`${text.tokens.length} tokens`, `at least ${2 * window + options.context} in each part`);
  return prose;
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
