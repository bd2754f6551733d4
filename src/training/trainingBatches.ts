/** The rows that training reads, in its order: as batches, and as the examples that they state. */
import type { Corpus } from '../corpus/corpus.js';
import { drawPassages } from '../corpus/prose/passages.js';
import { stream } from '../random/stream.js';
import { type FactSentences, proseBatches, proseTexts } from './proseBatches.js';
import type { Stage, StagedRows } from './rowOrder.js';
import {
  batches,
  batchRows,
  rowsOfExamples,
  type TrainingBatch,
  type TrainingSet,
  trainingSet,
} from './trainingSet.js';

/** Options of training on which its rows and their order depend. */
export interface ReadingOptions {
  readonly steps: number;
  readonly batchSize: number;
  readonly stages?: readonly Stage[] | undefined;
}

/** Sizes of the rows of training, and their batches. */
export interface TrainingBatches extends Pick<TrainingSet, 'slots' | 'predictions'> {
  /** @param skipped number of batches before the first one */
  batches(skipped: number): Generator<TrainingBatch, never>;
}

/** Returns the rows of a training. @param seed root of the stream `batches` */
export function trainingBatches(
  corpus: Corpus,
  options: ReadingOptions & { readonly loss: 'all' | 'response' },
  seed: number,
): TrainingBatches {
  const random = stream(seed, 'batches');
  const { prose } = corpus.world;
  if (prose !== undefined) {
    const { window } = prose.options;
    return {
      slots: window,
      predictions: window,
      batches: (skipped) =>
        proseBatches(
          prose,
          factSentences(corpus),
          options,
          random,
          skipped,
          stagedRows(corpus, options, corpus.examples.family),
        ),
    };
  }
  const set = trainingSet(corpus, options.loss);
  return {
    ...set,
    batches: (skipped) => batches(set, options.batchSize, random, skipped, stagedRows(corpus, options, set.family)),
  };
}

/**
 * Yields, for each step from the first on, the examples that its rows state, repeats included: the order of `trainingBatches`,
 * drawn again from the same stream.
 */
export const examplesRead = function* (
  corpus: Corpus,
  options: ReadingOptions,
  seed: number,
): Generator<ArrayLike<number>, never> {
  const random = stream(seed, 'batches');
  const { world, examples } = corpus;
  if (world.prose !== undefined) {
    const staged = stagedRows(corpus, options, examples.family);
    const steps = proseTexts(world.prose, factSentences(corpus), options, random, staged);
    for (;;) yield steps.next().value.stated;
  }
  const { rows, exampleOf } = rowsOfExamples(world, examples);
  const family = Uint16Array.from({ length: rows }, (_, row) => examples.family[exampleOf(row)]);
  const steps = batchRows(rows, options.batchSize, random, stagedRows(corpus, options, family));
  for (;;) yield steps.next().value.map(exampleOf);
};

function factSentences({ world, statements }: Corpus): FactSentences {
  return {
    statements: statements!,
    ...(world.prose!.options.passages !== undefined && { nextPassage: drawPassages(world) }),
  };
}

function stagedRows(
  { world }: Corpus,
  { stages, steps }: ReadingOptions,
  family: ArrayLike<number>,
): StagedRows | undefined {
  return stages && { stages, steps, names: world.families.map(({ name }) => name), family };
}
