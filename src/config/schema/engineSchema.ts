/** The section `engine`: the engine and the device that compute. */
import { z } from 'zod';
import { count } from './count.js';

export const engineSchema = z.strictObject({
  kind: z
    .enum(['compiled', 'eager'])
    .default('compiled')
    .describe('compiled: captured once as an ONNX graph; eager: operation by operation, much slower'),
  device: z
    .enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml'])
    .default('cpu')
    .describe('device of the compiled engine; `hallucination-rate doctor` shows which ones this machine has'),
  threads: count(1, 256)
    .default(1)
    .describe('threads of one run; 1, because a sweep gains more from one run on each core'),
});

export type EngineConfig = Readonly<z.output<typeof engineSchema>>;
