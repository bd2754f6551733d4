/**
 * Removes the nodes that only name an output, which ONNX Runtime may run as copies: the node that makes the value names
 * it instead, wherever possible.
 */
import type { Graph, Node, Value } from '../graph.js';
import { replaceNodes, usesOf } from './rewrite.js';

export function outputsWithoutCopy(graph: Graph): void {
  const uses = usesOf(graph);
  const names = new Map<string, Value>();
  const replacements = new Map<Node, readonly Node[]>();
  for (const output of graph.outputs) {
    const naming = uses.maker(output)!;
    const [made] = naming.inputs;
    if (naming.operator !== 'Identity' || uses.maker(made) === undefined || names.has(made.name)) continue;
    names.set(made.name, output);
    replacements.set(naming, []);
  }
  const renamed = (values: readonly Value[]): Value[] => values.map((value) => names.get(value.name) ?? value);
  for (const node of graph.nodes) {
    if (replacements.has(node) || ![...node.inputs, ...node.outputs].some(({ name }) => names.has(name))) continue;
    replacements.set(node, [{ ...node, inputs: renamed(node.inputs), outputs: renamed(node.outputs) }]);
  }
  replaceNodes(graph, replacements);
}
