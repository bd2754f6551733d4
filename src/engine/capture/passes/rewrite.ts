/** Helpers of the passes: they look up who makes and takes a value, and replace nodes. */
import type { Graph, Node, Value } from '../graph.js';

/** Nodes that make and take each value, as they were when it was asked for. */
export interface Uses {
  /** Returns the node that makes a value; undefined for an input or a constant. */
  maker(value: Value): Node | undefined;
  /** Returns the nodes that take a value. */
  takers(value: Value): readonly Node[];
}

/** Looks up the makers and takers of all values of a graph. */
export function usesOf(graph: Graph): Uses {
  const takers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const { name } of node.inputs) {
      const known = takers.get(name);
      if (known === undefined) takers.set(name, [node]);
      else known.push(node);
    }
  }
  const makers = makersOf(graph.nodes);
  return { maker: ({ name }) => makers.get(name), takers: ({ name }) => takers.get(name) ?? [] };
}

function makersOf(nodes: readonly Node[]): Map<string, Node> {
  return new Map(nodes.flatMap((node) => node.outputs.map(({ name }) => [name, node])));
}

/** Replaces nodes by others (an empty list removes a node), and sorts them: each after the makers of its inputs. */
export function replaceNodes(graph: Graph, replacements: ReadonlyMap<Node, readonly Node[]>): void {
  const nodes = graph.nodes.flatMap((node) => replacements.get(node) ?? [node]);
  const makers = makersOf(nodes);
  const ordered = new Set<Node>();
  const place = (node: Node): void => {
    if (ordered.has(node)) return;
    for (const { name } of node.inputs) {
      const maker = makers.get(name);
      if (maker !== undefined) place(maker);
    }
    ordered.add(node);
  };
  nodes.forEach(place);
  graph.nodes = [...ordered];
}

/** Returns the axes of a reduction, counted from the first. */
export function reducedAxes(graph: Graph, { inputs: [x, axes] }: Node): number[] {
  const { data } = graph.constants.find(({ name }) => name === axes.name)!;
  return Array.from(data as BigInt64Array, (axis) => (Number(axis) + x.shape.length) % x.shape.length);
}

/** Returns a node of the standard domain. */
export function newNode(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  attributes: Node['attributes'] = {},
): Node {
  return {
    operator,
    domain: '',
    inputs,
    outputs,
    attributes,
  };
}
