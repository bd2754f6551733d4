/**
 * llama.cpp's own server against the log-probabilities that Hugging Face gives. It needs python3 with xllamacpp, gguf and numpy
 * (`pip install xllamacpp gguf`; PYTHONPATH may name their folder), and is skipped by name without them.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FIXTURES, pairsThroughServer } from './huggingFacePairs.js';

// llama.cpp takes no tokenizer without merges, such as that of llama-bytes.
const MODELS = ['llama-bpe'] as const;

function canServe(): boolean {
  try {
    execFileSync('python3', ['-c', 'import xllamacpp, gguf, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const available = canServe();
const folder = mkdtempSync(path.join(tmpdir(), 'llama-'));
const servers = new Map<string, { readonly child: ChildProcess; readonly url: string }>();

function served(name: string): Promise<string> {
  const file = path.join(folder, `${name}.gguf`);
  const child = spawn('python3', ['test/external/llamaCpp/serve.py', path.join(FIXTURES, name), file]);
  child.stderr.resume();
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (data: Buffer) => {
      const [url] = /http:\S+/.exec(data.toString()) ?? [];
      if (url === undefined) return;
      servers.set(name, { child, url });
      resolve(url);
    });
  });
}

beforeAll(async () => {
  if (available) for (const name of MODELS) await served(name);
}, 60_000);
afterAll(() => servers.forEach(({ child }) => child.kill()));

(available ? describe : describe.skip)(
  `llama.cpp's server${available ? '' : ': skipped, since python3 has no xllamacpp, gguf, numpy'}`,
  () => {
    test.each(MODELS.flatMap((name) => (['auto', 'none'] as const).map((bos) => [name, bos] as const)))(
      '%s, beginning %s: every pair as near to Hugging Face as a float32 cache allows',
      async (name, bos) => {
        const { url } = servers.get(name)!;
        const { largest, pairs, expectedPairs } = await pairsThroughServer(name, bos, { url, model: `${name}.gguf` });
        expect(pairs).toBe(expectedPairs);
        expect(largest).toBeLessThan(2.5e-5);
      },
      120_000,
    );
  },
);
