/** Servers of three dialects over a known model, sound ones and faulty ones. The shapes are those of recorded answers. */
import type { ServerResponse } from 'node:http';
import { BOS, drawn, type KnownModel } from './knownModel.js';
import { type MockServer, mockServer } from './mockServer.js';

/** A fault of a server. */
export interface Faults {
  /** Echoed log-probabilities stand one place too early (llama-cpp-python). */
  readonly shifted?: boolean;
  /** `echo` is ignored: the generated token alone comes back (llama.cpp's /v1/completions). */
  readonly noEcho?: boolean;
  /** Log-probabilities are those after the temperature. */
  readonly afterSampling?: boolean;
  /** Log-probabilities are those after logit_bias. */
  readonly afterBias?: boolean;
  /** The server puts nothing before a text, though the model was trained behind BOS. */
  readonly noBos?: boolean;
  /** All probabilities of a law are scaled. */
  readonly scale?: number;
  /** Log-probabilities are rounded. */
  readonly decimals?: number;
  /** Knows no `logprob_token_ids`. */
  readonly old?: boolean;
  /** Token ids that are sent get another BOS. */
  readonly secondBos?: boolean;
  /** Called before each request; true if it has answered. */
  readonly before?: (response: ServerResponse, number: number) => boolean | Promise<boolean>;
}

type Body = Readonly<Record<string, unknown>>;

/** A law as a faulty server states it. */
function stated(law: Float64Array, temperature: number, faults: Faults): Float64Array {
  const { afterSampling = false, scale = 1, decimals } = faults;
  const warm = afterSampling ? tempered(law, temperature) : law;
  return warm.map((log) => {
    const own = log + Math.log(scale);
    return decimals === undefined ? own : Math.round(own * 10 ** decimals) / 10 ** decimals;
  });
}

function tempered(law: Float64Array, temperature: number): Float64Array {
  const scaled = law.map((log) => log / temperature);
  const total = Math.log(scaled.reduce((sum, log) => sum + Math.exp(log), 0));
  return scaled.map((log) => log - total);
}

function random(number: number): number {
  return (Math.imul(number, 2654435761) >>> 0) / 2 ** 32;
}

function promptsOf({ prompt }: Body): readonly (string | readonly number[])[] {
  return Array.isArray(prompt) && typeof prompt[0] !== 'number' ? (prompt as string[]) : [prompt as string];
}

function idsOf(prompt: string | readonly number[], model: KnownModel, { noBos, secondBos }: Faults): readonly number[] {
  if (typeof prompt !== 'string') return secondBos === true ? [BOS, ...prompt] : prompt;
  return noBos === true || prompt.startsWith('<s>') ? model.encode(prompt) : [BOS, ...model.encode(prompt)];
}

/** The likeliest tokens of a law by their texts. */
function topOf(law: Float64Array, count: number, model: KnownModel): Record<string, number> {
  const ids = [...law.keys()].sort((one, other) => law[other] - law[one]).slice(0, count);
  return Object.fromEntries(ids.map((id) => [model.decode(id), law[id]]));
}

/** vLLM 0.32. */
export function vllmServer(model: KnownModel, faults: Faults = {}): Promise<MockServer> {
  return mockServer(async ({ path, body }, response, number) => {
    if ((await faults.before?.(response, number)) === true) return undefined;
    const asked = (body ?? {}) as Body;
    if (path === '/version') return { version: '0.32.0' };
    if (path === '/v1/models') return { data: [{ id: 'm', owned_by: 'vllm', root: '/models/m', max_model_len: 64 }] };
    if (path === '/tokenize') {
      const ids = model.encode(String(asked.prompt));
      return {
        count: ids.length,
        tokens: asked.add_special_tokens === true && faults.noBos !== true ? [BOS, ...ids] : ids,
      };
    }
    if (path !== '/v1/completions') return void response.writeHead(404).end('{}');
    const temperature = Number(asked.temperature);
    const { length: tokens } = (asked.logprob_token_ids ?? []) as number[];
    if (tokens > 128) {
      const message = `Requested logprob_token_ids of length ${tokens}, which is greater than max allowed: 128`;
      return void response.writeHead(400).end(JSON.stringify({ error: { message } }));
    }
    return {
      choices: promptsOf(asked)
        .map((prompt, index) => {
          const ids = idsOf(prompt, model, faults);
          const law = stated(model.laws(ids), temperature, faults);
          const token = drawn(model.laws(ids), temperature, random(number + index));
          const named = (faults.old === true ? [] : ((asked.logprob_token_ids ?? []) as number[])).concat(token);
          return {
            index,
            text: model.decode(token),
            logprobs: {
              tokens: [`token_id:${token}`],
              token_logprobs: [law[token]],
              top_logprobs: [Object.fromEntries(named.map((id) => [`token_id:${id}`, law[id]]))],
            },
            ...(asked.prompt_logprobs !== undefined && {
              prompt_logprobs: ids.map((id, i) => {
                const place = faults.shifted === true ? i + 1 : i;
                const log = stated(model.laws(ids.slice(0, place)), temperature, faults)[id];
                return i === 0 ? null : { [id]: { logprob: log, rank: 1, decoded_token: model.decode(id) } };
              }),
            }),
          };
        })
        .reverse(),
    };
  });
}

