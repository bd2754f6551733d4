/** Checkpoints of known architectures, computed by this program's engine: all responses to a prompt in one sentence. */
import { responseLogProbabilities } from '../../corpus/answerTree.js';
import type { Engine } from '../../engine/engine.js';
import { sizeOf } from '../../engine/program.js';
import { scoringPrograms } from '../neuralScoring/neuralScorer.js';
import { scoreTree } from '../neuralScoring/scoreTree.js';
import { inputOf, oneByOne, type Scored } from '../neuralScoring/scoringProgram.js';
import type { Architecture } from './architecture.js';
import type { CheckpointFiles } from './checkpointFiles.js';
import type { ContextModel } from './contextModel.js';
import { gpt2 } from './gpt2.js';
import { readJsonFile, unsupported } from './jsonFile.js';
import { llama } from './llama.js';
import { readWeights } from './readWeights.js';

const ARCHITECTURES = { gpt2, llama };

/** Largest number of inner nodes of a tree: attention of a sentence to itself is a matrix of that size. */
const MOST_NODES = 1024;
/** Largest number of logits of a sentence, 128 MiB. */
const MOST_LOGITS = 2 ** 25;
/** Largest number of logits of all programs that are kept, 256 MiB, of which a program holds about three copies. */
const MOST_KEPT_LOGITS = 2 ** 26;

/** @throws UserError for an architecture or a config that is not computed here */
export function networkModel({ config, weights }: CheckpointFiles, engine: Engine): ContextModel {
  const architecture = architectureOf(config!);
  const { network } = architecture;
  const parameters = readWeights(weights, architecture);
  const { prepare, dispose } = scoringPrograms(network, engine, oneByOne(network), MOST_KEPT_LOGITS);
  const feeds = Object.fromEntries(Object.entries(parameters).map(([name, values]) => [inputOf(name), values]));
  const { vocabularySize, maxPositions } = network;
  return {
    trainableParameters: network.parameters
      .filter(({ name }) => !(name in architecture.computed))
      .reduce((total, { shape }) => total + sizeOf(shape), 0),
    vocabularySize,
    maxPositions,
    mostNodes: Math.max(1, Math.min(MOST_NODES, Math.floor(MOST_LOGITS / vocabularySize))),
    logProbabilities: async (contexts, tree) => {
      const scored: Scored = {
        network,
        parameters: feeds,
        prepare,
        lead: [],
        mostSentences: powerOfTwoFrom(largestGroup(contexts)),
      };
      const edges = tree.edgeToken.length;
      const logs = await scoreTree(scored, contexts, tree);
      return contexts.map((_, i) => responseLogProbabilities(tree, logs.subarray(i * edges, (i + 1) * edges)));
    },
    dispose,
  };
}

function architectureOf(file: string): Architecture {
  const config = readJsonFile(file);
  const make = Object.entries(ARCHITECTURES).find(([name]) => name === config.content.model_type)?.[1];
  if (make !== undefined) return make(config);
  throw unsupported(
    config,
    'model_type',
    Object.keys(ARCHITECTURES).join(' or '),
    'export the model to ONNX, and name the .onnx file: docs/other-models.md',
  );
}

/** Number of contexts of the commonest length, which share a run. */
function largestGroup(contexts: readonly Int32Array[]): number {
  const counts = new Map<number, number>();
  for (const { length } of contexts) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 1);
}

/** Sizes of runs are rounded up, so that few programs serve all batches. */
function powerOfTwoFrom(count: number): number {
  let size = 1;
  while (size < count) size *= 2;
  return size;
}
