/** OpenAI's older completions with `echo`: a server repeats a text with the log-probability of each of its tokens. */
import { UserError } from '../../errors/userError.js';
import type { Server } from '../../servers/server.js';
import { answerProblem, listIn, numberIn, objectIn } from './answerParts.js';
import { requireDigits } from './tokenModel.js';
import { AGREEMENT } from './tokenServer.js';
import { aboveOne } from './walkTree.js';

/** Texts in one request. */
const TEXTS = 64;

/** A text that was repeated. */
export interface EchoedText {
  readonly tokens: readonly string[];
  /** ln p̂ of each token behind those before it; null for the first, [tokens]. */
  readonly logs: readonly (number | null)[];
  /** The sum of the probabilities that are listed at each place, [tokens]; 0 where none are. */
  readonly sums: readonly number[];
}

export interface EchoServer {
  /** Repeats texts. @param listed likeliest tokens that are listed at each place; by default 1 */
  echo(texts: readonly string[], listed?: number): Promise<readonly EchoedText[]>;
  /** Generates one token at temperature 2. */
  generate(text: string): Promise<{ readonly token: string; readonly log: number }>;
}

/** @param generated tokens that the server adds to every text that it repeats: 0, or 1 where it knows no `max_tokens: 0` */
export function echoServer(server: Server, model: string, generated: 0 | 1): EchoServer {
  const complete = async (body: object): Promise<readonly EchoedText[]> => {
    const answer = objectIn(await server.post('/v1/completions', { model, temperature: 1, ...body }), server.url);
    return listIn(answer.choices, server.url, 'choices')
      .map((choice) => objectIn(choice, server.url))
      .sort((one, other) => Number(one.index ?? 0) - Number(other.index ?? 0))
      .map(({ logprobs }) => {
        const { tokens, token_logprobs, top_logprobs: top } = objectIn(logprobs, server.url);
        return {
          tokens: listIn(tokens, server.url, 'tokens').map(String),
          logs: listIn(token_logprobs, server.url, 'token_logprobs').map((log) =>
            log === null ? null : numberIn(log, server.url),
          ),
          sums: Array.isArray(top) ? top.map(sumOf) : [],
        };
      });
  };
  const part = async (texts: readonly string[], listed: number): Promise<readonly EchoedText[]> => {
    const found = await complete({ prompt: texts, echo: true, logprobs: listed, max_tokens: generated });
    if (found.length !== texts.length)
      throw answerProblem(server.url, `${found.length} choices`, `one for each of ${texts.length} texts`);
    return found.map(({ tokens, logs, sums }) => ({
      sums,
      tokens: tokens.slice(0, tokens.length - generated),
      logs: logs.slice(0, logs.length - generated),
    }));
  };
  return {
    echo: async (texts, listed = 1) => {
      const parts = Array.from({ length: Math.ceil(texts.length / TEXTS) }, (_, i) =>
        part(texts.slice(i * TEXTS, (i + 1) * TEXTS), listed),
      );
      return (await Promise.all(parts)).flat();
    },
    generate: async (text) => {
      const [{ tokens, logs }] = await complete({ prompt: text, temperature: 2, logprobs: 1, max_tokens: 1 });
      return { token: tokens[0] ?? '', log: logs[0] ?? Number.NaN };
    },
  };
}

/** The sum of the probabilities of a list of tokens; 0 where there is none. */
function sumOf(top: unknown): number {
  const logs = typeof top === 'object' && top !== null ? Object.values(top) : [];
  return logs.reduce<number>((sum, log) => sum + Math.exp(Number(log)), 0);
}

/**
 * Finds out how many tokens the server adds to a text that it repeats.
 * @throws UserError for a server that does not repeat texts
 */
export async function addedByEcho(server: Server, model: string, text: string): Promise<0 | 1> {
  for (const generated of [0, 1] as const) {
    try {
      const [{ tokens }] = await echoServer(server, model, generated).echo([text]);
      // A rest of a text that was generated would be longer than the text, or not its end.
      const end = text.slice(-8);
      if (tokens.length > 1 && tokens.join('').endsWith(end)) return generated;
    } catch (error) {
      if (!(error instanceof UserError) || !['refused-by-server', 'other-answer'].includes(error.code)) throw error;
    }
  }
  throw new UserError({
    code: 'no-echo',
    summary: 'the server does not repeat a text with its log-probabilities (echo)',
    where: server.url,
    hint: 'vLLM and llama.cpp have other ways (--dialect); otherwise --dialect sampled --samples 20 counts what the model writes',
  });
}

