/** A client of one server that answers in JSON: so many requests at once and in all, retries with back-off, and no other host. */
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../errors/userError.js';
import { withoutKey } from './apiKey.js';

export interface ServerOptions {
  /** Address of the server, as the user named it. */
  readonly url: string;
  /** Sent as a bearer token; left out for servers without keys. */
  readonly key?: string | undefined;
  /** Requests at once, ≥ 1. */
  readonly atOnce: number;
  /** Requests in all, tries included; left out: no limit. */
  readonly most?: number | undefined;
  /** Seconds that one request may take. */
  readonly seconds: number;
  /** Ends all requests, and lets no other begin. */
  readonly signal?: AbortSignal | undefined;
  /** Called before a request is tried again. */
  readonly onAgain?: (reason: string, seconds: number) => void;
  /** Seconds before the second try, doubled before each further one; by default 1. */
  readonly firstPause?: number;
}

export interface Server {
  /** The address without a slash at its end, and without a key. */
  readonly url: string;
  /** Requests that were sent, tries included. */
  readonly sent: () => number;
  /**
   * Posts a JSON body to a path, such as `/v1/completions`, and returns the server's JSON.
   * @throws ServerRefusal if the server refuses the request itself
   * @throws UserError if it cannot be reached, or fails again and again, or the limit of requests is reached
   */
  post(path: string, body: object): Promise<unknown>;
  /** Gets the JSON of a path. @throws as `post` does */
  get(path: string): Promise<unknown>;
}

/** A server's answer that it does not take this request (a status from 400 to 499): asking again would not help. */
export class ServerRefusal extends UserError {
  override readonly name = 'ServerRefusal';

  constructor(
    readonly status: number,
    readonly words: string,
    where: string,
  ) {
    super({
      code: 'refused-by-server',
      summary: `the server refuses the request (status ${status})`,
      where,
      found: words === '' ? 'no reason given' : words,
      hint: HINTS[status],
    });
  }
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'the key is missing or wrong: it is read from an environment variable (--key-variable)',
  403: 'the key may not do this',
  404: 'look at the address and at the name of the model',
  405: 'this server has no such interface',
};

/** Statuses after which the same request may succeed. */
const AGAIN: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529]);
/** Tries of one request. */
const TRIES = 6;
/** Longest pause before a try, in seconds, whatever a server asks for. */
const LONGEST_PAUSE = 120;
/** Bytes of an answer that are read at most. */
const LARGEST_ANSWER = 2 ** 28;

/** @throws UserError for an address that is none, or holds a password */
export function openServer(options: ServerOptions): Server {
  const { key, atOnce, most = Number.POSITIVE_INFINITY, seconds, signal, onAgain, firstPause = 1 } = options;
  const url = checkedAddress(options.url);
  const waiting: (() => void)[] = [];
  let [running, sent, answered] = [0, 0, 0];

  /** Runs `use` when fewer than `atOnce` requests are under way. */
  const inTurn = async <T>(use: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await use();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };

  const once = async (path: string, body: object | undefined): Promise<Tried> => {
    if (sent >= most) throw tooMany(url, most);
    sent++;
    const timeout = AbortSignal.timeout(seconds * 1000);
    try {
      const response = await fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
      const text = withoutKey(await textOf(response, `${url}${path}`), key);
      return judged(response, text, `${url}${path}`, key);
    } catch (error) {
      if (error instanceof UserError) throw error;
      signal?.throwIfAborted();
      if (timeout.aborted) return { again: `no answer in ${seconds} s` };
      return { again: unreachable(error, url, answered > 0) };
    }
  };

  const asked = async (path: string, body?: object): Promise<unknown> => {
    for (let tries = 1, usual = firstPause; ; tries++, usual *= 2) {
      signal?.throwIfAborted();
      const tried = await once(path, body);
      if ('answer' in tried) {
        answered++;
        return tried.answer;
      }
      if (tries === TRIES) throw gaveUp(url, path, tried.again);
      const pause = Math.min(LONGEST_PAUSE, Math.max(tried.after ?? 0, usual));
      onAgain?.(tried.again, pause);
      await wait(pause * 1000, undefined, { signal });
    }
  };

  return {
    url,
    sent: () => sent,
    post: (path, body) => inTurn(() => asked(path, body)),
    get: (path) => inTurn(() => asked(path)),
  };
}

/** An answer, or why the request is to be tried again, and after how many seconds the server wants it. */
type Tried = { readonly answer: unknown } | { readonly again: string; readonly after?: number | undefined };

