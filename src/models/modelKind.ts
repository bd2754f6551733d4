import type { z } from 'zod';
import type { EngineConfig } from '../config/schema/engineSchema.js';
import type { Corpus } from '../corpus/corpus.js';
import type { LanguageModel } from './languageModel.js';
import type { Network } from './networks/network.js';

/** Data to which a model is fitted. */
export interface FitContext {
  readonly corpus: Corpus;
  /** Tokens of a sentence that count: `all`, or those of the `response` and the closing stop. */
  readonly loss: 'all' | 'response';
  /** Seed of the model, for kinds of plugins that draw random numbers; the kinds of this program draw none. */
  readonly seed?: number;
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

/** Everything with which a model that was trained elsewhere is loaded. */
export interface ImportContext extends FitContext {
  /** The engine of the run, for kinds that compute. */
  readonly engine: EngineConfig;
  /** Computes the digest that the card of this corpus states. */
  readonly corpusDigest: () => string;
  /** Takes the share of the prompts that have been asked, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
  /** The needs of kinds that ask a server; left out where no run is stored. */
  readonly asking?: Asking | undefined;
}

/** Files in which the answers of servers are kept, and the environment with their keys. */
export interface Asking {
  /** File of the run's own answers. */
  readonly file: string;
  /** Files of other runs, which may hold the same answers. */
  readonly others: readonly string[];
  /** Variables of the environment, which hold the keys. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Files of a model that was trained elsewhere. A run is known by their content. */
export interface ModelFiles<Options> {
  /** Key of the option that names a file or a folder; it is looked up beside the experiment's file, too. */
  readonly key: string;
  /** Returns the files whose content is the model, in a fixed order. @throws UserError for a place that holds no model */
  list(place: string): readonly string[];
  /** Returns options that the files decide, for the config of the run. @throws UserError */
  decided?(options: Options): Partial<Options>;
}

/** A kind of model that was trained elsewhere, or is asked in texts: it gives probabilities of whole responses alone. */
export interface ImportedModelKind<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** Text for the reference of experiment files and for editors, a sentence or two. */
  readonly description: string;
  readonly options: Options;
  /** Left out for a model that is no file. Its kind has the option `sha256`, which the program fills in. */
  readonly files?: ModelFiles<z.infer<Options>>;
  /** Options on which no number depends, such as the address of a server; left out if all decide. */
  readonly aside?: readonly string[];
  /** Loading takes so long that its progress is shown; left out if it does not. */
  readonly isAsked?: true;
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
