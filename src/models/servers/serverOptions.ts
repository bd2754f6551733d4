/** Options of a model on a server, and those of them that no number depends on. */
import { z } from 'zod';
import { toleranceOption } from '../imported/toleranceOption.js';
import { DIALECTS } from './recognisedServer.js';

export const serverOptions = z.strictObject({
  url: z.string().min(1).describe('address of the server, such as `http://127.0.0.1:8000`; nothing is sent elsewhere'),
  model: z.string().min(1).describe('name of the model there'),
  dialect: z
    .enum(['auto', ...DIALECTS])
    .default('auto')
    .describe(
      'how probabilities are asked for: `vllm`, `llama.cpp`, `openai` (completions with `echo`), or `sampled`, which counts what the model writes; `auto` asks the server for one of the first three',
    ),
  template: z
    .string()
    .min(1)
    .default('{prompt} {response} .')
    .describe(
      'text of a prompt and a response, which stands there without its stop: what follows `{response}` closes it, and counts',
    ),
  bos: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      'token that begins every text: its id or its text, `none`, or `auto` for what the server puts there, which must then be something; numbers depend on it',
    ),
  stop: z
    .enum(['counted', 'left-out'])
    .default('counted')
    .describe(
      'whether what closes a response counts; `left-out` asks for a fraction of the nodes, where no response begins another, and gives upper bounds',
    ),
  epsilon: z
    .number()
    .min(0)
    .max(0.01)
    .default(1e-7)
    .describe(
      'probability below which the beginning of a response is not followed, but for answers and abstentions; the sum of what is left is stated',
    ),
  tolerance: toleranceOption(1e-3),
  samples: z
    .int()
    .min(1)
    .max(100_000)
    .default(20)
    .describe('responses that the dialect `sampled` draws for each prompt, on the average over μ'),
  chat: z.boolean().default(false).describe('`sampled` asks the chat interface, with the prompt as the message'),
  system: z.string().default('').describe('system message of `chat`; empty: none'),
  maxTokens: z
    .int()
    .min(1)
    .max(4096)
    .default(32)
    .describe('longest response that `sampled` lets the model write, tokens'),
  served: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('what the server says of the model; the program fills it in, and refuses another'),
  atOnce: z.int().min(1).max(1024).default(8).describe('requests at once'),
  mostRequests: z.int().min(1).max(1e12).optional().describe('requests in all; left out: no limit'),
  seconds: z.number().min(0.001).max(86_400).default(600).describe('seconds that a request may take'),
  keyVariable: z
    .string()
    .min(1)
    .optional()
    .describe('environment variable with the key of the server; by default `HALLUCINATION_RATE_KEY`, if it is set'),
});

export type ServerModelOptions = z.infer<typeof serverOptions>;

/** Options on which no number depends: where the server is, and how it is asked. */
export const ASIDE: readonly (keyof ServerModelOptions)[] = ['url', 'atOnce', 'mostRequests', 'seconds', 'keyVariable'];
