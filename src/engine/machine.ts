/** The machine behind a number: results are the same bytes only where Node, ONNX Runtime and the processor's kernels are. */
import { readFileSync } from 'node:fs';
import { onnxRuntimeVersion } from './onnxRuntime.js';

/** Instruction sets for which ONNX Runtime has kernels of its own, the one that it prefers first. */
const KERNELS = [
  ['AVX-512', 'avx512f'],
  ['AVX2', 'avx2'],
  ['AVX', 'avx'],
  ['SSE', 'sse2'],
] as const;

/**
 * The widest of the instruction sets that the processor has. They round sums in different orders, so that a trained model, and with it
 * a measured number, differs in its last digits between them, and after many steps in more.
 * @param cpuinfo text of /proc/cpuinfo; undefined where the system has none
 * @param arch as Node names it: x64, arm64
 */
export function kernelsOf(arch: string, cpuinfo: string | undefined): string {
  if (arch === 'arm64') return 'NEON';
  const flags = new Set(cpuinfo?.match(/^flags\s*:(.*)$/m)?.[1].split(' ') ?? []);
  return KERNELS.find(([, flag]) => flags.has(flag))?.[0] ?? `${arch}, instruction set unknown`;
}

/** "Node 22.11.0, ONNX Runtime 1.30.0, AVX2" */
export function machineWords(): string {
  words ??= `Node ${process.version.slice(1)}, ONNX Runtime ${onnxRuntimeVersion() ?? 'not installed'}, ${kernelsOf(process.arch, cpuinfo())}`;
  return words;
}
let words: string | undefined;

function cpuinfo(): string | undefined {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined; // macOS and Windows have no such file
  }
}
