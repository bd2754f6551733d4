/** Rewrites a captured graph into one of fewer and cheaper nodes, before ONNX Runtime applies its own rewriting. */
import type { Graph } from './graph.js';
import { geluInOne } from './passes/geluInOne.js';
import { outputsWithoutCopy } from './passes/outputsWithoutCopy.js';
import { productWithAddend } from './passes/productWithAddend.js';
import { scaledRows } from './passes/scaledRows.js';

/** Passes in the order in which they run: a scale may keep a later pass from matching. */
const PASSES: readonly ((graph: Graph) => void)[] = [geluInOne, scaledRows, productWithAddend, outputsWithoutCopy];

/** Applies all passes to a graph, in place, and returns it. */
export function optimise(graph: Graph): Graph {
  for (const pass of PASSES) pass(graph);
  return graph;
}
