/** What passes share: looking at a graph by its values, and putting nodes in place of nodes. */
import type { Graph, Node, Value } from '../graph.js';

/** Who makes and who takes each value, at one moment. */
export interface Uses {
  /** The node that makes a value; none makes an input or a constant. */
  maker(value: Value): Node | undefined;
  takers(value: Value): readonly Node[];
}

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

/** Puts nodes in place of nodes (none takes a node away), each behind those whose outputs it takes. */
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

/** The axes over which a reduction goes, counted from the first. */
export function reducedAxes(graph: Graph, { inputs: [x, axes] }: Node): number[] {
  const { data } = graph.constants.find(({ name }) => name === axes.name)!;
  return Array.from(data as BigInt64Array, (axis) => (Number(axis) + x.shape.length) % x.shape.length);
}

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
