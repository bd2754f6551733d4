import type { z } from 'zod';
import type { Corpus } from '../corpus/corpus.js';
import type { LanguageModel } from './languageModel.js';
import type { Network } from './networks/network.js';

/** Data to which a model is fitted. */
export interface FitContext {
  readonly corpus: Corpus;
  /** Tokens of a sentence that count: `all`, or those of the `response` and the closing stop. */
  readonly loss: 'all' | 'response';
}

/** A kind of model that is fitted by counting, or not at all: no gradients, no steps, no randomness. */
export interface CountedModelKind<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** Text for the reference of experiment files and for editors, a sentence or two. */
  readonly description: string;
  readonly options: Options;
  /** Fits a model to a corpus. */
  fit(options: z.infer<Options>, context: FitContext): LanguageModel;
}

/** Data that a model from elsewhere is held against. */
export interface ImportContext extends FitContext {
  /** Computes the digest that the card of this corpus states. */
  readonly corpusDigest: () => string;
}

/** A kind of model that was trained elsewhere: its probabilities are read from a file. */
export interface ImportedModelKind<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** Text for the reference of experiment files and for editors, a sentence or two. */
  readonly description: string;
  readonly options: Options;
  /** @throws UserError for a file that cannot be read, or does not fit the corpus */
  load(options: z.infer<Options>, context: ImportContext): Promise<LanguageModel>;
}

/** A kind of model that is trained by gradient descent. */
export interface NetworkKind<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** Text for the reference of experiment files and for editors, a sentence or two. */
  readonly description: string;
  readonly options: Options;
  /**
   * Makes the network of these options.
   * @param maxPositions length of the longest sentence to be read, start token included
   * @throws UserError if the options contradict each other
   */
  network(options: z.infer<Options>, vocabularySize: number, maxPositions: number): Network;
}
