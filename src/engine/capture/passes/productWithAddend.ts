/** Replaces A·B + c by Gemm(A, B, c), which adds while it writes the product. */
import type { Graph, Node, Value } from '../graph.js';
import { replaceNodes, usesOf } from './rewrite.js';

export function productWithAddend(graph: Graph): void {
  const uses = usesOf(graph);
  const places = new Map(graph.nodes.map((node, i) => [node, i]));
  const replacements = new Map<Node, Node[]>();
  for (const sum of graph.nodes) {
    if (sum.operator !== 'Add') continue;
    const candidates = sum.inputs.flatMap((value, i) => {
      const product = uses.maker(value);
      const addend = sum.inputs[1 - i];
      const alone = product !== undefined && uses.takers(value).length === 1;
      return alone && isPlainProduct(product) && broadcasts(addend, value) ? [{ product, addend }] : [];
    });
    // If both inputs are products, the later one becomes the Gemm and adds the other.
    candidates.sort((a, b) => places.get(b.product)! - places.get(a.product)!);
    const found = candidates.find(({ product }) => !replacements.has(product));
    if (found === undefined) continue;
    const { product, addend } = found;
    replacements.set(product, []);
    replacements.set(sum, [
      { ...product, operator: 'Gemm', inputs: [...product.inputs, addend], outputs: sum.outputs },
    ]);
  }
  replaceNodes(graph, replacements);
}

function isPlainProduct({ operator, inputs }: Node): boolean {
  return (
    (operator === 'Gemm' || operator === 'MatMul') &&
    inputs.length === 2 &&
    inputs.every(({ shape }) => shape.length === 2)
  );
}

/** Checks that the addend broadcasts to the product; Gemm does not broadcast the other way round. */
function broadcasts({ shape }: Value, { shape: [rows, columns] }: Value): boolean {
  return shape.length === 1 ? shape[0] === columns : shape.length === 2 && shape[0] === rows && shape[1] === columns;
}
