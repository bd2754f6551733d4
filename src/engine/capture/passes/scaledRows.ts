/**
 * Scales a narrow matrix instead of a wide matrix X whose scaled rows are only multiplied or added up. With s
 * [rows, 1]: (s ⊙ X)·B = s ⊙ (X·B), Aᵀ·(s ⊙ X) = (s ⊙ A)ᵀ·X, Σ_rows s ⊙ X = sᵀ·X; the last two are one product,
 * [s ⊙ A, s]ᵀ·X.
 * The gradient of the logits is such a matrix: it has as many columns as the vocabulary has tokens.
 */
import type { Graph, Node, Value } from '../graph.js';
import { newNode, reducedAxes, replaceNodes, usesOf } from './rewrite.js';

export function scaledRows(graph: Graph): void {
  const uses = usesOf(graph);
  const replacements = new Map<Node, readonly Node[]>();
  for (const scaling of graph.nodes) {
    const found = scaledMatrix(scaling);
    if (found === undefined) continue;
    const takers = uses.takers(scaling.outputs[0]);
    const roles = takers.map((taker) => roleOf(graph, taker, scaling.outputs[0]));
    if (takers.length === 0 || roles.includes(undefined) || takers.some((taker) => replacements.has(taker))) continue;
    const as = (role: Role): Node[] => takers.filter((_, i) => roles[i] === role);
    const [weights, sums] = [as('right factor'), as('summed')];
    if (sums.length > 1 || sums.length > weights.length) continue;
    replacements.set(scaling, []);
    for (const product of as('left factor')) replacements.set(product, scaledAfterwards(graph, product, found));
    weights.forEach((product, i) => replacements.set(product, scaledBefore(graph, product, found, sums[i])));
    sums.forEach((sum) => replacements.set(sum, []));
  }
  replaceNodes(graph, replacements);
}

interface ScaledMatrix {
  readonly matrix: Value;
  /** Factor of each row, [rows, 1]. */
  readonly scale: Value;
}

function scaledMatrix({ operator, inputs, outputs }: Node): ScaledMatrix | undefined {
  if (operator !== 'Mul' || outputs[0].shape.length !== 2) return undefined;
  const [rows, columns] = outputs[0].shape;
  const hasShape = ({ shape }: Value, width: number): boolean =>
    shape.length === 2 && shape[0] === rows && shape[1] === width;
  const at = inputs.findIndex((input) => hasShape(input, 1));
  return columns > 1 && at >= 0 && hasShape(inputs[1 - at], columns)
    ? { matrix: inputs[1 - at], scale: inputs[at] }
    : undefined;
}

type Role = 'left factor' | 'right factor' | 'summed';

/** Returns the role of the scaled matrix in a node; undefined if its scale cannot be moved to something narrower. */
function roleOf(graph: Graph, taker: Node, scaled: Value): Role | undefined {
  const [, columns] = scaled.shape;
  if (taker.operator === 'ReduceSum') return reducedAxes(graph, taker).join() === '0' ? 'summed' : undefined;
  if (!['Gemm', 'MatMul'].includes(taker.operator) || taker.inputs.length !== 2) return undefined;
  const [left, right] = taker.inputs;
  const { transA = 0, transB = 0 } = taker.attributes;
  if (left.name === scaled.name && right.name !== scaled.name && transA === 0 && taker.outputs[0].shape[1] < columns)
    return 'left factor';
  return right.name === scaled.name &&
    left.name !== scaled.name &&
    transA === 1 &&
    transB === 0 &&
    left.shape[1] < columns
    ? 'right factor'
    : undefined;
}

function scaledAfterwards(graph: Graph, product: Node, { matrix, scale }: ScaledMatrix): Node[] {
  const [result] = product.outputs;
  const unscaled = graph.value('unscaled', result.shape, result.dtype);
  return [
    { ...product, inputs: [matrix, product.inputs[1]], outputs: [unscaled] },
    newNode('Mul', [unscaled, scale], [result]),
  ];
}

function scaledBefore(graph: Graph, product: Node, { matrix, scale }: ScaledMatrix, sum: Node | undefined): Node[] {
  const [left] = product.inputs;
  const [rows, width] = left.shape;
  const narrow = graph.value('scaled', left.shape, left.dtype);
  const scaling = newNode('Mul', [left, scale], [narrow]);
  if (sum === undefined) return [scaling, { ...product, inputs: [narrow, matrix] }];
  const both = graph.value('scaledAndScale', [rows, width + 1], left.dtype);
  const products = graph.value('productAndSum', [width + 1, matrix.shape[1]], left.dtype);
  const row = graph.value('sum', [1, matrix.shape[1]], left.dtype);
  return [
    scaling,
    newNode('Concat', [narrow, scale], [both], { axis: 1 }),
    { ...product, inputs: [both, matrix], outputs: [products] },
    newNode('Split', [products, graph.shapeConstant([width, 1])], [product.outputs[0], row], { axis: 0 }),
    newNode('Reshape', [row, graph.shapeConstant(sum.outputs[0].shape)], sum.outputs),
  ];
}
