import { afterEach, describe, expect, test } from '@jest/globals';
import { keyFrom } from '../../src/servers/apiKey.js';
import { openServer, ServerRefusal } from '../../src/servers/server.js';
import { type MockServer, mockServer } from './mockServer.js';

const KEY = 'sk-secret-123';
let mock: MockServer | undefined;
afterEach(async () => {
  await mock?.close();
  mock = undefined;
});
async function serving(answer: Parameters<typeof mockServer>[0]): Promise<MockServer> {
  mock = await mockServer(answer);
  return mock;
}
const QUICK = { atOnce: 4, seconds: 10, firstPause: 0.01 };

async function errorOf(use: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  return use.then(
    () => {
      throw new Error('it was to fail');
    },
    (error: Error) => error,
  );
}

describe('a request', () => {
  test('is one JSON body with the key as a bearer token, and its JSON comes back', async () => {
    const { url, asked } = await serving(() => ({ ok: true }));
    const server = openServer({ url: `${url}/v1/`, key: KEY, ...QUICK });
    expect(await server.post('/v1/completions', { prompt: 'x' })).toEqual({ ok: true });
    expect(asked).toMatchObject([{ path: '/v1/completions', body: { prompt: 'x' } }]);
    expect(asked[0].headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test('is tried again after overload, errors of the server and broken connections', async () => {
    const { url } = await serving((_, response, number) => {
      if (number === 1) response.writeHead(429, { 'retry-after': '0.05' }).end('{}');
      else if (number === 2) response.writeHead(503).end('busy');
      else if (number === 3) response.destroy();
      else return { number };
    });
    const again: string[] = [];
    const server = openServer({ url, ...QUICK, onAgain: (reason) => again.push(reason) });
    expect(await server.get('/')).toEqual({ number: 4 });
    expect(again).toEqual([
      expect.stringContaining('429'),
      expect.stringContaining('503: busy'),
      expect.stringContaining('closed'),
    ]);
    expect(server.sent()).toBe(4);
  });

  test('that fails again and again ends in words, as does one without an answer', async () => {
    const { url } = await serving(
      (_, response) => void response.writeHead(500).end('{"error":{"message":"no memory"}}'),
    );
    expect((await errorOf(openServer({ url, ...QUICK }).post('/x', {}))).message).toMatch(
      /failed 6 times[^]*no memory/,
    );
    await mock?.close();
    const silent = await serving(() => undefined);
    const error = await errorOf(openServer({ url: silent.url, ...QUICK, seconds: 0.05 }).post('/x', {}));
    expect(error.message).toMatch(/no answer in 0.05 s/);
  });

  test('that the server refuses is not tried again, and its words are shown without the key', async () => {
    const { url, asked } = await serving(
      (_, response) => void response.writeHead(401).end(JSON.stringify({ error: { message: `bad key ${KEY}` } })),
    );
    const error = await errorOf(openServer({ url, key: KEY, ...QUICK }).post('/x', {}));
    expect(error).toBeInstanceOf(ServerRefusal);
    expect(error.message).toContain('bad key [key]');
    expect(error.message).not.toContain(KEY);
    expect(asked).toHaveLength(1);
  });

  test('is never sent to another host', async () => {
    const other = await mockServer(() => ({}));
    const { url } = await serving((_, response) => void response.writeHead(302, { location: other.url }).end());
    expect((await errorOf(openServer({ url, key: KEY, ...QUICK }).post('/x', {}))).message).toMatch(/another address/);
    expect(other.asked).toEqual([]);
    await other.close();
  });

  test('to a server that is not there, and an answer that is no JSON', async () => {
    const { url } = await serving((_, response) => void response.end('<html>'));
    expect((await errorOf(openServer({ url, ...QUICK }).get('/'))).message).toMatch(/not answer in JSON[^]*<html>/);
    await mock?.close();
    expect((await errorOf(openServer({ url, ...QUICK }).get('/'))).message).toMatch(
      /cannot be reached[^]*ECONNREFUSED/,
    );
  });
});

describe('many requests', () => {
  test('are under way no more than so many at once', async () => {
    let [now, most] = [0, 0];
    const { url } = await serving(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now--;
      return {};
    });
    const server = openServer({ url, ...QUICK, atOnce: 3 });
    await Promise.all(Array.from({ length: 12 }, () => server.post('/x', {})));
    expect([most, server.sent()]).toEqual([3, 12]);
  });

  test('end at the limit, and at an interruption', async () => {
    const { url, asked } = await serving(() => ({}));
    const limited = openServer({ url, ...QUICK, most: 2 });
    const results = await Promise.allSettled([1, 2, 3].map(() => limited.post('/x', {})));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(asked).toHaveLength(2);
    const stop = new AbortController();
    const server = openServer({ url, ...QUICK, signal: stop.signal });
    stop.abort();
    expect((await errorOf(server.post('/x', {}))).name).toBe('AbortError');
    expect(asked).toHaveLength(2);
  });
});

test.each(['localhost:8000', 'ftp://x', 'http://me:pw@127.0.0.1', 'http://127.0.0.1/?key=1', 'x'])(
  'the address %s is refused',
  (url) => {
    expect(() => openServer({ url, ...QUICK })).toThrow(/not the address/);
  },
);

test('a key comes from a variable of the environment alone', () => {
  expect(keyFrom({}, undefined)).toBeUndefined();
  expect(keyFrom({ HALLUCINATION_RATE_KEY: 'k ' }, undefined)).toBe('k');
  expect(keyFrom({ MINE: 'm', HALLUCINATION_RATE_KEY: 'k' }, 'MINE')).toBe('m');
  expect(() => keyFrom({ HALLUCINATION_RATE_KEY: 'k' }, 'MINE')).toThrow(/export MINE/);
  expect(() => keyFrom({ MINE: 'a\nb' }, 'MINE')).toThrow(/characters/);
});
