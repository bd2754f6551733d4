/**
 * x·σ(x(a x² + b)), as engine/operations.ts writes GELU, becomes ONNX Runtime's FastGelu where nothing else takes what lies
 * between: in programs without gradients, which need σ.
 */
import { MICROSOFT, type Graph, type Node } from '../graph.js';
import { newNode, replaceNodes, usesOf, type Uses } from './rewrite.js';

export const geluInOne = (graph: Graph): void => {
  const uses = usesOf(graph);
  const replacements = new Map<Node, Node[]>();
  for (const gated of graph.nodes) {
    const inner = innerNodes(gated, uses);
    if (inner === undefined || !constantsAre(graph, inner)) continue;
    for (const node of inner) replacements.set(node, []);
    replacements.set(gated, [{ ...newNode('FastGelu', [inner[0].inputs[0]], gated.outputs), domain: MICROSOFT }]);
  }
  replaceNodes(graph, replacements);
};

/** The nodes before the last product, from x on, if they are those of a GELU and each serves it alone. */
const innerNodes = (gated: Node, uses: Uses): readonly [Node, Node, Node, Node, Node] | undefined => {
  if (gated.operator !== 'Mul') return undefined;
  const [x, gate] = gated.inputs;
  const sigmoid = uses.maker(gate);
  const argument = sigmoid && uses.maker(sigmoid.inputs[0]);
  const sum = argument && uses.maker(argument.inputs[1]);
  const scaled = sum && uses.maker(sum.inputs[0]);
  const square = scaled && uses.maker(scaled.inputs[0]);
  if (!square || sigmoid.operator !== 'Sigmoid' || argument.operator !== 'Mul' || sum.operator !== 'Add' || scaled.operator !== 'Mul' || square.operator !== 'Mul') return undefined;
  const ofX = [argument.inputs[0], ...square.inputs].every((value) => value.name === x.name);
  const chain = [square, scaled, sum, argument, sigmoid] as const;
  return ofX && chain.every(({ outputs: [output] }) => uses.takers(output).length === 1) ? chain : undefined;
};

/** 2√(2/π)·0.044715 and 2√(2/π): FastGelu knows no others. */
const constantsAre = (graph: Graph, [, scaled, sum]: readonly Node[]): boolean => {
  const slope = 2 * Math.sqrt(2 / Math.PI);
  const isConstant = (name: string, value: number): boolean => {
    const data = graph.constants.find((constant) => constant.name === name)?.data;
    return data?.length === 1 && Math.abs(Number(data[0]) - value) < 1e-6;
  };
  return isConstant(scaled.inputs[1].name, slope * 0.044715) && isConstant(sum.inputs[1].name, slope);
};
