/** `measure --server`: a model on a server has the tables and the report of a run, and its key stands nowhere. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { knownModel } from '../servers/knownModel.js';
import { echoingServer, llamaServer, vllmServer, writingServer } from '../servers/mockDialects.js';
import type { MockServer } from '../servers/mockServer.js';
import { experimentFile, hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

const EXPERIMENT = `
name: asked
corpus:
  examples: 60
  families:
    facts: { kind: arbitrary-facts, prompts: 12, responses: 10, answerProbability: 0.8 }
`;
const KEY = 'sk-never-shown-0123456789';
const at = temporaryFolder();
const corpus = path.join(at, 'corpus');
const mocks: MockServer[] = [];

jest.setTimeout(240_000);
beforeAll(async () => {
  expect((await hallucinationRate('corpus', experimentFile(EXPERIMENT), '--out', corpus)).code).toBe(0);
}, 60_000);
afterAll(() => Promise.all(mocks.map((mock) => mock.close())));

async function serving(kind: typeof vllmServer, ...options: Parameters<typeof vllmServer> | []): Promise<MockServer> {
  const mock = await (options.length === 0 ? kind(knownModel()) : kind(...options));
  mocks.push(mock);
  return mock;
}
function measure(url: string, store: string, ...flags: readonly string[]): Promise<Outcome> {
  return hallucinationRate('measure', corpus, '--server', url, '--model', 'm', '--out', path.join(at, store), ...flags);
}
/** Text of all files of a folder. */
function textIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('measure --server', () => {
  test.each([
    ['vllm', vllmServer],
    ['llama.cpp', llamaServer],
    ['openai', echoingServer],
  ] as const)('%s: figures, report and remarks; the same command asks nothing again', async (dialect, kind) => {
    const { url, asked } = await serving(kind);
    const first = await measure(url, dialect);
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/err[^]*inv[^]*m on a server \(/)]);
    const report = readFileSync(path.join(at, dialect, 'measured', 'report.html'), 'utf8');
    expect(report).toMatch(/How the models were asked[^]*m on a server \(/);
    const verified = await hallucinationRate('verify', path.join(at, dialect));
    expect([verified.code, verified.stdout]).toEqual([0, expect.not.stringContaining('foreign')]);
    const count = asked.length;
    const again = await measure(url, dialect, '--json');
    const { runs } = JSON.parse(again.stdout) as { runs: { families: { facts: Record<string, number> } }[] };
    const { errorRate, invalidMass, accuracy, abstentionRate } = runs[0].families.facts;
    expect(errorRate + invalidMass + accuracy + abstentionRate).toBeCloseTo(1, 9);
    // The model is looked up, and no more.
    expect(asked.length - count).toBeLessThan(5);
    expect(again.stderr).toMatch(/in the store already/);
  });

  test('Ctrl-C keeps what was answered: the same command asks only the rest', async () => {
    // Slow enough that a signal comes between two answers, and not behind the last.
    const slowly = async (): Promise<false> => {
      await new Promise((wait) => setTimeout(wait, 20));
      return false;
    };
    const { url, asked } = await serving(llamaServer, knownModel(), { before: slowly });
    const whole = await measure(url, 'uncut');
    expect(whole.code).toBe(0);
    const all = asked.length;
    const words = ['measure', corpus, '--server', url, '--model', 'm', '--out', path.join(at, 'cut')];
    const program = spawn(process.execPath, [path.resolve('dist/cli/main.js'), ...words], { stdio: 'pipe' });
    let said = '';
    program.stderr.on('data', (part) => (said += String(part)));
    const ended = new Promise<number | null>((resolve) => program.on('close', resolve));
    // As soon as a good part is answered, and long before the rest is.
    while (asked.length < 1.7 * all && program.exitCode === null) await new Promise((wait) => setTimeout(wait, 2));
    const interrupted = performance.now();
    program.kill('SIGINT');
    expect([await ended, performance.now() - interrupted < 5000]).toEqual([130, true]);
    expect(said).not.toMatch(/ at .*\.js:\d+|bug of ours/);
    const before = asked.length - all;
    expect(before).toBeLessThan(all);
    const again = await measure(url, 'cut');
    expect([again.code, again.stdout.includes('err')]).toEqual([0, true]);
    const rest = asked.length - all - before;
    // The server is tested again, and requests that were under way are sent again.
    expect(rest).toBeLessThan(all - before / 2 + 10);
    expect(before + rest).toBeGreaterThanOrEqual(all - 5);
  });

  test('a dry run says what it costs, and writes nothing', async () => {
    const { url, asked } = await serving(vllmServer);
    const { code, stdout } = await measure(url, 'dry', '--dry-run');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/m \(vllm\): at most 12 prompts, [\d,]+ contexts, \d+ requests/),
    ]);
    expect(existsSync(path.join(at, 'dry'))).toBe(false);
    const planned = Number(/ (\d+) requests/.exec(stdout)![1]);
    const before = asked.length;
    expect((await measure(url, 'dry', '--set', 'model.epsilon=0')).code).toBe(0);
    const generated = asked.slice(before).filter((each) => each.path === '/v1/completions').length;
    // The rest is the test of the server: four requests behind each of three prompts, and one that looks for logprob_token_ids.
    expect(generated - 13).toBeLessThanOrEqual(planned);
    expect(generated - 13).toBeGreaterThan(planned / 4);
  });

  test('a measurement that was cut off by the limit goes on by the same command with a higher one', async () => {
    const { url, asked } = await serving(llamaServer);
    const short = await measure(url, 'short', '--max-requests', '60');
    expect([short.code, short.stderr]).toEqual([2, expect.stringMatching(/limit of requests/)]);
    const count = asked.length;
    const whole = await measure(url, 'short');
    expect(whole.code).toBe(0);
    const rest = asked.length - count;
    const fresh = await measure(url, 'fresh');
    expect(fresh.stdout.split('wrote')[0]).toBe(whole.stdout.split('wrote')[0]);
    expect(rest).toBeLessThan(asked.length - count - rest);
  });

  test('a key is sent, and stands in no file and on no screen', async () => {
    const { url, asked } = await serving(vllmServer);
    const outcome = await new Promise<Outcome>((resolve) => {
      execFile(
        process.execPath,
        [
          'dist/cli/main.js',
          'measure',
          corpus,
          '--server',
          url,
          '--model',
          'm',
          '--key-variable',
          'MINE',
          '--out',
          path.join(at, 'key'),
        ],
        { env: { ...process.env, MINE: KEY } },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
    expect(outcome.code).toBe(0);
    expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${KEY}`]));
    expect(textIn(path.join(at, 'key')) + outcome.stdout + outcome.stderr).not.toContain(KEY);
  });

  test('flags that lack one another, a server that is not there and one without echo are refused in words', async () => {
    const lacks = await hallucinationRate('measure', corpus, '--server', 'http://127.0.0.1:1');
    expect([lacks.code, lacks.stderr]).toEqual([2, expect.stringMatching(/--model NAME/)]);
    const { url } = await serving(echoingServer, knownModel(), { noEcho: true });
    const none = await measure(url, 'none');
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/does not repeat a text[^]*--dialect sampled/)]);
  });

  test('a server without probabilities is sampled where that is asked for', async () => {
    const mock = await writingServer((_, number) => [" I don't know .", ' perhaps'][number % 2]);
    mocks.push(mock);
    const { code, stdout } = await measure(mock.url, 'sampled', '--dialect', 'sampled', '--samples', '10', '--json');
    const { runs } = JSON.parse(stdout) as { runs: { families: { facts: object }; model: object }[] };
    expect([code, runs[0]]).toMatchObject([
      0,
      {
        families: { facts: { abstentionRate: 0.5, invalidMass: 0.5, delta: null, method: 'sampled' } },
        model: { remarks: [expect.stringContaining('sampled'), expect.stringContaining('120 responses')] },
      },
    ]);
  });
});