/** Log-probabilities of whole responses, [responses]. */
export async function echoedResponses(
  server: EchoServer,
  before: string,
  responses: readonly string[],
  where: string,
): Promise<readonly number[]> {
  const [alone, ...whole] = await server.echo([before, ...responses.map((response) => before + response)]);
  return whole.map(({ tokens, logs }, r) => {
    if (alone.tokens.some((token, i) => tokens[i] !== token) || tokens.length <= alone.tokens.length)
      throw new UserError({
        code: 'other-tokens',
        summary: 'the tokenizer joins the end of the prompt and the response',
        where,
        found: before + responses[r],
        hint: 'change the template, so that a space or a line stands between prompt and response: --template',
      });
    return logs.slice(alone.tokens.length).reduce<number>((sum, log) => sum + numberIn(log, where), 0);
  });
}

/** Tokens that are generated in search of some that the tokenizer leaves alone. */
const TRIES = 12;
/** Tokens that are listed at each place, whose probabilities may not exceed 1 together. */
const LISTED = 5;
/** Tokens that must agree. */
const AGREED = 3;

/**
 * Lets the server generate tokens and repeat them, which must give the same log-probabilities, and looks at what begins a text.
 * @param bos what the user said: `auto`, `none`, or a text that was put before each of `texts`
 * @returns the largest difference, nats
 * @throws UserError that says what is wrong
 */
export async function testEcho(
  server: EchoServer,
  texts: readonly string[],
  bos: string,
  where: string,
): Promise<number> {
  await requireBeginning(server, texts[0], bos, where);
  let [largest, agreed] = [0, 0];
  const seen: number[] = [];
  for (let tries = 0; tries < TRIES && agreed < AGREED; tries++) {
    const text = texts[tries % texts.length];
    const { token, log } = await server.generate(text);
    const [alone, whole] = await server.echo([text, text + token], LISTED);
    const sum = Math.max(0, ...whole.sums, ...whole.logs.map((each) => Math.exp(each ?? -Infinity)));
    if (sum > 1 + AGREEMENT) throw aboveOne(where, sum);
    const isLeft = whole.tokens.length === alone.tokens.length + 1 && whole.tokens.at(-1) === token;
    if (!isLeft || token === '' || Number.isNaN(log)) continue; // joined with what stands before it
    const other = numberIn(whole.logs.at(-1), where);
    seen.push(...whole.logs.filter((each) => each !== null));
    const difference = Math.abs(other - log);
    if (difference > AGREEMENT)
      throw new UserError({
        code: 'not-trusted',
        summary: 'the server states different log-probabilities for one token',
        where,
        found: `"${token}" behind "${text}": ${log.toFixed(4)} as it is generated, ${other.toFixed(4)} as it is repeated`,
        allowed: `a difference of at most ${AGREEMENT}`,
        hint: 'one known server states the log-probability of the next place (llama-cpp-python, issue 1983); others state it after sampling, or begin texts of two kinds differently',
      });
    largest = Math.max(largest, difference);
    agreed++;
  }
  if (agreed < AGREED)
    throw new UserError({
      code: 'not-trusted',
      summary: 'no token that the server generates comes back as it was when it is repeated',
      where,
      found: `${agreed} of ${TRIES}`,
      allowed: `at least ${AGREED}`,
      hint: 'does the server know `echo`? --dialect sampled counts what the model writes',
    });
  requireDigits(seen, where);
  return largest;
}

async function requireBeginning(server: EchoServer, text: string, bos: string, where: string): Promise<void> {
  const [{ tokens, logs }] = await server.echo([text]);
  const given = bos === 'auto' || bos === 'none' ? '' : bos;
  const own = text.slice(given.length);
  const first = tokens[0].trim();
  const isAhead = given !== '' || first === '' || !own.trimStart().startsWith(first);
  const wrong = (summary: string, hint: string): UserError =>
    new UserError({
      code: 'no-beginning',
      summary,
      keyPath: 'model.bos',
      where,
      found: tokens.slice(0, 4).join(' | '),
      hint,
    });
  if (bos === 'auto' && !isAhead)
    throw wrong(
      'the server puts no token before a text',
      'numbers depend on it: --bos none if the model was trained so, otherwise --bos TOKEN, such as the bos_token of tokenizer_config.json',
    );
  if (bos === 'none' && isAhead) throw wrong('the server puts a token before a text', 'leave --bos none out');
  if (given !== '' && (tokens[0] !== given || tokens[1] === given))
    throw wrong(
      'the server does not begin a text with the token of --bos alone',
      'use the name of a token that the server knows, or --bos auto',
    );
  if (logs[0] !== null && logs[0] !== undefined && logs[0] !== 0)
    throw new UserError({
      code: 'not-trusted',
      summary: 'the server states a log-probability for the first token, behind which nothing stands',
      where,
      found: String(logs[0]),
      allowed: 'null',
    });
}
