import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { capture } from '../../src/engine/capture/captureBackend.js';
import type { Node } from '../../src/engine/capture/graph.js';
import { optimise } from '../../src/engine/capture/optimise.js';
import { runGraph } from '../../src/engine/compiled.js';
import { loaderFault } from '../../src/engine/cudaProvider.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Program } from '../../src/engine/program.js';
import * as tf from '../../src/engine/tensors.js';
import { lossesOfTrial } from '../../src/training/availability.js';

/** Trains on the processor with the graph of a device; returns the losses and the nodes. */
async function trialWithGraphOf(device: 'cpu' | 'webgpu'): Promise<{ losses: readonly number[]; nodes: Node[] }> {
  let nodes: Node[] = [];
  const engine: Engine = {
    kind: 'compiled',
    backend: 'onnxruntime',
    prepare: (program) => {
      const graph = optimise(capture(program), device);
      nodes = graph.nodes;
      return runGraph(graph, program, 1);
    },
  };
  return { losses: await lossesOfTrial(engine), nodes };
}

describe('the graph for WebGPU', () => {
  test('computes the same, with at most eight buffers to a split, and only products that WebGPU has', async () => {
    const [usual, webgpu] = [await trialWithGraphOf('cpu'), await trialWithGraphOf('webgpu')];
    const widest = (nodes: readonly Node[]): number =>
      Math.max(0, ...nodes.filter(({ operator }) => operator === 'Split').map(({ outputs }) => outputs.length));
    const fused = (nodes: readonly Node[]): number => nodes.filter(({ operator }) => operator === 'FusedMatMul').length;
    expect(widest(usual.nodes)).toBeGreaterThan(8); // else there were nothing to mend
    expect(fused(usual.nodes)).toBeGreaterThan(0);
    expect(widest(webgpu.nodes)).toBeLessThanOrEqual(6);
    expect(fused(webgpu.nodes)).toBe(0);
    webgpu.losses.forEach((loss, i) => expect(loss).toBeCloseTo(usual.losses[i], 5));
  });

  test.each([
    [[2, 5, 7], 0],
    [[1, 2, 3, 1, 2, 3, 4, 5], 0],
    [[1, 2, 3, 1, 2, 3, 4, 5], 1],
    [[3, 2, 1, 1, 1, 1, 1, 6], -1],
  ])('splits %j along axis %d', async (sizes, axis) => {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const shape = axis === 0 ? [total, 3] : [3, total];
    const program: Program = {
      inputs: { x: { shape, dtype: 'float32' } },
      run: ({ x }) => Object.fromEntries(tf.split(x, sizes, axis).map((part, i) => [`part${i}`, tf.add(part, i)])),
    };
    const x = Float32Array.from({ length: 3 * total }, (_, i) => i);
    const plain = await runGraph(capture(program), program, 1);
    const sliced = await runGraph(optimise(capture(program), 'webgpu'), program, 1);
    expect(await sliced.run({ x })).toEqual(await plain.run({ x }));
    await plain.dispose();
    await sliced.dispose();
  });
});

describe("the loader's reason", () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-'));
  test('names a file that is no library, and one that is not there', () => {
    const text = path.join(folder, 'text.so');
    writeFileSync(text, 'no library, but a text that is longer than the head of one'.repeat(9));
    expect(loaderFault(text)).toMatch(/text\.so/);
    expect(loaderFault(path.join(folder, 'absent.so'))).toMatch(/absent\.so/);
  });

  test('is absent for a library that loads', () => {
    const entry = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
    const binding = path.join(path.dirname(entry), 'bin', 'napi-v6', process.platform, process.arch);
    expect(loaderFault(path.join(binding, 'onnxruntime_binding.node'))).toBeUndefined();
  });
});

const SOFTWARE_DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const LOADER = '/usr/lib/chromium/libvulkan.so.1';
const onSoftware = existsSync(SOFTWARE_DRIVER) && existsSync(LOADER) ? test : test.skip;

onSoftware(
  "doctor trains with WebGPU on the software driver of Debian's Chromium",
  () => {
    const { stdout } = spawnSync(process.execPath, [path.resolve('dist/cli/main.js'), 'doctor', '--json'], {
      encoding: 'utf8',
      env: { ...process.env, VK_ICD_FILENAMES: SOFTWARE_DRIVER, LD_LIBRARY_PATH: path.dirname(LOADER) },
    });
    const { engines } = JSON.parse(stdout) as { engines: { device?: string; availability: unknown }[] };
    expect(engines.find(({ device }) => device === 'webgpu')?.availability).toEqual({ available: true });
  },
  120_000,
);