/** Reads an answer as the server meant it. @throws UserError */
function judged(response: Response, text: string, where: string, key: string | undefined): Tried {
  const masked = (words: string): string => withoutKey(words, key);
  const { status, headers } = response;
  if (status >= 300 && status < 400)
    throw new UserError({
      code: 'redirected',
      summary: 'the server sends the request to another address, which was not named',
      where,
      found: masked(headers.get('location') ?? `status ${status}`),
      hint: 'name that address yourself if you trust it: nothing is sent to a host that you did not name',
    });
  if (AGAIN.has(status)) return { again: `status ${status}: ${masked(reasonIn(text))}`, after: secondsOf(headers) };
  if (!response.ok) throw new ServerRefusal(status, masked(reasonIn(text)), where);
  try {
    if (key === undefined) return { answer: JSON.parse(text) };
    // JSON may write the key's letters as escapes.
    return { answer: JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? masked(value) : value)) };
  } catch {
    throw new UserError({
      code: 'not-json',
      summary: 'the server does not answer in JSON',
      where,
      found: text.trim() === '' ? 'nothing' : text.trim().slice(0, 200),
      hint: 'look whether the address is that of the interface: http://127.0.0.1:8000',
    });
  }
}

/** The server's own words in an answer that refuses: the message of a JSON error, or the beginning of the text. */
function reasonIn(text: string): string {
  try {
    const found = JSON.parse(text) as { error?: unknown; message?: unknown; detail?: unknown };
    const error = found.error as { message?: unknown } | string | undefined;
    const words = typeof error === 'object' ? error?.message : (error ?? found.message ?? found.detail);
    if (words !== undefined) return typeof words === 'string' ? words : JSON.stringify(words);
  } catch {
    // not JSON
  }
  return text.trim().slice(0, 200);
}

/** Seconds of a Retry-After, which is a number, or a date that is compared with the server's own clock. */
function secondsOf(headers: Headers): number | undefined {
  const [text, now] = [headers.get('retry-after'), headers.get('date')];
  if (text === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text);
  const seconds = now === null ? Number.NaN : (Date.parse(text) - Date.parse(now)) / 1000;
  return seconds > 0 ? seconds : undefined;
}

async function textOf(response: Response, where: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += (part as Uint8Array).byteLength;
    if (bytes > LARGEST_ANSWER)
      throw new UserError({
        code: 'too-large',
        summary: 'the answer does not end',
        where,
        found: `more than ${LARGEST_ANSWER / 2 ** 20} MiB`,
      });
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Codes of connections that may come back. */
const PASSING = /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_\w+)$/;

/** @throws UserError where no later try would reach the server */
function unreachable(error: unknown, url: string, hasAnswered: boolean): string {
  const cause = (error as { cause?: { code?: unknown; message?: unknown } }).cause;
  const code = typeof cause?.code === 'string' ? cause.code : '';
  const words = [code, String(cause?.message ?? (error as Error).message)].filter((each) => each !== '').join(': ');
  if (PASSING.test(code) || (hasAnswered && code === 'ECONNREFUSED')) return words;
  throw new UserError({
    code: 'unreachable',
    summary: 'the server cannot be reached',
    where: url,
    found: words,
    hint: 'look whether it runs, and whether address and port are right',
  });
}

function checkedAddress(text: string): string {
  const refused = (found: string, hint?: string): UserError =>
    new UserError({
      code: 'bad-address',
      summary: 'not the address of a server',
      where: '--server',
      found,
      allowed: 'an address such as http://127.0.0.1:8000',
      ...(hint !== undefined && { hint }),
    });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused(text);
  }
  if (url.username !== '' || url.password !== '')
    throw refused('an address with a name or password', 'keys are read from the environment alone (--key-variable)');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(text);
  if (url.search !== '' || url.hash !== '') throw refused(text, 'leave out what follows ? and #');
  // Programs name their interface with or without /v1; the paths of requests begin with it.
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
}

function tooMany(url: string, most: number): UserError {
  return new UserError({
    code: 'too-many-requests',
    summary: 'the limit of requests is reached',
    where: url,
    found: String(most),
    hint: 'what was answered is kept: the same command with a higher --max-requests goes on',
  });
}

function gaveUp(url: string, path: string, reason: string): UserError {
  return new UserError({
    code: 'server-fails',
    summary: `the server failed ${TRIES} times`,
    where: `${url}${path}`,
    found: reason,
    hint: 'what was answered is kept: the same command goes on',
  });
}
