/** Prompts that may lack a part: the first sentence says so before it gives a figure. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';
import { estimateAnswer, estimateScreen } from '../../src/estimate/show/estimateScreen.js';
import { day, FORTY, question } from './forty.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'lacking-'))));
afterAll(() => rmSync(folder, { recursive: true }));

type Row = (person: number) => Readonly<Record<string, unknown>>;

async function run(row: Row, options: Partial<EstimateRequest> = {}) {
  const file = path.join(folder, 'rows.jsonl');
  writeFileSync(file, FORTY.map((person) => `${JSON.stringify(row(person))}\n`).join(''));
  return estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, ...options });
}

const WHOLE: Row = (i) => ({ instruction: 'When was this person born?', context: question(i), response: day(i) });
const OTHER_NAME: Row = (i) => ({ instruction: 'When?', biography: question(i), response: day(i) });
const PICTURED: Row = (i) => ({
  messages: [
    { role: 'user', content: '<image>\nWho?' },
    { role: 'assistant', content: day(i) },
  ],
});
/** The answer does not depend on what is not read. */
const DATED: Row = (i) => ({ question: question(i), response: day(i), source: `page ${i}` });

test.each([
  ['a column that the user left out', WHOLE, { prompt: 'instruction' }, ['context']],
  ['a column of another name', OTHER_NAME, {}, ['biography']],
  ['a picture that is not there', PICTURED, {}, ['pictures']],
] as const)('%s: the headline states no error of whole questions', async (_, row, options, lack) => {
  const { estimate, read } = await run(row, options);
  expect(estimate.promptsLack).toEqual(lack);
  // One prompt of many rows: read as it is, its estimate is 0.
  expect(estimate.calibratedError.errorRate).toBe(0);
  const answer = estimateAnswer(estimate);
  expect(answer).toMatch(new RegExp(`^These prompts may lack a part \\(${lack.join()}\\)`));
  expect(answer).not.toMatch(/already|below/);
  const screen = estimateScreen(estimate, { read }).replaceAll(/\s+/g, ' ');
  expect(screen).toMatch(/What to do first: read whole questions/);
  expect(screen).not.toMatch(/is already reached|may be reached/);
});

test.each([
  ['whole prompts', WHOLE],
  ['columns on which nothing depends', DATED],
] as const)('%s lack nothing', async (_, row) => {
  const { estimate } = await run(row);
  expect(estimate.promptsLack).toBeUndefined();
  expect(estimate.calibratedError.errorRate).toBeGreaterThan(0);
  expect(estimateAnswer(estimate)).toMatch(/^A calibrated model trained on these data errs on about/);
});
