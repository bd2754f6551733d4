/** The eager engine: the same program, operation by operation, on the current tfjs backend. */

import type { EagerBackend } from './eagerBackends.js';
import type { Executable, Program } from './program.js';
import * as tf from './tensors.js';

/** Prepares a program to be run on a tfjs backend, which must have been loaded. */
export function eagerProgram(program: Program, backend: EagerBackend): Executable {
  return {
    run: async (feeds) => {
      await tf.setBackend(backend);
      const outputs = tf.tidy(() => {
        const inputs: Record<string, tf.Tensor> = {};
        for (const [name, { shape, dtype }] of Object.entries(program.inputs))
          inputs[name] = tf.tensor(feeds[name], [...shape], dtype);
        return { ...program.run(inputs) };
      });
      const values: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        values[name] = (await tensor.data()) as Float32Array;
        tensor.dispose();
      }
      return values;
    },
    dispose: async () => {},
  };
}
