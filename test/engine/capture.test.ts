import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capture, captureKernels } from '../../src/engine/capture/captureBackend.js';
import { compileProgram } from '../../src/engine/compiled.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import type { Feeds, Program } from '../../src/engine/program.js';
import * as tf from '../../src/engine/tensors.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { type KernelCase, kernelCases } from './kernelCases.js';

/** float32 sums of a few dozen terms, in another order. */
const TOLERANCE = 2e-5;

/** Returns the result and its gradient by each differentiated input, with different weights at all positions. */
function programOf({ inputs, differentiated, compute }: KernelCase): Program {
  return {
    inputs,
    run: (tensors) => {
      const value = compute(tensors as Record<string, tf.Tensor>);
      const outputs: Record<string, tf.Tensor> = { value };
      if (differentiated.length === 0) return outputs;
      const weighted = (...args: tf.Tensor[]): tf.Scalar => {
        const result = compute({ ...tensors, ...Object.fromEntries(differentiated.map((name, i) => [name, args[i]])) });
        const weights = tf.tensor(
          Array.from({ length: result.size }, (_, i) => 1 + (i % 3) / 2),
          result.shape,
        );
        return tf.sum(tf.mul(result, weights));
      };
      tf.grads(weighted)(differentiated.map((name) => tensors[name])).forEach(
        (gradient, i) => (outputs[`d${differentiated[i]}`] = gradient),
      );
      return outputs;
    },
  };
}

function feedsOf({ inputs }: KernelCase, seed: number): Feeds {
  const random = stream(seed, 'initialisation');
  return Object.fromEntries(
    Object.entries(inputs).map(
      ([
        name,
        {
          shape,
          dtype,
          range: [from, to],
        },
      ]) => {
        const draw = (): number => from + (to - from) * uniform(random);
        const length = shape.reduce((a, b) => a * b, 1);
        return [
          name,
          dtype === 'int32'
            ? Int32Array.from({ length }, () => Math.floor(draw()))
            : Float32Array.from({ length }, draw),
        ];
      },
    ),
  );
}

describe('captured kernels agree with the cpu backend, forward and gradient', () => {
  let cpu: Engine;
  beforeAll(async () => {
    cpu = await createEngine('eager', 1, 'cpu');
  });

  const byKernel = new Map<string, fc.Arbitrary<KernelCase>[]>();
  for (const arbitrary of kernelCases) {
    const { kernel } = fc.sample(arbitrary, 1)[0];
    byKernel.set(kernel, [...(byKernel.get(kernel) ?? []), arbitrary]);
  }

  test('every captured kernel has a case', () => {
    expect([...byKernel.keys()].sort()).toEqual(Object.keys(captureKernels).sort());
  });

  test.each([...byKernel])('%s', async (_kernel, arbitraries) => {
    for (const arbitrary of arbitraries) {
      await fc.assert(
        fc.asyncProperty(arbitrary, fc.nat(2 ** 31), async (kernelCase, seed) => {
          const program = programOf(kernelCase);
          const feeds = feedsOf(kernelCase, seed);
          const compiled = await compileProgram(program, 1);
          const eager = await cpu.prepare(program);
          const [actual, wanted] = [await compiled.run(feeds), await eager.run(feeds)];
          await compiled.dispose();
          expect(Object.keys(actual).sort()).toEqual(Object.keys(wanted).sort());
          for (const [name, values] of Object.entries(wanted)) {
            expect(actual[name].length).toBe(values.length);
            values.forEach((value, i) => {
              expect(Math.abs(actual[name][i] - value)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(value)));
            });
          }
        }),
        { numRuns: 8 },
      );
    }
  });
});

describe('capture', () => {
  test('a kernel that is not captured is named', () => {
    const program: Program = { inputs: { x: { shape: [2], dtype: 'float32' } }, run: ({ x }) => ({ y: tf.sin(x) }) };
    expect(() => capture(program)).toThrow(/Sin/);
  });

  test('reading a value inside a program is refused', () => {
    const program: Program = {
      inputs: { x: { shape: [2], dtype: 'float32' } },
      run: ({ x }) => ({ y: tf.add(x, x.dataSync()[0]) }),
    };
    expect(() => capture(program)).toThrow(/must not read/);
  });

  test('a tensor of another backend is refused', async () => {
    await tf.setBackend('cpu');
    const outside = tf.tensor1d([1, 2]);
    const program: Program = {
      inputs: { x: { shape: [2], dtype: 'float32' } },
      run: ({ x }) => ({ y: tf.add(x, outside) }),
    };
    expect(() => capture(program)).toThrow(/another backend/);
  });

  test('large constants of one value are not written out', () => {
    const program: Program = {
      inputs: { x: { shape: [1000, 1000], dtype: 'float32' } },
      run: ({ x }) => ({ y: tf.add(x, tf.ones([1000, 1000])) }),
    };
    expect(capture(program).constants.every(({ data }) => data.length <= 2)).toBe(true);
  });

  test('tensors made while capturing are gone after it', () => {
    const before = tf.memory().numTensors;
    capture({ inputs: { x: { shape: [3], dtype: 'float32' } }, run: ({ x }) => ({ y: tf.softmax(tf.add(x, 1)) }) });
    expect(tf.memory().numTensors).toBe(before);
  });
});
