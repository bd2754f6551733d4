/** Asking and grading against servers whose answers, and faults, are known. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { AskingOptions } from '../../src/audit/ask/auditPlan.js';
import { STAKES_TEMPLATE } from '../../src/audit/ask/stakesPrompt.js';
import type { ArmRates } from '../../src/audit/auditReport.js';
import { abstentionsWith } from '../../src/audit/grade/abstentions.js';
import { GRADER_TEMPLATE } from '../../src/audit/grade/graderModel.js';
import type { Question } from '../../src/audit/question.js';
import { type AuditResult, runAudit } from '../../src/audit/runAudit.js';
import { openAnswers } from '../../src/servers/keptAnswers.js';
import { openServer } from '../../src/servers/server.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';
import { type MockServer, mockServer } from '../servers/mockServer.js';
import { type ChatBody, SIMULATED, simulatedChat } from './simulatedModel.js';

const ASKING: AskingOptions = {
  model: 'sim',
  penalties: [1, 3],
  samples: 2,
  temperature: 1,
  maxTokens: 1024,
  seed: 1,
  template: STAKES_TEMPLATE,
  system: undefined,
  fields: {},
};
const QUESTIONS: readonly Question[] = SIMULATED.slice(0, 8).map(({ text, answer }) => ({
  text,
  id: null,
  group: null,
  accepted: [answer],
  pattern: null,
  shouldAbstain: false,
}));
const ALL = 8 * 3 * 2;

let mock: MockServer;
afterEach(() => mock?.close());
async function serving(
  answer: Parameters<typeof mockServer>[0] = ({ body }) => simulatedChat(body as ChatBody),
): Promise<void> {
  mock = await mockServer(answer);
}

function kept(): string {
  return path.join(temporaryFolder(), 'kept.jsonl');
}

interface Some {
  readonly asking?: Partial<AskingOptions>;
  readonly questions?: readonly Question[];
  readonly grader?: string;
  readonly atOnce?: number;
  readonly most?: number;
}

/** An audit on the mock server. */
async function audited(
  file: string,
  { asking, questions = QUESTIONS, grader, atOnce = 1, most }: Some = {},
): Promise<AuditResult> {
  const answers = openAnswers(file);
  const server = openServer({ url: mock.url, atOnce, most, seconds: 10, firstPause: 0.01 });
  try {
    return await runAudit({
      questions,
      asking: { ...ASKING, ...asking },
      rules: { match: 'normalised', abstentions: abstentionsWith([]) },
      server,
      kept: answers,
      atOnce,
      grader:
        grader === undefined
          ? null
          : { server, options: { model: grader, template: GRADER_TEMPLATE, maxTokens: 9, agreement: null } },
      bootstrap: { resamples: 10, level: 0.95, seed: 1 },
      onProgress: () => undefined,
    });
  } finally {
    answers.close();
  }
}

function said(message: object, finish = 'stop'): object {
  return { choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }] };
}
/** True for requests about one question. */
function isAbout(body: unknown, number: number): boolean {
  return (body as ChatBody).messages[0].content.startsWith(`What is number ${number}?`);
}
function ratesOf({ report }: AuditResult, arm: string, penalty: number): ArmRates {
  return report.arms.find((each) => each.arm === arm && each.penalty === penalty)!;
}

describe('what was answered', () => {
  test('is never asked again, and gives the same', async () => {
    await serving();
    const file = kept();
    const first = await audited(file, { atOnce: 4 });
    const again = await audited(file);
    expect(mock.asked).toHaveLength(ALL);
    expect(again).toEqual({ ...first, requests: { all: ALL, sent: 0 } });
  });

  test.each<readonly [string, Partial<AskingOptions>]>([
    ['model', { model: 'other' }],
    ['temperature', { temperature: 0.5 }],
    ['seed', { seed: 7 }],
    ['limit of tokens', { maxTokens: 9 }],
    ['system prompt', { system: 'Be brief.' }],
    ['field', { fields: { reasoning_effort: 'low' } }],
  ])('is asked again with another %s', async (_, asking) => {
    await serving();
    const file = kept();
    await audited(file);
    expect((await audited(file, { asking })).requests.sent).toBe(ALL);
  });

  test('is asked again in part where a question, a template, a penalty or a sample is new', async () => {
    await serving();
    const file = kept();
    const few = QUESTIONS.slice(0, 2);
    const sent = async (some: Some): Promise<number> => (await audited(file, some)).requests.sent;
    expect(await sent({ questions: few, asking: { samples: 1 } })).toBe(6);
    expect(await sent({ questions: QUESTIONS.slice(0, 3), asking: { samples: 1 } })).toBe(3);
    expect(await sent({ questions: few, asking: { samples: 1, penalties: [1, 3, 9] } })).toBe(2);
    expect(await sent({ questions: few, asking: { samples: 2 } })).toBe(6);
    expect(await sent({ questions: few, asking: { template: `${STAKES_TEMPLATE} Go.` } })).toBe(8);
  });

  test('at another server is another answer', async () => {
    await serving();
    const file = kept();
    await audited(file);
    await mock.close();
    await serving();
    expect((await audited(file)).requests.sent).toBe(ALL);
  });
});

describe('fields of a request', () => {
  test('replace those of one name, and null leaves one out', async () => {
    await serving();
    await audited(kept(), { asking: { fields: { max_tokens: null, max_completion_tokens: 5, seed: null } } });
    const bodies = mock.asked.map(({ body }) => body);
    expect(bodies[0]).toMatchObject({ model: 'sim', max_completion_tokens: 5, temperature: 1 });
    for (const body of bodies) for (const name of ['max_tokens', 'seed']) expect(body).not.toHaveProperty(name);
    // Two samples without a seed are two requests all the same.
    expect(bodies).toHaveLength(ALL);
  });
});

