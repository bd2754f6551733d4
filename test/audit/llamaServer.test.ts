/** An audit end to end on a real llama.cpp server, of a model whose law is known (test/external/llamaServer/makeMarkov.py). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { testMarkovAudits } from './markovAudits.js';

const FOLDER = 'test/external/llamaServer';

const without = ['python3 --version', 'python3 -c "import xllamacpp"'].find(
  (command) => spawnSync(command, { shell: true, env: process.env }).status !== 0,
);
let server: ChildProcess;
let url: string;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

(without === undefined ? describe : describe.skip)(
  `a llama.cpp server${without === undefined ? '' : ` (left out: ${without} fails)`}`,
  () => {
    beforeAll(async () => {
      const port = await freePort();
      server = spawn('python3', [`${FOLDER}/serve.py`, `${FOLDER}/markov.gguf`, String(port)], {
        env: process.env,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const [line] = (await once(server.stdout!, 'data')) as [Buffer];
      url = String(line).trim();
      expect(url).toBe(`http://127.0.0.1:${port}`);
    });
    afterAll(async () => {
      server.stdin!.end();
      await once(server, 'exit');
    });
    testMarkovAudits(() => url);
  },
);
