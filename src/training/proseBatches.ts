/**
 * Training rows in running text: sentences of the documents, with sentences that state facts between them. Text and facts come in
 * shuffled epochs of their own, so that facts can be stated more often than the text is read.
 */
import { type Integers, lowerBound } from '../corpus/prose/keptText.js';
import type { Prose } from '../corpus/prose/prose.js';
import { factsPerRow, meanLength } from '../corpus/prose/proseOptions.js';
import { START } from '../corpus/vocabulary.js';
import { integer } from '../random/integer.js';
import type { Stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import { rowOrder, type StagedRows } from './rowOrder.js';
import type { TrainingBatch } from './trainingSet.js';

/** Options of training on which rows of running text depend. */
export interface ProseSchedule {
  readonly steps: number;
  readonly batchSize: number;
}

/** Sentences that stand between those of the text. */
export interface FactSentences {
  /** Tokens of the sentence of each fact row. */
  readonly statements: readonly Int32Array[];
  /** Draws the tokens of a passage with the question behind it, where the text holds passages. */
  readonly nextPassage?: (draws: Stream) => Int32Array;
}

/** Texts of the rows of one step. */
export interface ProseTexts {
  /** Tokens, [batchSize × window]. */
  readonly texts: Int32Array;
  /** Indices of the sentences of facts that stand in them, in the order read. */
  readonly stated: readonly number[];
}

/**
 * Yields the batches of all steps. A row is the start and `window` tokens, all of them predicted but the start.
 * @param skipped number of batches that are drawn and left out before the first one
 * @param staged left out: every step reads the facts of all families
 */
export const proseBatches = function* (
  prose: Prose,
  sentences: FactSentences,
  schedule: ProseSchedule,
  random: Stream,
  skipped = 0,
  staged?: StagedRows,
): Generator<TrainingBatch, never> {
  const steps = proseTexts(prose, sentences, schedule, random, staged);
  for (let step = 1; ; step++) {
    const { texts } = steps.next().value;
    if (step > skipped) yield batchOf(texts, prose.options.window);
  }
};

/** Yields the texts of all steps, with the facts that they state; parameters as of `proseBatches`. */
export const proseTexts = function* (
  { training, options }: Prose,
  { statements, nextPassage }: FactSentences,
  { steps, batchSize }: ProseSchedule,
  random: Stream,
  staged?: StagedRows,
): Generator<ProseTexts, never> {
  const { window, facts, passages = 0 } = options;
  const perRow = factsPerRow(meanLength(statements), options);
  const nextStart = textStarts(training.tokens.length, window, random);
  const nextFact = rowOrder(statements.length, random, staged);
  let waiting = nextFact(1);
  const row = (step: number, into: Int32Array, stated: number[]): void => {
    const at = (step - 1) / steps;
    const mean = at >= facts.from && at < facts.until ? perRow : 0;
    const wanted = about(mean, random);
    const sentences: Int32Array[] = [];
    let taken = 0;
    for (let left = nextPassage === undefined ? 0 : about(passages, random); left > 0; left--) {
      const passage = nextPassage!(random);
      if (taken + passage.length > window) break;
      sentences.push(passage);
      taken += passage.length;
    }
    const all = sentences.length + wanted;
    while (sentences.length < all && taken + statements[waiting].length <= window) {
      sentences.push(statements[waiting]);
      stated.push(waiting);
      taken += statements[waiting].length;
      waiting = nextFact(step);
    }
    const start = sentenceFrom(training.sentences, nextStart(), training.tokens.length - (window - taken));
    mix(training, start, window - taken, sentences, random, into);
  };
  for (let step = 1; ; step++) {
    const texts = new Int32Array(batchSize * window);
    const stated: number[] = [];
    for (let b = 0; b < batchSize; b++) row(step, texts.subarray(b * window, (b + 1) * window), stated);
    yield { texts, stated };
  }
};

/** Returns a whole number next to a mean, so often that this is its mean. */
function about(mean: number, random: Stream): number {
  return Math.floor(mean) + Number(uniform(random) < mean - Math.floor(mean));
}

/** Puts sentences between those of the text. @param length tokens of the text */
function mix(
  { tokens, sentences }: Prose['training'],
  start: number,
  length: number,
  stated: readonly Int32Array[],
  random: Stream,
  into: Int32Array,
): void {
  const places: number[] = [];
  for (let at = lowerBound(sentences, start); at < sentences.length && sentences.at(at)! < start + length; at++)
    places.push(sentences.at(at)!);
  if (places.length === 0) places.push(start);
  const chosen = stated.map(() => places[integer(random, places.length)]).sort((a, b) => a - b);
  const text = tokens.slice(start, start + length);
  let written = 0;
  let read = start;
  chosen.forEach((place, i) => {
    into.set(text.subarray(read - start, place - start), written);
    written += place - read;
    into.set(stated[i], written);
    written += stated[i].length;
    read = place;
  });
  into.set(text.subarray(read - start), written);
}

/** Returns the first sentence that begins at or after a place, or the place itself if none does before `last`. */
function sentenceFrom(sentences: Integers, place: number, last: number): number {
  const at = lowerBound(sentences, place);
  return at < sentences.length && sentences.at(at)! <= last ? sentences.at(at)! : Math.min(place, last);
}

/** Returns places in the text, each window once an epoch; each epoch cuts the text at other places. */
function textStarts(length: number, window: number, random: Stream): () => number {
  const windows = Math.max(1, Math.floor(length / window) - 1);
  const next = rowOrder(windows, random);
  let offset = 0;
  let given = 0;
  return () => {
    if (given++ % windows === 0) offset = integer(random, window);
    return next(1) * window + offset;
  };
}

function batchOf(texts: Int32Array, window: number): TrainingBatch {
  const tokens = new Int32Array(texts.length);
  for (let at = 0; at < texts.length; at++) tokens[at] = at % window === 0 ? START : texts[at - 1];
  return {
    tokens,
    asked: Int32Array.from(texts, (_, at) => at),
    labels: texts,
    weights: new Float32Array(texts.length).fill(1 / texts.length),
  };
}
