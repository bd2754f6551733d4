/** Messages between the page and the worker that trains its transformer. */
import type { Lexicon } from '../../corpus/lexicon.js';
import type { LiveMeasurement } from './liveTraining.js';
import type { StoryState } from './storyState.js';

/** The one message that a worker is sent. */
export interface TrainingAsked extends Pick<StoryState, 'sentences' | 'seed'> {
  /** Binary of the tensor library. */
  readonly binary: Uint8Array<ArrayBuffer>;
  readonly lexicon: Lexicon;
  readonly steps: number;
}

/** Messages of a worker, in this order, unless it fails. */
export type TrainingTold =
  | { readonly kind: 'begun'; readonly parameters: number }
  | { readonly kind: 'measured'; readonly measured: LiveMeasurement }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly reason: string };
