/** Whether two samples agree, as a grader model on a mock server judges. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { STAKES_TEMPLATE } from '../../src/audit/ask/stakesPrompt.js';
import { abstentionsWith } from '../../src/audit/grade/abstentions.js';
import { GRADER_TEMPLATE } from '../../src/audit/grade/graderModel.js';
import { AGREEMENT_TEMPLATE, agreementIn } from '../../src/audit/grade/samplesAgree.js';
import { type AuditResult, runAudit } from '../../src/audit/runAudit.js';
import { openAnswers } from '../../src/servers/keptAnswers.js';
import { openServer } from '../../src/servers/server.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';
import { type MockServer, mockServer } from '../servers/mockServer.js';
import type { ChatBody } from './simulatedModel.js';

/** Both samples of each question, and what they make of two that must agree: by words, and by a judge. */
const CASES = [
  ['in equal words', ['Paris', 'paris.'], 'right', 'right'],
  ['right in other words', ['Paris', 'the city of Paris'], 'abstention', 'right'],
  ['wrong in other words', ['It is Lyon', 'Lyon, I think'], 'abstention', 'error'],
  ['wrong in different ways', ['It is Lyon', 'It is Nice'], 'abstention', 'abstention'],
  ['right and wrong', ['Paris', 'It is Lyon'], 'abstention', 'abstention'],
  ['an answer and none', ['Paris', 'IDK'], 'abstention', 'abstention'],
] as const;
const QUESTIONS = CASES.map((_, at) => ({
  text: `Capital ${at}?`,
  id: null,
  group: null,
  accepted: ['Paris'],
  pattern: null,
  shouldAbstain: false,
}));

let mock: MockServer;
afterEach(() => mock?.close());

function said(content: string): object {
  return { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] };
}
/** The only city in a text. */
function cityIn(text: string): string {
  return /Paris|Lyon|Nice/i.exec(text)![0].toLowerCase();
}
/** The model, the grader of answers and the judge of two: what it says of two answers is `verdict` of whether their city is one. */
async function serving(verdict = (same: boolean): string => (same ? 'SAME' : 'DIFFERENT')): Promise<void> {
  mock = await mockServer(({ body }) => {
    const { model, messages, seed } = body as ChatBody;
    const { content } = messages[0];
    if (model === 'sim') return said(CASES[Number(/Capital (\d+)/.exec(content)![1])][1][seed - 1]);
    const [, one, other] = /\nOne answer: (.*)\nOther answer: (.*)\n/.exec(content) ?? [];
    if (one !== undefined) return said(verdict(cityIn(one) === cityIn(other)));
    return said(/Answer to grade: .*Paris/.test(content) ? 'CORRECT' : 'INCORRECT');
  });
}
function comparisons(): readonly string[] {
  return mock.asked
    .map(({ body }) => (body as ChatBody).messages[0].content)
    .filter((content) => content.includes('\nOther answer: '));
}

async function audited(file: string, agreement: string | null, most?: number): Promise<AuditResult> {
  const kept = openAnswers(file);
  const server = openServer({ url: mock.url, atOnce: 2, most, seconds: 10, firstPause: 0.01 });
  try {
    return await runAudit({
      questions: QUESTIONS,
      asking: {
        ...{ model: 'sim', penalties: [3], samples: 2, temperature: 1, maxTokens: 9, seed: 1 },
        ...{ template: STAKES_TEMPLATE, system: undefined, fields: {} },
      },
      rules: { match: 'normalised', abstentions: abstentionsWith([]) },
      server,
      kept,
      atOnce: 2,
      grader: { server, options: { model: 'judge', template: GRADER_TEMPLATE, maxTokens: 9, agreement } },
      bootstrap: { resamples: 10, level: 0.95, seed: 1 },
      onProgress: () => undefined,
    });
  } finally {
    kept.close();
  }
}
function pairsOf({ rows }: AuditResult, arm: string): readonly string[] {
  return rows.filter((row) => row.arm === arm).map(({ outcome }) => outcome);
}
function newFile(): string {
  return path.join(temporaryFolder(), 'kept.jsonl');
}

test('two samples agree in equal words; with a judge also where they say the same in others', async () => {
  await serving();
  const file = newFile();
  const byWords = await audited(file, null);
  expect(pairsOf(byWords, 'closed-agree')).toEqual(CASES.map(([, , words]) => words));
  expect(comparisons()).toEqual([]);
  const asked = mock.asked.length;
  const judged = await audited(file, AGREEMENT_TEMPLATE);
  for (const arm of ['closed-agree', 'open-agree'])
    expect(pairsOf(judged, arm)).toEqual(CASES.map(([, , , byJudge]) => byJudge));
  // Three pairs have other words and one outcome; stakes stated or not, they are asked about once.
  expect([mock.asked.length - asked, judged.requests.sent, comparisons().length]).toEqual([3, 3, 3]);
  expect(comparisons()[0]).toMatch(/Question: Capital 1\?\nOne answer: Paris\nOther answer: the city of Paris\n/);
  // The samples themselves are as they were.
  expect(pairsOf(judged, 'closed')).toEqual(pairsOf(byWords, 'closed'));
  expect((await audited(file, AGREEMENT_TEMPLATE)).requests.sent).toBe(0);
  expect((await audited(file, `${AGREEMENT_TEMPLATE} Go.`)).requests.sent).toBe(3);
});

test('a limit of requests keeps the verdicts that came, and the same command asks the rest', async () => {
  await serving();
  const file = newFile();
  await audited(file, null);
  await expect(audited(file, AGREEMENT_TEMPLATE, 1)).rejects.toThrow(/limit of requests/);
  expect((await audited(file, AGREEMENT_TEMPLATE)).requests.sent).toBe(2);
  expect(readFileSync(file, 'utf8')).toContain('DIFFERENT');
});

test('a verdict that is none leaves the pair out of every rate, and a doubt says so', async () => {
  await serving((same) => (same ? 'SAME' : 'They are DIFFERENT or the SAME'));
  const result = await audited(newFile(), AGREEMENT_TEMPLATE);
  expect(pairsOf(result, 'closed-agree')[3]).toBe('unusable');
  expect(result.report.arms.find(({ arm }) => arm === 'closed-agree')).toMatchObject({ unusable: 1, questions: 5 });
  expect(result.warnings.join('\n')).toMatch(/2 of 12 pairs of samples are in no rate.*no verdict.*SAME, DIFFERENT/);
});

test.each([
  ['SAME', true],
  ['**Same.**', true],
  ['Verdict: DIFFERENT', false],
  ['They name one city.\n\nYes', true],
  ['no', false],
  ['SAME or DIFFERENT', null],
  ['CORRECT', null],
  ['', null],
])('%j means %j', (reply, meaning) => {
  expect(agreementIn(reply)).toBe(meaning);
});
