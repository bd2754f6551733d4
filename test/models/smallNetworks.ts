/** A network of each kind and form, on a vocabulary and sentences of a few tokens, with its plain twin. */

import type { Engine } from '../../src/engine/engine.js';
import { weightedCrossEntropy } from '../../src/engine/operations.js';
import { sizeOf } from '../../src/engine/program.js';
import * as tf from '../../src/engine/tensors.js';
import { gru } from '../../src/models/networks/gru.js';
import { lstm } from '../../src/models/networks/lstm.js';
import { mlp } from '../../src/models/networks/mlp.js';
import {
  initialParameters,
  type Network,
  parameterCount,
  type TokenLayout,
  unpackParameters,
  visibilityMatrix,
} from '../../src/models/networks/network.js';
import { transformer } from '../../src/models/networks/transformer.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { type Parameters, plainGru, plainLstm, plainMlp, plainTransformer } from './plainForward.js';

export interface SmallNetwork {
  readonly name: string;
  readonly network: (vocabularySize: number, maxPositions: number) => Network;
  readonly plain: (parameters: Parameters, tokens: readonly number[]) => number[][];
}

function transformerOf(name: string, changes: object): SmallNetwork {
  const options = transformer.options.parse({ layers: 2, heads: 2, width: 16, mlpRatio: 2, ...changes });
  return {
    name,
    network: (v, t) => transformer.network(options, v, t),
    plain: (p, tokens) => plainTransformer(p, tokens, options),
  };
}

function mlpOf(name: string, changes: object): SmallNetwork {
  const options = mlp.options.parse({ embedding: 8, width: 24, ...changes });
  return { name, network: (v, t) => mlp.network(options, v, t), plain: (p, tokens) => plainMlp(p, tokens, options) };
}

export const smallNetworks: readonly SmallNetwork[] = [
  transformerOf('transformer', {}),
  transformerOf('transformer, RMS norm and ReLU', { norm: 'rms', activation: 'relu' }),
  transformerOf('transformer, RMS norm and tied head', { norm: 'rms', tiedHead: true }),
  mlpOf('mlp', { window: 8 }),
  mlpOf('mlp, two layers, a narrow window', { window: 3, layers: 2 }),
  ...[1, 2].flatMap((layers): SmallNetwork[] => [
    {
      name: `gru, layers: ${layers}`,
      network: (v, t) => gru.network({ layers, width: 16 }, v, t),
      plain: (p, tokens) => plainGru(p, tokens, { layers, width: 16 }),
    },
    {
      name: `lstm, layers: ${layers}`,
      network: (v, t) => lstm.network({ layers, width: 16 }, v, t),
      plain: (p, tokens) => plainLstm(p, tokens, { layers, width: 16 }),
    },
  ]),
];

/** Parameters all of which are random: zeros and ones, as biases and scales start, would hide mistakes. */
export function randomParameters(network: Network, seed: number): Float32Array {
  const random = stream(seed, 'initialisation');
  return initialParameters(network, () => 1.5 * normal(random)).map((value) => value + 0.2 * normal(random));
}

/** The tensors of a flat vector of parameters. */
export function tensorsOf(
  network: Network,
  theta: Float32Array,
): { name: string; shape: readonly number[]; values: number[] }[] {
  let offset = 0;
  return network.parameters.map(({ name, shape }) => ({
    name,
    shape,
    values: Array.from(theta.subarray(offset, (offset += sizeOf(shape)))),
  }));
}

export function namedParameters(network: Network, theta: Float32Array): Parameters {
  const tensors = new Map(tensorsOf(network, theta).map((tensor) => [tensor.name, tensor]));
  return {
    vector: (name) => tensors.get(name)!.values,
    matrix: (name) => {
      const { shape, values } = tensors.get(name)!;
      return Array.from({ length: shape[0] }, (_, row) => values.slice(row * shape[1], (row + 1) * shape[1]));
    },
  };
}

function plainLayout(slots: number): TokenLayout {
  return {
    positions: tf.tensor1d(
      Array.from({ length: slots }, (_, i) => i),
      'int32',
    ),
    visibility: tf.tensor2d(
      visibilityMatrix(slots, (looking, at) => at <= looking),
      [slots, slots],
    ),
  };
}

/** Logits after each slot of each sentence, [sentences][slots][vocabulary]. */
export async function logitsOf(
  engine: Engine,
  network: Network,
  theta: Float32Array,
  sentences: readonly (readonly number[])[],
): Promise<number[][][]> {
  const [batch, slots, vocabulary] = [sentences.length, sentences[0].length, network.vocabularySize];
  const executable = await engine.prepare({
    inputs: {
      theta: { shape: [parameterCount(network)], dtype: 'float32' },
      tokens: { shape: [batch, slots], dtype: 'int32' },
    },
    run: ({ theta, tokens }) => {
      const parameters = unpackParameters(network, theta as tf.Tensor1D);
      return {
        logits: network.logits(parameters, network.hidden(parameters, tokens as tf.Tensor2D, plainLayout(slots))),
      };
    },
  });
  const { logits } = await executable.run({ theta, tokens: Int32Array.from(sentences.flat()) });
  await executable.dispose();
  return sentences.map((_, b) =>
    Array.from({ length: slots }, (_, t) =>
      Array.from(logits.subarray((b * slots + t) * vocabulary, (b * slots + t + 1) * vocabulary)),
    ),
  );
}

/** Loss of each token after the ones before it, the first one apart, and its gradient. */
export async function gradientsOf(
  engine: Engine,
  network: Network,
  theta: Float32Array,
  sentences: readonly (readonly number[])[],
): Promise<{ loss: number; gradient: Float32Array }> {
  const [batch, slots] = [sentences.length, sentences[0].length - 1];
  const executable = await engine.prepare({
    inputs: {
      theta: { shape: [parameterCount(network)], dtype: 'float32' },
      tokens: { shape: [batch, slots], dtype: 'int32' },
      labels: { shape: [batch * slots], dtype: 'int32' },
    },
    run: ({ theta, tokens, labels }) => {
      const lossAt = (at: tf.Tensor): tf.Scalar => {
        const parameters = unpackParameters(network, at as tf.Tensor1D);
        const logits = network.logits(
          parameters,
          network.hidden(parameters, tokens as tf.Tensor2D, plainLayout(slots)),
        );
        return weightedCrossEntropy(
          logits,
          labels as tf.Tensor1D,
          tf.fill([batch * slots], 1 / (batch * slots)) as tf.Tensor1D,
        );
      };
      const { value, grad } = tf.valueAndGrad(lossAt)(theta);
      return { loss: value, gradient: grad };
    },
  });
  const { loss, gradient } = await executable.run({
    theta,
    tokens: Int32Array.from(sentences.flatMap((sentence) => sentence.slice(0, -1))),
    labels: Int32Array.from(sentences.flatMap((sentence) => sentence.slice(1))),
  });
  await executable.dispose();
  return { loss: loss[0], gradient };
}
