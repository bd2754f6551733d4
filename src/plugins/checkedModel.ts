/** Language models and networks of plugins: what they give is checked, so that a wrong shape is told as the plugin's. */

import type { Corpus } from '../corpus/corpus.js';
import type * as tf from '../engine/tensors.js';
import type { Problem } from '../errors/userError.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { Network, ParameterSpec } from '../models/networks/network.js';
import { foundValue, refused } from './checkDefinition.js';

/** Excess over 1 of a sum of probabilities that is rounding. */
const ROUNDING = 1e-6;

type Refuse = (problem: Omit<Problem, 'code' | 'where'>) => Error;

/** A language model as a plugin gives it: its kind and the size of the vocabulary are known. */
export type GivenLanguageModel = Omit<LanguageModel, 'kind' | 'vocabularySize' | 'trainableParameters'> &
  Partial<Pick<LanguageModel, 'kind' | 'vocabularySize' | 'trainableParameters'>>;

/** Returns the model with checks around its functions. @throws UserError for a value that is no model */
export function checkedLanguageModel(given: unknown, maker: string, kind: string, { world }: Corpus): LanguageModel {
  const refuse: Refuse = (problem) => refused(maker, kind, problem);
  const model = given as GivenLanguageModel | null | undefined;
  if (typeof model !== 'object' || typeof model?.nextTokenLogProbabilities !== 'function')
    throw refuse({
      summary: 'languageModel returns a language model',
      found: foundValue(given),
      allowed: 'an object with the function nextTokenLogProbabilities(contexts)',
      ...(given instanceof Promise && { hint: 'it must return the model at once; fit may return a promise' }),
    });
  const vocabularySize = world.vocabulary.words.length;
  const { answerTreeLogProbabilities: ofTree, pathLogProbabilities: ofPaths } = model;
  return {
    kind,
    trainableParameters: model.trainableParameters ?? 0,
    vocabularySize,
    ...(model.window !== undefined && { window: model.window }),
    nextTokenLogProbabilities: async (contexts) => {
      const logs = await model.nextTokenLogProbabilities(contexts);
      requireLength(logs, contexts.length * vocabularySize, 'nextTokenLogProbabilities', refuse);
      for (let row = 0; row < contexts.length; row++)
        requireMass(
          logs.subarray(row * vocabularySize, (row + 1) * vocabularySize),
          'nextTokenLogProbabilities',
          refuse,
        );
      return logs;
    },
    ...(ofTree && {
      answerTreeLogProbabilities: async (prompts, tree) => {
        const edges = tree.edgeToken.length;
        const logs = await ofTree.call(model, prompts, tree);
        requireLength(logs, prompts.length * edges, 'answerTreeLogProbabilities', refuse);
        const sums = new Float64Array(tree.prefixes.length);
        for (let prompt = 0; prompt < prompts.length; prompt++) {
          sums.fill(0);
          for (let edge = 0; edge < edges; edge++) sums[tree.edgePrefix[edge]] += Math.exp(logs[prompt * edges + edge]);
          requireSums(sums, 'answerTreeLogProbabilities', refuse);
        }
        return logs;
      },
    }),
    ...(ofPaths && {
      pathLogProbabilities: async (prompts, paths) => {
        const logs = await ofPaths.call(model, prompts, paths);
        requireLength(logs, prompts.length, 'pathLogProbabilities', refuse);
        requireSums(logs.map(Math.exp), 'pathLogProbabilities', refuse);
        return logs;
      },
    }),
  };
}

function requireLength(logs: unknown, length: number, name: string, refuse: Refuse): asserts logs is Float64Array {
  if (logs instanceof Float64Array && logs.length === length) return;
  const found = (logs as ArrayLike<number> | undefined)?.length;
  throw refuse({
    summary: `${name} gives another shape`,
    found: logs instanceof Float64Array ? `${found} numbers` : foundValue(logs),
    allowed: `a Float64Array of ${length} natural logarithms`,
  });
}

function requireMass(logs: Float64Array, name: string, refuse: Refuse): void {
  let sum = 0;
  for (const log of logs) sum += Math.exp(log);
  requireSums([sum], name, refuse);
}

