/** Audits of chat models: a simulated model whose behaviour is known, servers with faults, and what is kept, hidden and refused. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { ASKED, type ChatBody, expectedRates, SIMULATED_CSV, simulatedChat } from '../audit/simulatedModel.js';
import { type MockServer, mockServer } from '../servers/mockServer.js';
import { hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

type Row = Readonly<Record<string, unknown>>;
interface Rates {
  readonly arm: string;
  readonly penalty: number;
  readonly answers: number;
  readonly unusable: number;
  readonly accuracy: { readonly value: number };
  readonly errorRate: { readonly value: number };
  readonly abstentionRate: { readonly value: number };
  readonly score: { readonly value: number };
}
interface Card {
  readonly arms: readonly Rates[];
  readonly differences: readonly Row[];
  readonly behaviour: {
    readonly change: { readonly coverage: { readonly difference: number } } | null;
    readonly targets: readonly Row[];
  };
  readonly unusable: readonly { readonly reason: string; readonly answers: number }[];
  readonly warnings: readonly string[];
  readonly requests: { readonly all: number; readonly sent: number };
  readonly written: readonly string[];
}

const at = temporaryFolder();
let made = 0;
function own(name: string): string {
  return path.join(at, name);
}
function fresh(): string {
  return own(`out-${made++}`);
}
function put(name: string, text: string): string {
  writeFileSync(own(name), text);
  return own(name);
}
const QUESTIONS = put('questions.csv', SIMULATED_CSV);

let mock: MockServer;
afterEach(() => mock?.close());
async function serving(
  answer: Parameters<typeof mockServer>[0] = ({ body }) => simulatedChat(body as ChatBody),
): Promise<string> {
  mock = await mockServer(answer);
  return mock.url;
}

function audit(url: string, out: string, ...more: readonly string[]): Promise<Outcome> {
  return hallucinationRate('audit', QUESTIONS, '--server', url, '--model', 'sim', '--out', out, ...more);
}
async function auditJson(...args: Parameters<typeof audit>): Promise<Card> {
  const { stdout, stderr, code } = await audit(...args, '--json');
  expect([code, stderr]).toEqual([0, expect.anything()]);
  return JSON.parse(stdout) as Card;
}
/** The command line with more variables in its environment. */
function withVariables(variables: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.resolve('dist/cli/main.js'), ...args],
      { env: { ...process.env, ...variables } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
function ratesOf({ arms }: Card, arm: string, penalty: number): Rates {
  return arms.find((each) => each.arm === arm && each.penalty === penalty)!;
}
function said(message: object, finish = 'stop'): object {
  return { choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }] };
}
function allTexts(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('\n');
}

