/** Texts that may be abstentions are asked about, and no others. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'asked-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(answer: (prompt: number) => string, options: Partial<EstimateRequest> = {}, prompts = 400) {
  const file = path.join(folder, 'rows.jsonl');
  const rows = Array.from({ length: prompts }, (_, i) => ({ prompt: `q${i}`, response: answer(i) }));
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { estimate } = await estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, ...options });
  return { estimate, asked: estimate.warnings.find((warning) => warning.startsWith('Is one of')) };
}

test.each([
  [
    'words of an abstention',
    (i: number) => (i % 50 === 0 ? 'I’m unable to say.' : `a${i}`),
    /"I’m unable to say\." \(8 prompts\)/,
  ],
  [
    'a text that stands out',
    (i: number) => (i % 10 === 0 ? 'Das steht nirgends.' : `a${i}`),
    /"Das steht nirgends\." \(40 prompts\)/,
  ],
  [
    'several',
    (i: number) => (i % 10 === 0 ? 'N/A' : i % 10 === 1 ? '???' : `a${i}`),
    /"\?\?\?" \(40 prompts\), "N\/A" \(40 prompts\)/,
  ],
])('%s', async (_, answer, message) => {
  expect((await run(answer)).asked).toMatch(message);
});

test.each([
  ['days of which each answers dozens', (i: number) => `day ${i % 12}`],
  ['yes and no', (i: number) => (i % 3 === 0 ? 'yes' : 'no')],
  ['words inside of words', (i: number) => `Nonesuch, Nanette and Sorrynia ${i % 7}`],
  ['abstentions that are known', (i: number) => (i % 2 === 0 ? 'I don’t know!' : `a${i}`)],
])('no question: %s', async (_, answer) => {
  expect((await run(answer)).asked).toBeUndefined();
});

test('the flags that the question shows keep the abstentions of before, and a shell reads them', async () => {
  const answer = (i: number): string => (i % 4 === 0 ? "I can't say" : i % 4 === 1 ? 'IDK' : `a${i}`);
  const { asked, estimate } = await run(answer);
  expect(estimate.abstainedRows).toBe(100);
  const flags = /--abstention .*/.exec(asked!)![0];
  const words = execFileSync('bash', ['-c', `printf '%s\\n' ${flags}`], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const abstentions = words.filter((word) => word !== '--abstention');
  expect(abstentions).toEqual(["I can't say", "I don't know", 'I do not know', 'IDK']);
  expect((await run(answer, { abstentions })).estimate.abstainedRows).toBe(200);
});

test('texts in chats are asked about, and their rows are tallied once', async () => {
  const file = path.join(folder, 'chats.jsonl');
  const rows = Array.from({ length: 60 }, (_, i) => ({
    messages: [
      { role: 'user', content: `q${i}` },
      {
        role: 'assistant',
        content: i % 2 === 0 ? 'No comment' : '',
        tool_calls: i % 2 === 0 ? null : [{ function: { name: `f${i}`, arguments: '{}' } }],
      },
    ],
  }));
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { estimate } = await estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95 });
  expect(estimate.warnings.join()).toMatch(/calls a tool in 30 rows.*"No comment" \(30 prompts\)/s);
});
