/** Rewrites a captured graph into one of fewer and cheaper nodes, before ONNX Runtime applies its own rewriting. */
import type { Device } from '../device.js';
import type { Graph } from './graph.js';
import { productsWithoutFlags, slicesForSplits } from './passes/forWebgpu.js';
import { geluInOne } from './passes/geluInOne.js';
import { outputsWithoutCopy } from './passes/outputsWithoutCopy.js';
import { productWithAddend } from './passes/productWithAddend.js';
import { scaledRows } from './passes/scaledRows.js';

type Pass = (graph: Graph) => void;

/** Passes in the order in which they run: a scale may keep a later pass from matching. */
const PASSES: readonly Pass[] = [geluInOne, scaledRows, productWithAddend, outputsWithoutCopy];

/** Passes that follow on a device. */
const PASSES_OF_DEVICE: Readonly<Partial<Record<Device, readonly Pass[]>>> = {
  webgpu: [slicesForSplits, productsWithoutFlags],
};

/** Applies all passes to a graph, in place, and returns it. */
export function optimise(graph: Graph, device: Device = 'cpu'): Graph {
  for (const pass of [...PASSES, ...(PASSES_OF_DEVICE[device] ?? [])]) pass(graph);
  return graph;
}
