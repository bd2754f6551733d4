/** vLLM takes at most 128 tokens by their ids in a request: a node with more, such as all first words of names, is asked in parts. */
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { vllm } from '../../src/models/servers/vllm.js';
import { openServer } from '../../src/servers/server.js';
import { knownModel } from './knownModel.js';
import { vllmServer } from './mockDialects.js';
import type { MockServer } from './mockServer.js';

let mock: MockServer;
afterEach(() => mock.close());

test('nodes of any number of tokens have the probabilities of the model, in their order', async () => {
  const known = knownModel();
  mock = await vllmServer(known);
  const server = vllm(openServer({ url: mock.url, atOnce: 4, seconds: 10 }), 'm', true);
  const node = fc.record({
    context: fc.array(fc.integer({ min: 0, max: 399 }), { minLength: 1, maxLength: 4 }),
    wanted: fc.uniqueArray(fc.integer({ min: 0, max: 399 }), { minLength: 1, maxLength: 300, size: 'max' }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 5 }), async (nodes) => {
      const before = mock.asked.length;
      const answers = await Promise.all(
        server.next(nodes.map((each) => ({ ...each, must: new Set<number>(), least: -Infinity }))),
      );
      answers.forEach(({ logs, left }, i) => {
        const law = known.laws(nodes[i].context);
        expect([left, Array.from(logs)]).toEqual([0, nodes[i].wanted.map((id) => law[id])]);
      });
      const bound = nodes.reduce(
        (sum, { wanted }) => sum + server.requestsFor([{ wanted: wanted.length, count: 1 }]),
        0,
      );
      expect(mock.asked.length - before).toBeLessThanOrEqual(bound);
    }),
    { numRuns: 30 },
  );
});
