/**
 * Rows of a wide matrix are scaled only to be multiplied or added up: scale the narrow side in their place. With s [rows, 1]:
 * (s ⊙ X)·B = s ⊙ (X·B), Aᵀ·(s ⊙ X) = (s ⊙ A)ᵀ·X, Σ_rows s ⊙ X = sᵀ·X.
 * The gradient of the logits is such a matrix: it has as many columns as there are tokens in the vocabulary.
 */
import type { Graph, Node, Value } from '../graph.js';
import { reduced, replaceNodes, usesOf } from './rewrite.js';

export const scaledRows = (graph: Graph): void => {
  const uses = usesOf(graph);
  const replacements = new Map<Node, readonly Node[]>();
  for (const scaling of graph.nodes) {
    const found = scaledMatrix(scaling);
    if (found === undefined) continue;
    const takers = uses.takers(scaling.outputs[0]);
    const moved = takers.map((taker) => (replacements.has(taker) ? undefined : moveScale(graph, taker, scaling.outputs[0], found)));
    if (takers.length === 0 || moved.includes(undefined)) continue;
    replacements.set(scaling, []);
    takers.forEach((taker, i) => replacements.set(taker, moved[i]!));
  }
  replaceNodes(graph, replacements);
};

interface ScaledMatrix {
  readonly matrix: Value;
  /** [rows, 1] */
  readonly scale: Value;
}

const scaledMatrix = ({ operator, inputs, outputs }: Node): ScaledMatrix | undefined => {
  if (operator !== 'Mul') return undefined;
  const { shape } = outputs[0];
  const at = inputs.findIndex((input) => input.shape.length === 2 && input.shape[0] === shape[0] && input.shape[1] === 1);
  const matrix = inputs[1 - at];
  return at >= 0 && shape.length === 2 && shape[1] > 1 && matrix.shape.length === 2 && matrix.shape[1] === shape[1] ? { matrix, scale: inputs[at] } : undefined;
};

/** The taker without the scaled matrix, if that can be had for less. */
const moveScale = (graph: Graph, taker: Node, scaled: Value, { matrix, scale }: ScaledMatrix): Node[] | undefined => {
  const [, columns] = matrix.shape;
  const [result] = taker.outputs;
  if (taker.operator === 'ReduceSum') {
    const axes = reduced(graph, taker);
    if (axes.length !== 1 || axes[0] !== 0) return undefined;
    const row = graph.value('scaleRow', [1, matrix.shape[0]], scale.dtype);
    const sums = graph.value('columnSums', [1, columns], matrix.dtype);
    return [
      reshapeNode(graph, scale, row),
      { operator: 'MatMul', domain: '', inputs: [row, matrix], outputs: [sums], attributes: {} },
      reshapeNode(graph, sums, result),
    ];
  }
  if (!['Gemm', 'MatMul'].includes(taker.operator) || taker.inputs.length !== 2 || taker.inputs[0] === taker.inputs[1]) return undefined;
  const [left, right] = taker.inputs;
  const { transA = 0, transB = 0 } = taker.attributes;
  if (left.name === scaled.name && transA === 0) {
    if (result.shape[1] >= columns) return undefined;
    const unscaled = graph.value('unscaled', result.shape, result.dtype);
    return [
      { ...taker, inputs: [matrix, right], outputs: [unscaled] },
      { operator: 'Mul', domain: '', inputs: [unscaled, scale], outputs: [result], attributes: {} },
    ];
  }
  if (right.name === scaled.name && transA === 1 && transB === 0) {
    if (left.shape[1] >= columns) return undefined;
    const narrow = graph.value('scaled', left.shape, left.dtype);
    return [
      { operator: 'Mul', domain: '', inputs: [left, scale], outputs: [narrow], attributes: {} },
      { ...taker, inputs: [narrow, matrix] },
    ];
  }
  return undefined;
};

const reshapeNode = (graph: Graph, from: Value, to: Value): Node => ({
  operator: 'Reshape',
  domain: '',
  inputs: [from, graph.shapeConstant(to.shape)],
  outputs: [to],
  attributes: {},
});
