/** Turns a network and its parameters into a LanguageModel, exactly: float32 logits from the engine, float64 log-soft-max here. */
import * as tf from '@tensorflow/tfjs';
import type { AnswerTree } from '../corpus/answerTree.js';
import { START } from '../corpus/vocabulary.js';
import type { Engine } from '../engine/engine.js';
import type { Executable, Program } from '../engine/program.js';
import type { LanguageModel } from './languageModel.js';
import { parameterCount, unpackParameters, visibilityMatrix, type Network } from './network.js';

/** Slots of a batch in one run of a scoring program: enough to keep the matrix products busy, little enough for the cache. */
const SLOTS_PER_RUN = 2048;

export interface NeuralScorer {
  /** The model at these parameters, [parameterCount]; valid until the scorer is disposed of. */
  modelAt(theta: Float32Array): LanguageModel;
  dispose(): Promise<void>;
}

/** Scoring programs are prepared once per shape and serve every state of the parameters. */
export const neuralScorer = (network: Network, engine: Engine): NeuralScorer => {
  const prepared = new Map<string, Promise<Executable>>();
  const prepare = (batch: number, slots: number, rows: number): Promise<Executable> => {
    const key = `${batch} ${slots} ${rows}`;
    const known = prepared.get(key);
    if (known !== undefined) return known;
    const executable = engine.prepare(scoringProgram(network, batch, slots, rows));
    prepared.set(key, executable);
    return executable;
  };
  return {
    modelAt: (theta) => ({
      kind: network.kind,
      trainableParameters: parameterCount(network),
      vocabularySize: network.vocabularySize,
      nextTokenLogProbabilities: (contexts) => scoreContexts(network, theta, contexts, prepare),
      answerTreeLogProbabilities: (prompts, tree) => scoreTree(network, theta, prompts, tree, prepare),
      pathLogProbabilities: (prompts, paths) => scorePaths(network, theta, prompts, paths, prepare),
    }),
    dispose: async () => {
      for (const executable of prepared.values()) await (await executable).dispose();
      prepared.clear();
    },
  };
};

type Prepare = (batch: number, slots: number, rows: number) => Promise<Executable>;

/** Logits after chosen slots of a batch; layout and slots are inputs, so that one program serves all prompt lengths. */
const scoringProgram = (network: Network, batch: number, slots: number, rows: number): Program => ({
  inputs: {
    theta: { shape: [parameterCount(network)], dtype: 'float32' },
    tokens: { shape: [batch, slots], dtype: 'int32' },
    positions: { shape: [slots], dtype: 'int32' },
    visibility: { shape: [slots, slots], dtype: 'float32' },
    asked: { shape: [rows], dtype: 'int32' },
  },
  run: ({ theta, tokens, positions, visibility, asked }) => {
    const parameters = unpackParameters(network, theta as tf.Tensor1D);
    const layout = { positions: positions as tf.Tensor1D, visibility: visibility as tf.Tensor2D };
    const hidden = network.hidden(parameters, tokens as tf.Tensor2D, layout);
    return { logits: network.logits(parameters, tf.gather(hidden, asked as tf.Tensor1D)) };
  },
});

const scoreContexts = async (network: Network, theta: Float32Array, contexts: readonly Int32Array[], prepare: Prepare): Promise<Float64Array> => {
  const vocabulary = network.vocabularySize;
  const result = new Float64Array(contexts.length * vocabulary);
  // All that the network can read, whatever is asked: contexts that grow by a token each call share one program.
  const slots = Math.max(network.maxPositions, 1 + contexts.reduce((longest, context) => Math.max(longest, context.length), 0));
  const batch = Math.max(1, Math.floor(SLOTS_PER_RUN / slots));
  const executable = await prepare(batch, slots, batch);
  const { positions, visibility } = plainLayout(network, slots);
  for (let from = 0; from < contexts.length; from += batch) {
    const rows = contexts.slice(from, from + batch);
    const tokens = new Int32Array(batch * slots).fill(START);
    const asked = new Int32Array(batch);
    rows.forEach((context, row) => {
      tokens.set(context, row * slots + 1);
      asked[row] = row * slots + context.length;
    });
    const { logits } = await executable.run({ theta, tokens, positions, visibility, asked });
    for (let row = 0; row < rows.length; row++) {
      const at = row * vocabulary;
      const logNormaliser = logSumExp(logits, at, vocabulary);
      for (let token = 0; token < vocabulary; token++) result[from * vocabulary + at + token] = logits[at + token] - logNormaliser;
    }
  }
  return result;
};

