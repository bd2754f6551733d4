/** A training small enough for every engine, the cpu backend included. */

import type { Corpus } from '../../src/corpus/corpus.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Network } from '../../src/models/networks/network.js';
import { transformer } from '../../src/models/networks/transformer.js';
import type { TrainingState } from '../../src/models/saved/savedModel.js';
import { longestSentence, type TrainingOptions, type TrainingRun, train } from '../../src/training/train.js';
import { brackets, facts, worldOf } from '../corpus/worlds.js';

export const smallCorpus: Corpus = drawCorpus(
  worldOf(
    {
      birthdays: facts({ prompts: 60, responses: 365, answerProbability: 0.9 }),
      brackets: brackets({ prompts: 30, kinds: 2, depth: 2, length: 4 }),
    },
    { examples: 120, seed: 5 },
  ),
  120,
  5,
);

export function smallNetwork(
  changes: Partial<Parameters<typeof transformer.network>[0]> = {},
  corpus = smallCorpus,
): Network {
  return transformer.network(
    transformer.options.parse({ layers: 2, heads: 2, width: 16, mlpRatio: 2, ...changes }),
    corpus.world.vocabulary.words.length,
    longestSentence(corpus.world),
  );
}

export const smallOptions: TrainingOptions = {
  steps: 20,
  batchSize: 16,
  learningRate: 0.01,
  warmupSteps: 5,
  decay: 'cosine',
  optimiser: 'adam',
  weightDecay: 0.1,
  clipNorm: 1,
  beta1: 0.9,
  beta2: 0.99,
  loss: 'response',
};

/** Trains and returns the loss of each step. */
export async function lossesOf(
  engine: Engine,
  { onEnd, ...run }: Partial<TrainingRun> & { onEnd?: (state: TrainingState) => void } = {},
): Promise<number[]> {
  const losses: number[] = [];
  const state = await train({
    corpus: smallCorpus,
    network: smallNetwork(),
    engine,
    options: smallOptions,
    seed: 3,
    curvePoints: 0,
    onMeasure: async () => {},
    ...run,
    onStep: (_step, loss) => losses.push(loss),
  });
  onEnd?.(state);
  return losses;
}
