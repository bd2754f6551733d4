/** False singletons: prompts that are misspelt or put in other words are folded on request, with a list, and no others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';
import { integer } from '../../src/random/integer.js';
import { stream } from '../../src/random/stream.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'near-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function fold(
  rows: readonly (readonly [prompt: string, answer: string])[],
  options: Partial<EstimateRequest> = {},
) {
  const file = path.join(folder, 'rows.jsonl');
  const list = path.join(folder, 'near.jsonl');
  writeFileSync(file, rows.map(([prompt, response]) => `${JSON.stringify({ prompt, response })}\n`).join(''));
  const request = { files: [file], stdin: Readable.from([]), level: 0.95, ...options };
  const { estimate } = await estimateFiles({ ...request, nearDuplicatesFile: list });
  const pairs = readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return { estimate, pairs: pairs.map((line) => JSON.parse(line) as { prompt: string; near_duplicate: string }) };
}

const TWICE = [
  ['When was Ada Okafor born?', 'June 21'],
  ['When was Ada Okafor born?', 'June 21'],
] as const;

test.each([
  ['a letter lost', 'When was Ada Okfor born?'],
  ['letters swapped', 'When was Ada Okaofr born?'],
  ['a letter too many', 'When was Ada Okaffor born?'],
  ['case and punctuation', 'when was ada okafor born'],
  ['another order and fillers', 'Ada Okafor, when is she the born? she'.replace(/ she/g, '')],
])('folded: %s', async (_, prompt) => {
  const { estimate, pairs } = await fold([...TWICE, [prompt, 'June 21']]);
  expect(pairs).toEqual([{ prompt, near_duplicate: 'When was Ada Okafor born?', answer: 'June 21' }]);
  expect(estimate).toMatchObject({ rows: 3, prompts: 1, singletons: 0, nearDuplicates: { folded: 1 } });
});

test.each([
  ['another answer', 'When was Ada Okfor born?', 'May 2'],
  ['another number', 'When was Ada Okafor 2 born?', 'June 21'],
  ['another short word', 'When was Ida Okafor born?', 'June 21'],
  ['two words', 'When was Ada Okfor bornn?', 'June 21'],
  ['another word of a question', 'Where was Ada Okafor born?', 'June 21'],
])('not folded: %s', async (_, prompt, answer) => {
  const { estimate, pairs } = await fold([...TWICE, [prompt, answer]]);
  expect(pairs).toEqual([]);
  expect(estimate).toMatchObject({ prompts: 2, singletons: 1, nearDuplicates: { folded: 0 } });
});

test('prompts with digits in the word that differs stay apart', async () => {
  const { pairs } = await fold([...TWICE, ['When was Person1234 born?', 'x'], ['When was Person1235 born?', 'x']]);
  expect(pairs).toEqual([]);
});

test('chains of near-duplicates end in one prompt, the most frequent; counts of rows count', async () => {
  const chain = ['Capital of Kazakhstan', 'Capital of Kazakhstn', 'Capital of Kazakhsn', 'Capital of Kazkhsn'];
  const rows = [chain[0]!, ...chain].map((prompt) => [prompt, 'Astana'] as const);
  const { estimate, pairs } = await fold(rows, { seed: 1, holdout: 0.4 });
  expect(pairs.map(({ near_duplicate: target }) => target)).toEqual([chain[0], chain[0], chain[0]]);
  expect(estimate).toMatchObject({ rows: 5, prompts: 1, singletons: 0 });
});

test('the number of folds by chance is foretold where no singleton is false', async () => {
  // Names that differ in one letter, each once, with answers that are drawn at random.
  const draws = stream(20261127, 'draw/nearDuplicates');
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const rows = Array.from({ length: 400 }, (_, at) => {
    const name = `${letters[at % 20]}arimanto${letters[Math.floor(at / 20)]}`;
    return [`Where does ${name} live?`, `town ${integer(draws, 12)}`] as const;
  });
  const { estimate } = await fold([...rows, ...TWICE]);
  const { folded, byChance } = estimate.nearDuplicates!;
  expect(folded).toBeGreaterThan(300);
  expect(byChance).toBeGreaterThan(0.9 * folded);
  expect(estimate.warnings.join()).toMatch(/By chance alone/);
});

test('one thread and two give the same, and rows without responses are refused', async () => {
  const rows = Array.from(
    { length: 3000 },
    (_, at) => [`Where is the town of Xanadu${'abcdefgh'[at % 8]}${'pqrstuv'[at % 7]}y?`, `a${at % 5}`] as const,
  );
  const results = await Promise.all(
    [1, 2].map(async (threads) => (await fold(rows, { holdout: 0.2, database: { threads } })).estimate),
  );
  expect(results[0]).toEqual(results[1]);
  const file = path.join(folder, 'prompts.jsonl');
  writeFileSync(file, '{"prompt":"a"}\n');
  await expect(
    estimateFiles({
      files: [file],
      stdin: Readable.from([]),
      level: 0.95,
      nearDuplicatesFile: path.join(folder, 'x.csv'),
    }),
  ).rejects.toThrow(/without responses/);
});
