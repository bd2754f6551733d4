/** Training sets that Hugging Face's `datasets` and pandas wrote: test/external/training/README.md says how. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { estimateFiles } from '../../src/estimate/estimateFiles.js';
import { FORTY_COUNTS } from './forty.js';

const folder = path.join('test', 'external', 'training');

async function run(name: string) {
  const { estimate, read } = await estimateFiles({
    files: [path.join(folder, name)],
    stdin: Readable.from([]),
    level: 0.95,
  });
  return { ...estimate, read };
}

test.each([
  ['chats.parquet', 'chat messages; not read: source'],
  ['chats.jsonl', 'chat messages; not read: source'],
  ['frame.json', 'chat messages'],
  ['preferences.arrow', 'prompt: prompt, response: chosen; not read: rejected'],
  ['squad.parquet', 'prompt: question + context, response: answers'],
  ['pictures.parquet', 'prompt: question + image, response: answer'],
])('%s', async (name, read) => {
  expect(await run(name)).toMatchObject({ ...FORTY_COUNTS, read });
});

test('calls of tools in every second row', async () => {
  const { warnings, ...estimate } = await run('calls.parquet');
  expect(estimate).toMatchObject({ ...FORTY_COUNTS, conflictingPrompts: 7 });
  expect(warnings.join()).toMatch(/calls a tool in 20 rows/);
});

test('lists that Python printed are refused', async () => {
  await expect(run('printed.csv')).rejects.toThrow(/of Python, printed as text/);
});

test('every file has a test', () => {
  const tested = [
    'chats.parquet',
    'chats.jsonl',
    'frame.json',
    'preferences.arrow',
    'squad.parquet',
    'pictures.parquet',
    'calls.parquet',
    'printed.csv',
  ];
  expect(
    readdirSync(folder)
      .filter((name) => !/\.(?:md|py)$/.test(name))
      .sort(),
  ).toEqual([...tested].sort());
});
