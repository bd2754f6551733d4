/** Rewrites a captured graph into one that computes the same in fewer and cheaper nodes. ONNX Runtime's own rewriting comes after it. */
import type { Graph } from './graph.js';
import { geluInOne } from './passes/geluInOne.js';
import { outputsWithoutCopy } from './passes/outputsWithoutCopy.js';
import { productWithAddend } from './passes/productWithAddend.js';
import { scaledRows } from './passes/scaledRows.js';

/** In this order: a scale may stand in the way of what comes after it. */
const PASSES: readonly ((graph: Graph) => void)[] = [geluInOne, scaledRows, productWithAddend, outputsWithoutCopy];

export function optimise(graph: Graph): Graph {
  for (const pass of PASSES) pass(graph);
  return graph;
}