/** Checks sums of probabilities: NaN is no probability, and more than 1 is none either. */
function requireSums(sums: ArrayLike<number>, name: string, refuse: Refuse): void {
  for (let at = 0; at < sums.length; at++)
    if (!(sums[at] <= 1 + ROUNDING))
      throw refuse({
        summary: `${name} gives no probabilities`,
        found: `a sum of ${sums[at]}`,
        allowed: 'natural logarithms whose probabilities sum to at most 1',
      });
}

/** A network as a plugin gives it: kind, vocabulary and longest sentence are known. */
export interface GivenNetwork
  extends Pick<Network, 'reads' | 'window' | 'parameters' | 'dropout'>,
    Partial<Pick<Network, 'kind' | 'vocabularySize' | 'maxPositions'>> {
  /** Computes the last hidden states, [batch × slots, width]: see `Network`. */
  hidden(...args: Parameters<Network['hidden']>): tf.Tensor;
  /** Computes the last hidden states of some slots, [batch × n, width]: see `Network`. */
  hiddenAt?(...args: Parameters<NonNullable<Network['hiddenAt']>>): tf.Tensor;
  /** Computes logits, [rows, vocabulary]. */
  logits(...args: Parameters<Network['logits']>): tf.Tensor;
}

/** Returns the network with checks around its functions. @throws UserError for a value that is no network */
export function checkedNetwork(
  given: unknown,
  maker: string,
  kind: string,
  vocabularySize: number,
  maxPositions: number,
): Network {
  const refuse: Refuse = (problem) => refused(maker, kind, problem);
  const network = given as GivenNetwork | null | undefined;
  if (typeof network !== 'object' || typeof network?.hidden !== 'function' || typeof network.logits !== 'function')
    throw refuse({
      summary: 'network returns a network',
      found: foundValue(given),
      allowed: '{ reads, parameters, hidden(parameters, tokens, layout), logits(parameters, hidden) }',
    });
  if (network.reads !== 'visible' && network.reads !== 'sequence')
    throw refuse({
      summary: 'reads says which slots a slot reads',
      found: foundValue(network.reads),
      allowed: 'sequence (those before it, one after the other) or visible (those that the layout shows it)',
    });
  requireParameters(network.parameters, refuse);
  const hiddenAt = network.hiddenAt?.bind(network);
  return {
    kind,
    reads: network.reads,
    ...(network.window !== undefined && { window: network.window }),
    ...(network.dropout && { dropout: network.dropout }),
    parameters: network.parameters,
    vocabularySize,
    maxPositions,
    hidden: (parameters, tokens, layout, masks) =>
      matrix(network.hidden(parameters, tokens, layout, masks), 'hidden', tokens.size, undefined, refuse),
    ...(hiddenAt && {
      hiddenAt: (parameters, tokens, layout, asked, masks) =>
        matrix(hiddenAt(parameters, tokens, layout, asked, masks), 'hiddenAt', asked.size, undefined, refuse),
    }),
    logits: (parameters, hidden) =>
      matrix(network.logits(parameters, hidden), 'logits', hidden.shape[0], vocabularySize, refuse),
  };
}

function requireParameters(parameters: unknown, refuse: Refuse): void {
  const list = Array.isArray(parameters) ? (parameters as readonly Partial<ParameterSpec>[]) : [];
  const wrong = list.find(
    (each) =>
      typeof each?.name !== 'string' ||
      !Array.isArray(each.shape) ||
      !each.shape.every((size) => Number.isInteger(size) && size > 0) ||
      !['constant', 'parts', 'normal'].includes(String(each.initial?.kind)),
  );
  if (list.length === 0 || wrong !== undefined)
    throw refuse({
      summary: 'a network has parameters',
      found: wrong === undefined ? foundValue(parameters) : `the parameter ${JSON.stringify(wrong)}`,
      allowed: "a list of { name, shape: [sizes], initial: { kind: 'normal', deviation } }",
    });
  const names = list.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refuse({ summary: 'two parameters have one name', found: twice });
}

function matrix(
  tensor: tf.Tensor,
  name: string,
  rows: number,
  columns: number | undefined,
  refuse: Refuse,
): tf.Tensor2D {
  const shape: readonly number[] | undefined = tensor?.shape;
  if (shape?.length === 2 && shape[0] === rows && (columns === undefined || shape[1] === columns))
    return tensor as tf.Tensor2D;
  throw refuse({
    summary: `${name} of the network gives another shape`,
    found: shape === undefined ? foundValue(tensor) : `[${shape.join(', ')}]`,
    allowed: `[${rows}, ${columns ?? 'width'}]`,
  });
}
