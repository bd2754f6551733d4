/**
 * Replaces x·σ(x(a x² + b)), as engine/operations.ts writes GELU, by FastGelu of ONNX Runtime if no other node takes
 * the values in between. That is so in programs without gradients, since gradients need σ.
 */
import { GELU_CUBIC, GELU_SLOPE } from '../../gelu.js';
import { type Graph, MICROSOFT, type Node, type Value } from '../graph.js';
import { newNode, replaceNodes, type Uses, usesOf } from './rewrite.js';

export function geluInOne(graph: Graph): void {
  const uses = usesOf(graph);
  const replacements = new Map<Node, Node[]>();
  for (const gated of graph.nodes) {
    const inner = innerNodes(gated, uses);
    if (inner === undefined || !constantsAre(graph, inner)) continue;
    for (const node of inner) replacements.set(node, []);
    replacements.set(gated, [{ ...newNode('FastGelu', [inner[0].inputs[0]], gated.outputs), domain: MICROSOFT }]);
  }
  replaceNodes(graph, replacements);
}

/** Returns the nodes before the last product, from x on, if they are those of a GELU and serve nothing else. */
function innerNodes(gated: Node, uses: Uses): readonly [Node, Node, Node, Node, Node] | undefined {
  if (gated.operator !== 'Mul') return undefined;
  const made = (operator: string, value: Value | undefined): Node | undefined => {
    const maker = value && uses.maker(value);
    return maker?.operator === operator && uses.takers(value!).length === 1 ? maker : undefined;
  };
  const [x, gate] = gated.inputs;
  const sigmoid = made('Sigmoid', gate);
  const argument = made('Mul', sigmoid?.inputs[0]);
  const sum = made('Add', argument?.inputs[1]);
  const scaled = made('Mul', sum?.inputs[0]);
  const square = made('Mul', scaled?.inputs[0]);
  if (!sigmoid || !argument || !sum || !scaled || !square) return undefined;
  return [argument.inputs[0], ...square.inputs].every(({ name }) => name === x.name)
    ? [square, scaled, sum, argument, sigmoid]
    : undefined;
}

/** Checks that the constants are those of FastGelu, which has no others. */
function constantsAre(graph: Graph, [, scaled, sum]: readonly Node[]): boolean {
  const isConstant = (name: string, value: number): boolean => {
    const data = graph.constants.find((constant) => constant.name === name)?.data;
    return data?.length === 1 && Math.abs(Number(data[0]) - value) < 1e-6;
  };
  return isConstant(scaled.inputs[1].name, GELU_SLOPE * GELU_CUBIC) && isConstant(sum.inputs[1].name, GELU_SLOPE);
}
