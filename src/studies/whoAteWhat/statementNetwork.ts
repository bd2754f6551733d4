/** A transformer that learns statements of two tokens and says them without a prompt. */
import { START } from '../../corpus/vocabulary.js';
import { createEngine } from '../../engine/engine.js';
import type { LanguageModel } from '../../models/languageModel.js';
import { initialParameters, parameterCount } from '../../models/networks/network.js';
import { transformer } from '../../models/networks/transformer.js';
import { neuralScorer } from '../../models/neuralScoring/neuralScorer.js';
import { integer } from '../../random/integer.js';
import { normal } from '../../random/normal.js';
import { type Stream, stream } from '../../random/stream.js';
import { dropoutMasks } from '../../training/dropoutMasks.js';
import { optimiser, withoutMoments } from '../../training/optimiser.js';
import { trainingStep } from '../../training/trainingStep.js';
import type { FactList } from './list.js';
import { type StatementModel, tokensOf } from './statements.js';

/** Sizes and training of the network. */
export interface NetworkOptions {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly dropout: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** AdamW and clipping as in the published code: minGPT's. */
const PUBLISHED = {
  optimiser: 'adam',
  beta1: 0.9,
  beta2: 0.95,
  weightDecay: 0.1,
  clipNorm: 1,
  warmupSteps: 0,
  decay: 'none',
} as const;

/** A statement: the start, who and what; the last is only predicted. */
const SLOTS = 2;

/** Measurements of a network in training. */
export interface Measuring<T> {
  /** Steps after which the network is measured, ascending. */
  readonly after: readonly number[];
  measure(model: StatementModel): T;
  /** Called after each step. */
  onStep(step: number): void;
}

/**
 * Trains a network on the rows of a list, drawn with putting back as minGPT's trainer draws them.
 * @param seed root of the streams `initialisation`, `batches` and `dropout`
 * @returns the number of its parameters, and what was measured
 * @throws DivergenceError
 */
export async function trainOnStatements<T>(
  list: FactList,
  { layers, heads, width, dropout, batchSize, steps, learningRate }: NetworkOptions,
  seed: number,
  { after, measure, onStep }: Measuring<T>,
): Promise<{ readonly parameters: number; readonly measured: readonly T[] }> {
  const tokens = 1 + list.people + list.foods;
  const network = transformer.network(transformer.options.parse({ layers, heads, width, dropout }), tokens, SLOTS);
  const training = { ...PUBLISHED, steps, learningRate };
  const engine = await createEngine('compiled', 1);
  const predictions = batchSize * SLOTS;
  const step = await engine.prepare(
    trainingStep(network, { batch: batchSize, slots: SLOTS, predictions, rowwise: true }, training),
  );
  const scorer = neuralScorer(network, engine);
  try {
    const initialisation = stream(seed, 'initialisation');
    const start = withoutMoments(initialParameters(network, () => normal(initialisation)));
    const under = optimiser(step, scorer, training, start);
    const draws = stream(seed, 'batches');
    const measured: T[] = [];
    for (let now = 1; now <= steps; now++) {
      await under.step(now, {
        ...batchOf(list, batchSize, draws),
        ...dropoutMasks(network, batchSize, SLOTS, seed, now),
      });
      onStep(now);
      if (after.includes(now))
        await under.ask(now, async (model) => measured.push(measure(await statementModel(model, list))));
    }
    return { parameters: parameterCount(network), measured };
  } finally {
    await step.dispose();
    await scorer.dispose();
  }
}

/** Draws rows; the loss is of both tokens. */
function batchOf(list: FactList, batchSize: number, draws: Stream) {
  const predictions = batchSize * SLOTS;
  const batch = {
    tokens: new Int32Array(predictions),
    asked: Int32Array.from({ length: predictions }, (_, slot) => slot),
    labels: new Int32Array(predictions),
    weights: new Float32Array(predictions).fill(1 / predictions),
  };
  for (let row = 0; row < batchSize; row++) {
    const [who, what] = tokensOf(list, list.pairs[list.rows[integer(draws, list.rows.length)]]);
    batch.tokens.set([START, who], row * SLOTS);
    batch.labels.set([who, what], row * SLOTS);
  }
  return batch;
}

async function statementModel(model: LanguageModel, { people }: FactList): Promise<StatementModel> {
  const contexts = [[], ...Array.from({ length: people }, (_, person) => [1 + person])];
  const logs = await model.nextTokenLogProbabilities(contexts.map((context) => Int32Array.from(context)));
  const probabilities = logs.map(Math.exp);
  const tokens = model.vocabularySize;
  return { tokens, who: probabilities.subarray(0, tokens), what: probabilities.subarray(tokens) };
}
