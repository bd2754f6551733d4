/**
 * Passes for WebGPU, which binds at most eight buffers to a kernel by default, and for which ONNX Runtime has no kernel
 * of FusedMatMul: the processor would compute it, and every product would cross the bus.
 */
import { type Graph, MICROSOFT, type Node, type Value } from '../graph.js';
import { newNode, replaceNodes } from './rewrite.js';

/** Most outputs of a Split whose kernel stays within eight buffers: the input, the outputs, and one for sizes. */
const MOST_OUTPUTS = 6;

/** Replaces a Split of many outputs by a Slice for each: the step splits its parameters into dozens. */
export function slicesForSplits(graph: Graph): void {
  const wide = graph.nodes.filter(({ operator, outputs }) => operator === 'Split' && outputs.length > MOST_OUTPUTS);
  replaceNodes(graph, new Map(wide.map((split) => [split, slicesOf(graph, split)])));
}

function slicesOf(graph: Graph, { inputs: [x], outputs, attributes }: Node): Node[] {
  const axis = Number(attributes.axis);
  let from = 0;
  return outputs.map((output) => {
    const to = from + output.shape[axis];
    const bounds = [[from], [to], [axis]].map((numbers) => graph.shapeConstant(numbers));
    from = to;
    return newNode('Slice', [x, ...bounds], [output]);
  });
}

/** Replaces FusedMatMul by Transpose and MatMul. */
export function productsWithoutFlags(graph: Graph): void {
  const fused = graph.nodes.filter(({ operator, domain }) => operator === 'FusedMatMul' && domain === MICROSOFT);
  replaceNodes(graph, new Map(fused.map((product) => [product, plainProduct(graph, product)])));
}

function plainProduct(graph: Graph, { inputs, outputs, attributes }: Node): Node[] {
  const transposes: Node[] = [];
  const plain = (x: Value, flag: unknown): Value => {
    if (flag !== 1) return x;
    const order = x.shape.map((_, axis) => axis);
    order.push(...order.splice(-2).reverse());
    const transposed = graph.value(
      'transposed',
      order.map((axis) => x.shape[axis]),
      x.dtype,
    );
    transposes.push(newNode('Transpose', [x], [transposed], { perm: order }));
    return transposed;
  };
  const factors = [plain(inputs[0], attributes.transA), plain(inputs[1], attributes.transB)];
  return [...transposes, newNode('MatMul', factors, outputs)];
}
