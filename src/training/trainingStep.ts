/** A step of training as a program: loss, gradients, clipping, Adam. */

import { weightedCrossEntropy } from '../engine/operations.js';
import type { Program, Tensors } from '../engine/program.js';
import * as tf from '../engine/tensors.js';
import {
  hiddenAtSlots,
  type Network,
  parameterCount,
  type TokenLayout,
  unpackParameters,
  visibilityMatrix,
} from '../models/networks/network.js';
import { adam, type OptimiserOptions } from './adam.js';
import { type BatchPart, type BatchShape, batchParts, isRowwise } from './batchParts.js';
import { maskShape } from './dropoutMasks.js';

export type { OptimiserOptions } from './adam.js';
export type { BatchShape } from './batchParts.js';

/**
 * Returns the program of a step. The state (`theta`, `m`, `v`) is one flat vector each, so that the optimiser takes a
 * dozen operations, not a dozen per tensor. Other inputs: `tokens` [batch, slots]; `asked` (slots whose next token is
 * predicted, counted through the batch), `labels` and `weights` (sum to 1), each [predictions]; `masks` if the network
 * has dropout, [places, batch, slots, width]; `learningRate`; `correction1` = 1 − β₁^step; `correction2` = 1 − β₂^step.
 */
export function trainingStep(network: Network, shape: BatchShape, options: OptimiserOptions): Program {
  const { batch, slots, predictions } = shape;
  const state = { shape: [parameterCount(network)], dtype: 'float32' } as const;
  const masks = maskShape(network, batch, slots);
  const scalar = { shape: [], dtype: 'float32' } as const;
  return {
    inputs: {
      theta: state,
      m: state,
      v: state,
      tokens: { shape: [batch, slots], dtype: 'int32' },
      asked: { shape: [predictions], dtype: 'int32' },
      labels: { shape: [predictions], dtype: 'int32' },
      weights: { shape: [predictions], dtype: 'float32' },
      ...(masks && { masks: { shape: masks, dtype: 'float32' } }),
      learningRate: scalar,
      correction1: scalar,
      correction2: scalar,
    },
    run: (inputs) => {
      const { theta, m, v, learningRate, correction1, correction2 } = inputs;
      const layout = {
        positions: tf.tensor1d(
          Array.from({ length: slots }, (_, i) => i),
          'int32',
        ),
        visibility: tf.tensor2d(
          visibilityMatrix(slots, (looking, at) => at <= looking),
          [slots, slots],
        ),
      };
      const parameters = unpackParameters(network, theta as tf.Tensor1D);
      const values = network.parameters.map(({ name }) => parameters[name]);
      const { value, grads } = batchParts(shape)
        .map((part) => tf.valueAndGrads(lossOf(network, layout, partOf(inputs, part), isRowwise(shape)))(values))
        .reduce((sum, part) => ({
          value: tf.add(sum.value, part.value),
          grads: sum.grads.map((gradient, i) => tf.add(gradient, part.grads[i])),
        }));
      const gradient = tf.concat(grads.map((g) => tf.reshape(g, [-1])) as tf.Tensor1D[]);
      return {
        ...adam({ theta, m, v, learningRate, correction1, correction2 }, gradient, network, options),
        loss: value,
      };
    },
  };
}

interface Rows {
  readonly tokens: tf.Tensor2D;
  /** Asked slots, counted from the first of these rows. */
  readonly asked: tf.Tensor1D;
  readonly labels: tf.Tensor1D;
  readonly weights: tf.Tensor1D;
  readonly masks?: tf.Tensor4D | undefined;
}

function partOf(
  { tokens, asked, labels, weights, ...others }: Tensors,
  { firstRow, rows, firstPrediction, predictions }: BatchPart,
): Rows {
  const slots = tokens.shape[1]!;
  const masks = others.masks as tf.Tensor4D | undefined;
  const within = (x: tf.Tensor): tf.Tensor1D =>
    predictions === x.shape[0] ? (x as tf.Tensor1D) : tf.slice(x as tf.Tensor1D, [firstPrediction], [predictions]);
  return {
    tokens:
      rows === tokens.shape[0]
        ? (tokens as tf.Tensor2D)
        : tf.slice(tokens as tf.Tensor2D, [firstRow, 0], [rows, slots]),
    asked: firstRow === 0 ? within(asked) : tf.sub<tf.Tensor1D>(within(asked), tf.scalar(firstRow * slots, 'int32')),
    labels: within(labels),
    weights: within(weights),
    masks:
      masks === undefined || rows === tokens.shape[0]
        ? masks
        : tf.slice(masks, [0, firstRow, 0, 0], [-1, rows, -1, -1]),
  };
}

/** Returns the weighted loss of some rows as a function of the parameter tensors. */
function lossOf(
  network: Network,
  layout: TokenLayout,
  { tokens, asked, labels, weights, masks }: Rows,
  rowwise: boolean,
) {
  return (...values: tf.Tensor[]): tf.Scalar => {
    const p = Object.fromEntries(network.parameters.map(({ name }, i) => [name, values[i]]));
    const hidden = rowwise
      ? hiddenAtSlots(network, p, tokens, layout, asked, masks)
      : tf.gather(network.hidden(p, tokens, layout, masks), asked);
    return weightedCrossEntropy(network.logits(p, hidden), labels, weights);
  };
}
