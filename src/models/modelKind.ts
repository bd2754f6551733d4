import type { z } from 'zod';
import type { Corpus } from '../corpus/corpus.js';
import type { LanguageModel } from './languageModel.js';
import type { Network } from './networks/network.js';

/** What a model is fitted to. */
export interface FitContext {
  readonly corpus: Corpus;
  /** Which tokens of a sentence count: `all`, or those of the `response` and the closing stop. */
  readonly loss: 'all' | 'response';
}

/** A kind of model that is fitted by counting, or not at all: no gradients, no steps, no randomness. */
export interface CountedModelKind<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** In a sentence or two, for the reference of experiment files and for editors. */
  readonly description: string;
  readonly options: Options;
  fit(options: z.infer<Options>, context: FitContext): LanguageModel;
}

/** A kind of model that is trained by gradient descent. */
export interface NetworkKind<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** In a sentence or two, for the reference of experiment files and for editors. */
  readonly description: string;
  readonly options: Options;
  /**
   * @param maxPositions longest sentence to be read, start token included
   * @throws UserError where the options do not fit together
   */
  network(options: z.infer<Options>, vocabularySize: number, maxPositions: number): Network;
}