/** One sentence a row, prompt and path; all tokens of the path are asked at once. */
const scorePaths = async (
  network: Network,
  theta: Float32Array,
  prompts: readonly Int32Array[],
  paths: readonly Int32Array[],
  prepare: Prepare,
): Promise<Float64Array> => {
  const vocabulary = network.vocabularySize;
  const result = new Float64Array(prompts.length);
  const longest = paths.reduce((length, path) => Math.max(length, path.length), 0);
  const slots = prompts.reduce((length, prompt, i) => Math.max(length, prompt.length + paths[i].length), 0);
  const batch = Math.max(1, Math.floor(SLOTS_PER_RUN / slots));
  const executable = await prepare(batch, slots, batch * longest);
  const { positions, visibility } = plainLayout(network, slots);
  for (let from = 0; from < prompts.length; from += batch) {
    const rows = prompts.slice(from, from + batch);
    const tokens = new Int32Array(batch * slots).fill(START);
    const asked = new Int32Array(batch * longest);
    rows.forEach((prompt, row) => {
      const path = paths[from + row];
      tokens.set(prompt, row * slots + 1);
      tokens.set(path.subarray(0, -1), row * slots + 1 + prompt.length);
      for (let i = 0; i < path.length; i++) asked[row * longest + i] = row * slots + prompt.length + i;
    });
    const { logits } = await executable.run({ theta, tokens, positions, visibility, asked });
    rows.forEach((_, row) => paths[from + row].forEach((token, i) => {
      const at = (row * longest + i) * vocabulary;
      result[from + row] += logits[at + token] - logSumExp(logits, at, vocabulary);
    }));
  }
  return result;
};

/** Slots that stand one after the other, each seeing those before it. */
const plainLayout = (network: Network, slots: number): { readonly positions: Int32Array; readonly visibility: Float32Array } => ({
  positions: Int32Array.from({ length: slots }, (_, slot) => Math.min(slot, network.maxPositions - 1)),
  visibility: visibilityMatrix(slots, (looking, at) => at <= looking),
});

/**
 * All inner nodes of the answer tree ride in one sentence after the prompt: each sees the prompt, its ancestors and itself,
 * at the position it would have in its own context. Same probabilities, a fraction of the work.
 */
const scoreTree = async (
  network: Network,
  theta: Float32Array,
  prompts: readonly Int32Array[],
  tree: AnswerTree,
  prepare: Prepare,
): Promise<Float64Array> => {
  const edges = tree.edgeToken.length;
  const nodes = tree.prefixes.length;
  const result = new Float64Array(prompts.length * edges);
  const longest = prompts.reduce((length, prompt) => Math.max(length, prompt.length), 0);
  const firstNodeSlot = 1 + longest;
  const slots = firstNodeSlot + nodes - 1;
  const batch = Math.max(1, Math.floor(SLOTS_PER_RUN / slots));
  const executable = await prepare(batch, slots, batch * nodes);
  const sees = ancestry(tree);
  for (const [length, indices] of groupByLength(prompts)) {
    const slotOfNode = (node: number): number => (node === 0 ? length : firstNodeSlot + node - 1);
    const visibility = visibilityMatrix(slots, (looking, at) => {
      if (looking < firstNodeSlot) return at <= looking;
      return at <= length || (at >= firstNodeSlot && sees(looking - firstNodeSlot + 1, at - firstNodeSlot + 1));
    });
    const positions = Int32Array.from({ length: slots }, (_, slot) =>
      slot < firstNodeSlot ? slot : length + tree.prefixes[slot - firstNodeSlot + 1].length,
    );
    for (let from = 0; from < indices.length; from += batch) {
      const rows = indices.slice(from, from + batch);
      const tokens = new Int32Array(batch * slots).fill(START);
      const asked = new Int32Array(batch * nodes);
      rows.forEach((prompt, row) => {
        tokens.set(prompts[prompt], row * slots + 1);
        for (let node = 1; node < nodes; node++) tokens[row * slots + slotOfNode(node)] = tree.prefixes[node].at(-1)!;
        for (let node = 0; node < nodes; node++) asked[row * nodes + node] = row * slots + slotOfNode(node);
      });
      const { logits } = await executable.run({ theta, tokens, positions, visibility, asked });
      rows.forEach((prompt, row) => readEdges(logits, row * nodes, network.vocabularySize, tree, result, prompt * edges));
    }
  }
  return result;
};

const readEdges = (logits: Float32Array, firstRow: number, vocabulary: number, tree: AnswerTree, result: Float64Array, to: number): void => {
  const logNormalisers = tree.prefixes.map((_, node) => logSumExp(logits, (firstRow + node) * vocabulary, vocabulary));
  for (let edge = 0; edge < tree.edgeToken.length; edge++) {
    const node = tree.edgePrefix[edge];
    result[to + edge] = logits[(firstRow + node) * vocabulary + tree.edgeToken[edge]] - logNormalisers[node];
  }
};

const groupByLength = (prompts: readonly Int32Array[]): Map<number, number[]> => {
  const groups = new Map<number, number[]>();
  prompts.forEach((prompt, i) => {
    const group = groups.get(prompt.length);
    if (group === undefined) groups.set(prompt.length, [i]);
    else group.push(i);
  });
  return groups;
};

/** Whether a node sees another: its ancestors (the root apart, which is the prompt) and itself. */
const ancestry = (tree: AnswerTree): ((node: number, other: number) => boolean) => {
  const parents = new Int32Array(tree.prefixes.length);
  tree.edgePrefix.forEach((node, edge) => {
    if (node > 0) parents[node] = tree.edgePrefix[tree.edgeParent[edge]];
  });
  return (node, other) => {
    for (let at = node; at > 0; at = parents[at]) if (at === other) return true;
    return false;
  };
};

const logSumExp = (values: Float32Array, from: number, length: number): number => {
  let largest = -Infinity;
  for (let i = from; i < from + length; i++) largest = Math.max(largest, values[i]);
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum);
};