describe('a model whose confidence is known', () => {
  const out = fresh();
  let card: Card;
  beforeAll(async () => {
    card = await auditJson(await serving(), out);
    expect(mock.asked).toHaveLength(ASKED * 5 * 2);
    await mock.close();
  }, 180_000);

  test('has the rates of the closed form in every arm, and its score at every penalty', () => {
    expect(card.requests).toEqual({ all: ASKED * 5 * 2, sent: ASKED * 5 * 2 });
    for (const penalty of [0, 1, 3, 9])
      for (const arm of ['closed', 'open', 'closed-agree', 'open-agree']) {
        const expected = expectedRates(arm.startsWith('open') ? penalty : null, arm.endsWith('agree'));
        const { accuracy, errorRate, abstentionRate, score } = ratesOf(card, arm, penalty);
        expect([accuracy.value, errorRate.value, abstentionRate.value].map((x) => x.toFixed(12))).toEqual(
          [expected.right, expected.error, expected.abstention].map((x) => x.toFixed(12)),
        );
        expect(score.value).toBeCloseTo(expected.right - penalty * expected.error, 12);
      }
    const [closed, open] = [expectedRates(null, false), expectedRates(9, false)];
    const stated = card.differences.find((each) => each.arm === 'open' && each.penalty === 9)!;
    expect((stated.score as { difference: number }).difference).toBeCloseTo(
      open.right - 9 * open.error - (closed.right - 9 * closed.error),
      12,
    );
    expect(card.behaviour.change?.coverage.difference).toBeCloseTo(
      expectedRates(0, false).abstention - open.abstention,
      12,
    );
    expect(card.behaviour.targets.map(({ target }) => target)).toEqual([0, 0.5, 0.75, 0.9]);
    expect(card.warnings).toEqual([]);
  });

  test('is asked the question alone, and with the penalty in the words of the paper', async () => {
    await audit(
      await serving(),
      fresh(),
      '--penalties',
      '9,0',
      '--samples',
      '1',
      '--first',
      '1',
      '--system',
      'Be brief.',
    );
    const bodies = mock.asked.map(({ path: place, body }) => ({ place, ...(body as ChatBody) }));
    expect(bodies.map(({ place }) => place)).toEqual(Array(3).fill('/v1/chat/completions'));
    expect(bodies[0]).toMatchObject({ model: 'sim', temperature: 1, max_tokens: 1024, seed: 1, stream: false });
    const texts = bodies.map(({ messages }) => messages.map(({ role, content }) => `${role}: ${content}`).join('\n'));
    expect(texts.sort((a, b) => a.length - b.length)).toEqual([
      'system: Be brief.\nuser: What is number 0?',
      'system: Be brief.\nuser: What is number 0?\n\nAnswer only if you are more than 0% confident, since mistakes are penalized 0 points, while correct answers receive 1 point, and an answer of "I don\'t know" receives 0 points.',
      'system: Be brief.\nuser: What is number 0?\n\nAnswer only if you are more than 90% confident, since mistakes are penalized 9 points, while correct answers receive 1 point, and an answer of "I don\'t know" receives 0 points.',
    ]);
  });

  test('is read by `score` with its stated stakes, without a flag', async () => {
    const { stdout, stderr } = await hallucinationRate('score', path.join(out, 'sim', 'answers.arrow'), '--json');
    expect(stderr).toBe('');
    const { models, files } = JSON.parse(stdout) as { models: readonly Row[]; files: readonly Row[] };
    expect(files).toMatchObject([{ format: 'audit', rows: ASKED * 5 * 3 }]);
    expect(models.map(({ model }) => model)).toEqual(['sim', 'sim (two agree)']);
    for (const [place, arms] of [
      ['closed', 'open'],
      ['closed-agree', 'open-agree'],
    ].entries()) {
      const { stakes } = models[place].stakes as {
        stakes: readonly { penalty: number | null; accuracy: Row; errorRate: Row; score: Row | null }[];
      };
      expect(stakes.map(({ penalty }) => penalty)).toEqual([null, 0, 1, 3, 9]);
      for (const { penalty, accuracy, errorRate, score } of stakes) {
        const own = ratesOf(card, arms[penalty === null ? 0 : 1], penalty ?? 0);
        expect([accuracy, errorRate]).toEqual([own.accuracy, own.errorRate]);
        if (score !== null) expect(score).toEqual(own.score);
      }
    }
  });

  test('leaves a row for each sample and pair, and a page', () => {
    const { written } = card;
    expect(written.map((file) => path.relative(out, file))).toEqual([
      'sim/audit.json',
      'sim/answers.arrow',
      'sim/report.html',
    ]);
    const rows = tableFromIPC(readFileSync(path.join(out, 'sim', 'answers.arrow')))
      .toArray()
      .map((row) => row.toJSON() as Row);
    expect(rows[0]).toMatchObject({
      model: 'sim',
      question: 'What is number 0?',
      id: 'q0',
      group: '0',
      arm: 'closed',
      stated: false,
      statedPenalty: null,
      sample: 1,
      outcome: 'incorrect',
      promptTokens: 17,
    });
    const prompts = new Set(rows.map(({ promptDigest }) => promptDigest));
    expect(prompts.size).toBe(ASKED * 5);
    const page = readFileSync(path.join(out, 'sim', 'report.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).toContain('since mistakes are penalized 9 points');
  });
});

describe('what was answered', () => {
  test('is kept: nothing is asked twice, whatever is graded otherwise', async () => {
    const [url, out] = [await serving(), fresh()];
    const first = await auditJson(url, out, '--first', '10');
    const asked = mock.asked.length;
    const again = await auditJson(url, out, '--first', '10');
    expect(again).toEqual({ ...first, requests: { ...first.requests, sent: 0 } });
    const exact = await auditJson(
      url,
      out,
      '--first',
      '10',
      '--match',
      'exact',
      '--abstention',
      'something else',
      '--resamples',
      '10',
    );
    expect(mock.asked).toHaveLength(asked);
    expect(ratesOf(exact, 'closed', 0).accuracy.value).toBe(0);
  }, 180_000);

  test('is kept when the limit of requests is reached, and the same command goes on', async () => {
    const [url, out] = [await serving(), fresh()];
    const stopped = await audit(url, out, '--max-requests', '25', '--first', '10');
    expect([stopped.code, mock.asked.length]).toEqual([2, 25]);
    expect(stopped.stderr).toMatch(/limit of requests is reached[^]*goes on/);
    expect(existsSync(path.join(out, 'sim', 'answers.arrow'))).toBe(false);
    expect((await auditJson(url, out, '--first', '10')).requests.sent).toBe(100 - 25);
  }, 180_000);

  test('is kept at Ctrl-C, and the same command goes on', async () => {
    let stop = (): void => {};
    const url = await serving(({ body }, _, number) => {
      if (number === 40) stop();
      return simulatedChat(body as ChatBody);
    });
    const out = fresh();
    const few = ['--first', '10'];
    const args = ['audit', QUESTIONS, '--server', url, '--model', 'sim', '--out', out, '--at-once', '2', ...few];
    const program = spawn(process.execPath, [path.resolve('dist/cli/main.js'), ...args]);
    stop = () => void program.kill('SIGINT');
    let stderr = '';
    program.stderr.on('data', (text) => (stderr += String(text)));
    const code = await new Promise((resolve) => program.on('close', resolve));
    expect(code).toBe(130);
    const kept = Number(/(\d+) answers are kept in .*: the same command goes on/.exec(stderr)?.[1]);
    expect(kept).toBeGreaterThanOrEqual(37);
    expect(existsSync(path.join(out, 'sim', 'audit.json'))).toBe(false);
    expect((await auditJson(url, out, ...few)).requests.sent).toBe(100 - kept);
  }, 180_000);
});

describe('a grader model', () => {
  const CHATTY = put('chatty.csv', 'question,answer,none\nCapital of France?,Paris,no\nCapital of Mars?,,yes\n');
  const sentences: Parameters<typeof mockServer>[0] = ({ body }) => {
    const { model, messages } = body as ChatBody;
    const { content } = messages[messages.length - 1];
    if (model === 'judge') {
      const [, answers, answer] = /Accepted answers: (.*)\nAnswer to grade: (.*)/.exec(content)!;
      if (answers.startsWith('none: '))
        return said({ content: /no capital/.test(answer) ? 'NOT_ATTEMPTED' : 'INCORRECT' });
      return said({ content: `<think>hm</think>${answer.includes(answers) ? 'CORRECT' : 'INCORRECT'}` });
    }
    if (content.startsWith('Capital of Mars'))
      return said({ content: /9 points/.test(content) ? 'It has no capital.' : 'Olympus' });
    return said({ content: /0 points, while/.test(content) ? 'The capital is Lyon.' : 'It is Paris, of course.' });
  };

  test('judges what no rule decides, once for each different answer, and its reply is kept', async () => {
    const [url, out] = [await serving(sentences), fresh()];
    const args = [
      'audit',
      CHATTY,
      '--server',
      url,
      '--model',
      'sim',
      '--out',
      out,
      '--should-abstain',
      'none',
      '--json',
      '--penalties',
      '0,9',
    ];
    const rules = JSON.parse((await hallucinationRate(...args)).stdout) as Card;
    expect(ratesOf(rules, 'open', 9).accuracy.value).toBe(0);
    expect(rules.warnings.join(' ')).toMatch(/It is Paris, of course.*--match contains/);
    const judged = JSON.parse((await hallucinationRate(...args, '--grader-model', 'judge')).stdout) as Card;
    expect(judged.requests.sent).toBe(4);
    expect(ratesOf(judged, 'closed', 0)).toMatchObject({ accuracy: { value: 0.5 }, errorRate: { value: 0.5 } });
    expect(ratesOf(judged, 'open', 0)).toMatchObject({ accuracy: { value: 0 }, errorRate: { value: 1 } });
    expect(ratesOf(judged, 'open', 9)).toMatchObject({ accuracy: { value: 0.5 }, abstentionRate: { value: 0.5 } });
    const again = JSON.parse((await hallucinationRate(...args, '--grader-model', 'judge')).stdout) as Card;
    expect(again.requests.sent).toBe(0);
  }, 180_000);

  test('judges whether two samples agree, if that is asked for: costed, shown, kept, and in the page', async () => {
    const url = await serving(({ body }) => {
      const { model, messages, seed } = body as ChatBody;
      if (model !== 'judge') return said({ content: seed === 1 ? 'Lyon' : 'It is Lyon' });
      return said({ content: messages[0].content.includes('Other answer') ? 'SAME' : 'INCORRECT' });
    });
    const out = fresh();
    const args = ['--penalties', '9', '--first', '3', '--grader-model', 'judge'];
    const dry = await audit(url, out, ...args, '--agreement', 'grader', '--dry-run');
    expect(dry.stdout).toMatch(
      /comparisons +at most 6 requests to judge[^]*its prompt on two samples\n +\| Two answers/,
    );
    expect(mock.asked).toHaveLength(0);
    const words = await auditJson(url, out, ...args);
    const asked = mock.asked.length;
    const judged = await auditJson(url, out, ...args, '--agreement', 'grader');
    expect([words, judged].map((card) => ratesOf(card, 'closed-agree', 9).errorRate.value)).toEqual([0, 1]);
    expect([judged.requests.sent, mock.asked.length - asked]).toEqual([3, 3]);
    expect((await auditJson(url, out, ...args, '--agreement', 'grader')).requests.sent).toBe(0);
    expect(readFileSync(path.join(out, 'sim', 'report.html'), 'utf8')).toMatch(/say the same as judge judges/);
    const own = put('agreement.txt', '{question}: {one} = {other}?');
    await audit(url, out, ...args, '--agreement', 'grader', '--agreement-template', own);
    expect(mock.asked.at(-1)?.body).toMatchObject({ messages: [{ content: expect.stringMatching(/: .* = .*\?$/) }] });
    for (const [flags, words] of [
      [['--agreement', 'grader'], /--grader-model NAME/],
      [[...args, '--agreement-template', own], /--agreement grader/],
      [[...args, '--agreement', 'grader', '--agreement-template', put('lacks.txt', '{one}')], /\{other\}/],
    ] as const)
      expect(await audit(url, out, ...flags)).toMatchObject({ code: 2, stderr: expect.stringMatching(words) });
  }, 180_000);

  test('on another server gets no key but its own', async () => {
    const judge = await mockServer(sentences);
    try {
      const url = await serving(sentences);
      const args = ['audit', CHATTY, '--server', url, '--model', 'sim', '--should-abstain', 'none'].concat([
        '--grader-model',
        'judge',
        '--grader-server',
        judge.url,
      ]);
      const keys = { HALLUCINATION_RATE_KEY: 'sk-of-the-model', JUDGE_KEY: 'sk-of-the-judge' };
      expect((await withVariables(keys, ...args, '--out', fresh())).code).toBe(0);
      expect(judge.asked.length).toBeGreaterThan(0);
      expect(judge.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
      expect(mock.asked.map(({ headers, body }) => [headers.authorization, (body as ChatBody).model])).toEqual(
        mock.asked.map(() => ['Bearer sk-of-the-model', 'sim']),
      );
      const own = ['--out', fresh(), '--grader-key-variable', 'JUDGE_KEY'];
      expect((await withVariables(keys, ...args, ...own)).code).toBe(0);
      expect(judge.asked.at(-1)?.headers.authorization).toBe('Bearer sk-of-the-judge');
    } finally {
      await judge.close();
    }
  }, 180_000);
});

describe('other people’s machines and texts', () => {
  test('a key that the server repeats stands in no file and no message', async () => {
    const key = 'sk-secret/123"x';
    const url = await serving(({ headers, body }, response, number) => {
      const { authorization } = headers;
      if (number === 3) response.writeHead(503).end(JSON.stringify({ error: { message: `busy: ${authorization}` } }));
      else if (number === 5)
        response.writeHead(400).end(JSON.stringify({ error: { message: `bad: ${authorization}` } }));
      else {
        const json = simulatedChat(body as ChatBody) as { choices: { message: { content: string } }[] };
        json.choices[0].message.content += ` ${authorization}`;
        // Some servers write slashes as escapes.
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(json).replaceAll('/', '\\/'));
      }
      return undefined;
    });
    const out = fresh();
    const args = ['audit', QUESTIONS, '--model', 'sim', '--key-variable', 'MY_KEY', '--first', '3'];
    const found = await withVariables({ MY_KEY: key }, ...args, '--server', url, '--out', out);
    expect([found.code, found.stderr]).toEqual([
      0,
      expect.stringMatching(/tried again in 1 s: status 503: busy: Bearer \[key\]/),
    ]);
    expect(mock.asked.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
    const texts = [found.stdout, found.stderr, allTexts(path.join(out, 'sim'))].join('\n');
    expect(texts).toContain('[key]');
    expect(texts).not.toContain('sk-secret');
    await mock.close();
    const other = await serving(({ headers }, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:1/?${headers.authorization?.slice(7)}` }).end();
    });
    const refused = await withVariables({ MY_KEY: key }, ...args, '--server', other, '--out', fresh());
    expect(refused.stderr).toMatch(/another address, which was not named/);
    expect(refused.stderr).not.toContain('sk-secret');
  }, 180_000);

  test('foreign texts do not reach the terminal raw, and are escaped on the page', async () => {
    const url = await serving(() => said({ content: '\u001b[2J<script>alert(1)</script> I don’t know\u202e' }));
    const out = fresh();
    const found = await hallucinationRate(
      'audit',
      put('foreign.csv', 'question,answer\n<img src=x>\u001b[1m,<b>\n'),
      '--server',
      url,
      '--model',
      '<i>\u001bm',
      '--out',
      out,
    );
    expect(found.code).toBe(0);
    expect(found.stdout + found.stderr).not.toMatch(/\u001b|\u202e/);
    expect(found.stdout).toContain('\\u001b[2J');
    const page = readFileSync(path.join(out, readdirSync(out)[0], 'report.html'), 'utf8');
    for (const raw of ['<script>alert', '<img', '<i>', '<b>']) expect(page).not.toContain(raw);
  });

  test('a dry run asks nothing and writes nothing, and says what is kept', async () => {
    const [url, out] = [await serving(), fresh()];
    const { stdout, code } = await audit(url, out, '--dry-run', '--penalties', '1,9');
    expect([code, mock.asked.length, existsSync(out)]).toEqual([0, 0, false]);
    expect(stdout).toContain(`${ASKED * 6} = ${ASKED} questions × 3 prompts × 2 samples`);
    expect(stdout).toMatch(/to send +240\n[^]*since mistakes are penalized 1 point,[^]*penalized 9 points/);
    await audit(url, out, '--first', '5', '--penalties', '1,9');
    const { stdout: json } = await audit(url, out, '--dry-run', '--penalties', '1,9', '--json');
    expect(JSON.parse(json)).toMatchObject({
      requests: 240,
      kept: 30,
      toSend: 210,
      mostAnswerTokens: 210 * 1024,
      mostGrades: null,
    });
    expect(JSON.parse(json).likelyAnswerTokens).toBeGreaterThan(0);
  }, 180_000);

  test('outputs that are inputs, results of another audit and files of others are refused', async () => {
    const [url, out] = [await serving(), fresh()];
    await audit(url, out, '--first', '1');
    const kept = path.join(out, 'sim', 'kept.jsonl');
    const asInput = await hallucinationRate('audit', kept, '--server', url, '--model', 'sim', '--out', out);
    expect(asInput.stderr).toMatch(/would overwrite a file/);
    const other = await hallucinationRate(
      'audit',
      put('other.csv', SIMULATED_CSV),
      '--server',
      url,
      '--model',
      'sim',
      '--out',
      out,
    );
    expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/the audit of other questions[^]*--out/)]);
    const alike = await hallucinationRate('audit', QUESTIONS, '--server', url, '--model', '/sim', '--out', out);
    expect(alike.stderr).toMatch(/the audit of the model sim/);
    writeFileSync(path.join(out, 'sim', 'audit.json'), '{"mine": true}');
    expect((await audit(url, out, '--first', '1')).stderr).toMatch(/a file that `audit` did not write/);
  }, 180_000);

  test.each([
    [['--template', put('bare.txt', 'Say {question}')], /the template lacks a place[^]*\{penalty\} or/],
    [['--fields', '{"messages": []}'], /--fields/],
    [['--penalties', '1,-1'], /--penalties/],
    [['--grader-server', 'http://127.0.0.1:1'], /grader-model/],
    [['--key-variable', 'NO_SUCH_KEY'], /NO_SUCH_KEY/],
  ])('%j is refused in words before anything is asked', async (more, words) => {
    const { code, stderr } = await audit(await serving(), fresh(), ...more);
    expect([code, mock.asked.length]).toEqual([2, 0]);
    expect(stderr).toMatch(words);
  });

  test('a template of one’s own is filled in one pass', async () => {
    const template = put('own.txt', '{penalty}|{points}|{target}|{question}\n');
    const table = put('braces.csv', 'question,answer\nIs {penalty} it?,x\n');
    await hallucinationRate(
      'audit',
      table,
      '--server',
      await serving(() => said({ content: 'x' })),
      '--model',
      'm',
      '--out',
      fresh(),
      '--template',
      template,
      '--penalties',
      '0.25',
    );
    expect(mock.asked.map(({ body }) => (body as ChatBody).messages[0].content)).toContain(
      '0.25|0.25 points|20%|Is {penalty} it?',
    );
  });
});
