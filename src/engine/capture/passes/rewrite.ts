/** What passes share: looking at a graph by its values, and putting nodes in place of nodes. */
import type { Graph, Node, Value } from '../graph.js';

/** Who makes and who takes each value, at one moment. */
export interface Uses {
  /** The node that makes a value; none makes an input or a constant. */
  maker(value: Value): Node | undefined;
  takers(value: Value): readonly Node[];
  /** Whether a node's first output goes nowhere but to one node. */
  single(node: Node): boolean;
}

export const usesOf = (graph: Graph): Uses => {
  const makers = new Map<string, Node>();
  const takers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const { name } of node.outputs) makers.set(name, node);
    for (const { name } of node.inputs) {
      const known = takers.get(name);
      if (known === undefined) takers.set(name, [node]);
      else known.push(node);
    }
  }
  const takersOf = ({ name }: Value): readonly Node[] => takers.get(name) ?? [];
  return { maker: ({ name }) => makers.get(name), takers: takersOf, single: (node) => takersOf(node.outputs[0]).length === 1 };
};

/** Nodes in place of nodes; an empty list takes a node away. */
export type Replacements = ReadonlyMap<Node, readonly Node[]>;

export const replaceNodes = (graph: Graph, replacements: Replacements): void => {
  graph.nodes = graph.nodes.flatMap((node) => replacements.get(node) ?? [node]);
};

/** The axes over which a reduction goes, counted from the first. */
export const reduced = (graph: Graph, { inputs: [x, axes] }: Node): number[] => {
  const { data } = graph.constants.find(({ name }) => name === axes.name)!;
  return Array.from(data as BigInt64Array, (axis) => (Number(axis) + x.shape.length) % x.shape.length);
};
