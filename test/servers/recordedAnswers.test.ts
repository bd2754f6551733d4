/** Answers that vLLM 0.32.0 gave in a trial, cut to the fields that are read, are read as they were meant. */
import { afterEach, expect, test } from '@jest/globals';
import { vllm } from '../../src/models/servers/vllm.js';
import { openServer } from '../../src/servers/server.js';
import { type MockServer, mockServer } from './mockServer.js';

let mock: MockServer;
afterEach(() => mock.close());

/** `logprob_token_ids: [311, 5]` behind a prompt; the generated token 59 is listed, too. */
const NAMED =
  '{"choices":[{"index":0,"text":" is","logprobs":{"tokens":["token_id:59"],"token_logprobs":[-1.997],"text_offset":[0],"top_logprobs":[{"token_id:59":-1.997,"token_id:311":-12.8608,"token_id:5":-4.9957}]}}]}';
/** `prompt_logprobs: 0`: a list by ids, null for the first token. */
const PROMPT =
  '{"choices":[{"index":0,"text":" x","prompt_logprobs":[null,{"511":{"logprob":-7.819272,"rank":212,"decoded_token":"Julia"}}]}]}';

test('probabilities of named tokens, and of the tokens of a prompt', async () => {
  mock = await mockServer(({ body }) =>
    JSON.parse((body as { prompt_logprobs?: number }).prompt_logprobs === 0 ? PROMPT : NAMED),
  );
  const server = vllm(openServer({ url: mock.url, atOnce: 1, seconds: 10 }), 'm', true);
  const [answer] = server.next([{ context: [0, 511], wanted: [311, 5], must: new Set(), least: -Infinity }]);
  expect(await answer).toEqual({ logs: Float64Array.of(-12.8608, -4.9957), left: 0 });
  expect(await server.lastOf!([0, 511])).toBe(-7.819272);
  expect(mock.asked[0].body).toMatchObject({ prompt: [[0, 511]], logprob_token_ids: [311, 5], max_tokens: 1 });
  expect(await server.generate([0, 511])).toEqual({ token: 59, log: -1.997 });
});