/** llama.cpp's server. */
export function llamaServer(model: KnownModel, faults: Faults = {}): Promise<MockServer> {
  return mockServer(async ({ path, body }, response, number) => {
    if ((await faults.before?.(response, number)) === true) return undefined;
    const asked = (body ?? {}) as Body;
    if (path === '/props')
      return {
        default_generation_settings: {},
        model_path: '/home/someone/m.gguf',
        model_ftype: 'all F32',
        build_info: 'b1',
      };
    if (path === '/v1/models')
      return {
        data: [
          { id: 'm', created: Date.now(), owned_by: 'llamacpp', meta: { n_vocab: 400, n_params: 1234, size: 99 } },
        ],
      };
    if (path === '/tokenize') {
      const ids = model.encode(String(asked.content));
      return { tokens: asked.add_special === true && faults.noBos !== true ? [BOS, ...ids] : ids };
    }
    if (path !== '/completion') return void response.writeHead(404).end('{"error":{"message":"no such path"}}');
    const bias = (asked.logit_bias ?? []) as [number, number][];
    const answers = promptsOf(asked).map((prompt, index) => {
      const ids = idsOf(prompt, model, faults);
      const raw = model.laws(ids);
      const token = bias.length > 0 ? bias[0][0] : drawn(raw, Number(asked.temperature), random(number + index));
      const law = stated(raw, Number(asked.temperature), faults).map((log, id) =>
        faults.afterBias === true && bias.length > 0 ? (id === token ? 0 : -1e9) : log,
      );
      const entry = (id: number) => ({ id, token: model.decode(id), bytes: [], logprob: law[id] });
      const top = [...law.keys()].sort((one, other) => law[other] - law[one]).slice(0, Number(asked.n_probs));
      // A token that ends within a character comes without its probabilities.
      return token % 17 === 3
        ? { index }
        : { index, completion_probabilities: [{ ...entry(token), top_logprobs: top.map(entry) }] };
    });
    return answers.length === 1 ? answers[0] : answers;
  });
}

/** A server with OpenAI's older completions. */
export function echoingServer(model: KnownModel, faults: Faults = {}): Promise<MockServer> {
  return mockServer(async ({ path, body }, response, number) => {
    if ((await faults.before?.(response, number)) === true) return undefined;
    const asked = (body ?? {}) as Body;
    if (path === '/v1/models') return { data: [{ id: 'm', owned_by: 'someone' }] };
    if (path !== '/v1/completions') return void response.writeHead(404).end('{}');
    const temperature = Number(asked.temperature);
    return {
      choices: promptsOf(asked).map((prompt, index) => {
        const ids = idsOf(prompt, model, faults);
        const count = Number(asked.max_tokens);
        const generated = count === 0 ? [] : [drawn(model.laws(ids), temperature, random(number * 7 + index))];
        const whole = asked.echo === true && faults.noEcho !== true ? [...ids, ...generated] : generated;
        const from = ids.length + generated.length - whole.length;
        const log = (id: number, place: number): number | null => {
          const behind = faults.shifted === true && place < ids.length ? place + 1 : place;
          if (place === 0) return null;
          return stated(model.laws([...ids, ...generated].slice(0, behind)), temperature, faults)[id];
        };
        return {
          index,
          text: whole.map(model.decode).join(''),
          logprobs: {
            tokens: whole.map(model.decode),
            token_logprobs: whole.map((id, i) => log(id, from + i)),
            top_logprobs: whole.map((_, i) =>
              topOf(
                stated(model.laws([...ids, ...generated].slice(0, from + i)), temperature, faults),
                Number(asked.logprobs),
                model,
              ),
            ),
          },
        };
      }),
    };
  });
}

/**
 * A server that states no probabilities: it writes texts behind prompts or messages.
 * @param write the text for a prompt, given the number of texts before it
 * @param most choices in one answer
 */
export function writingServer(
  write: (prompt: string, number: number) => string,
  most = Number.POSITIVE_INFINITY,
): Promise<MockServer> {
  let written = 0;
  return mockServer(({ path, body }, response) => {
    const asked = (body ?? {}) as Body;
    if (path === '/v1/models') return { data: [{ id: 'm' }] };
    const isChat = path === '/v1/chat/completions';
    if (path !== '/v1/completions' && !isChat) return void response.writeHead(404).end('{}');
    const { content } = ((asked.messages ?? []) as { content: string }[]).at(-1) ?? {};
    return {
      choices: Array.from({ length: Math.min(most, Number(asked.n)) }, (_, index) => {
        const text = write(String(content ?? asked.prompt), written++);
        return isChat ? { index, message: { role: 'assistant', content: text } } : { index, text };
      }),
    };
  });
}
