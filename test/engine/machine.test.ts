import { expect, test } from '@jest/globals';
import { kernelsOf, machineWords } from '../../src/engine/machine.js';

test.each([
  ['x64', 'flags\t\t: fpu sse2 avx avx2 avx512f avx512bw\n', 'AVX-512'],
  ['x64', 'flags\t\t: fpu sse2 avx avx2 fma\n', 'AVX2'],
  ['x64', 'flags\t\t: fpu sse2\nflags : avx2\n', 'SSE'],
  ['x64', 'model name : some processor with avx2 in its name\n', 'x64, instruction set unknown'],
  ['x64', undefined, 'x64, instruction set unknown'],
  ['arm64', undefined, 'NEON'],
])('%s with %j: %s', (arch, cpuinfo, kernels) => expect(kernelsOf(arch, cpuinfo)).toBe(kernels));

test('the words name Node and ONNX Runtime with their versions', () =>
  expect(machineWords()).toMatch(/^Node \d+\.\d+\.\d+, ONNX Runtime \d+\.\d+\.\d+, \S+/));