describe('a server with faults', () => {
  test.each([
    ['an empty answer', () => said({ content: '' }), 'empty'],
    ['a cut answer', () => said({ content: 'It is the' }, 'length'), 'cut off'],
    ['a thought without an end', () => said({ content: '<think>It may be' }), 'thinking without an end'],
    ['a call of a tool', () => said({ content: null, tool_calls: [{}] }, 'tool_calls'), 'a call of a tool'],
  ])('that gives %s has it counted apart, in no rate', async (_, fault, reason) => {
    await serving(({ body }) => (isAbout(body, 3) ? fault() : simulatedChat(body as ChatBody)));
    const result = await audited(kept());
    expect(result.unusable).toEqual([{ reason, answers: 6 }]);
    expect(ratesOf(result, 'open', 3)).toMatchObject({ answers: 14, unusable: 2, questions: 7 });
    expect(ratesOf(result, 'open-agree', 3)).toMatchObject({ answers: 7, unusable: 1 });
    expect(result.warnings[0]).toMatch(/6 of 48 answers cannot be graded and are in no rate/);
  });

  test('that refuses one prompt goes on with the others, and is asked for it again', async () => {
    let refuses = true;
    await serving(({ body }, response) => {
      if (!refuses || !isAbout(body, 0)) return simulatedChat(body as ChatBody);
      response.writeHead(400).end('{"error":{"message":"context length exceeded"}}');
      return undefined;
    });
    const file = kept();
    expect((await audited(file, { asking: { samples: 1 } })).unusable).toEqual([
      { reason: 'refused by the server', answers: 3 },
    ]);
    refuses = false;
    expect(await audited(file, { asking: { samples: 1 } })).toMatchObject({ unusable: [], requests: { sent: 3 } });
  });

  test('that refuses everything is given up after a few requests, with its words', async () => {
    await serving(
      (_, response) => void response.writeHead(400).end('{"error":{"message":"use max_completion_tokens"}}'),
    );
    await expect(audited(kept())).rejects.toThrow(/status 400[^]*use max_completion_tokens/);
    expect(mock.asked).toHaveLength(5);
    await expect(audited(kept(), { questions: QUESTIONS.slice(0, 1), asking: { samples: 1 } })).rejects.toThrow(
      /status 400/,
    );
  });

  test.each([
    [401, /the key is missing or wrong/],
    [404, /name of the model/],
  ])('that says %i is not asked again', async (status, words) => {
    await serving((_, response) => void response.writeHead(status).end('{}'));
    await expect(audited(kept())).rejects.toThrow(words);
    expect(mock.asked).toHaveLength(1);
  });

  test('that is overloaded is asked again, and then gives the same', async () => {
    const seen = new Set<string>();
    await serving(({ body }, response) => {
      const key = JSON.stringify(body);
      if (seen.has(key) || seen.size > 2) return simulatedChat(body as ChatBody);
      seen.add(key);
      response.writeHead(429, { 'retry-after': '0.01' }).end('{}');
      return undefined;
    });
    const busy = await audited(kept(), { atOnce: 3 });
    expect(busy.requests.sent).toBe(ALL + 3);
    await mock.close();
    await serving();
    expect((await audited(kept())).report).toEqual(busy.report);
  });

  test.each([
    ['an error with the status of success', () => ({ error: { message: 'no credit left' } }), /no credit left/],
    ['JSON of another form', () => ({ text: 'Paris' }), /does not answer as a chat does/],
    ['no JSON', undefined, /does not answer in JSON/],
  ])('that gives %s ends the audit, keeps what was answered before, and nothing of it', async (_, fault, words) => {
    await serving((request, response, number) => {
      if (number <= 4) return simulatedChat(request.body as ChatBody);
      if (fault !== undefined) return fault();
      response.end('<html>');
      return undefined;
    });
    const file = kept();
    await expect(audited(file)).rejects.toThrow(words);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4);
  });

  test('whose limit of requests is reached keeps what was answered, and requests under way', async () => {
    await serving();
    const file = kept();
    await expect(audited(file, { most: 25, atOnce: 4 })).rejects.toThrow(/limit of requests is reached/);
    expect((await audited(file)).requests.sent).toBe(ALL - 25);
  });
});

describe('a refusal', () => {
  test('in the field of refusals is an abstention', async () => {
    await serving(() => said({ content: null, refusal: "I can't help with that." }));
    const result = await audited(kept());
    expect(ratesOf(result, 'closed', 1).abstentionRate.value).toBe(1);
    expect(result.rows[0]).toMatchObject({ outcome: 'abstention', reason: 'refused by the model' });
  });
});

describe('a grader model', () => {
  test('whose reply is no grade leaves the answer ungraded', async () => {
    await serving(({ body }) =>
      (body as ChatBody).model === 'judge'
        ? said({ content: 'CORRECT or INCORRECT' })
        : simulatedChat(body as ChatBody),
    );
    const { unusable, requests } = await audited(kept(), { grader: 'judge' });
    const wrong = new Set(
      mock.asked.filter(({ body }) => (body as ChatBody).model === 'judge').map(({ body }) => JSON.stringify(body)),
    );
    expect(requests.sent).toBe(ALL + wrong.size);
    expect(unusable).toEqual([{ reason: "the grader's reply: no grade", answers: expect.any(Number) }]);
  });
});
