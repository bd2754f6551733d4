/** Checkpoints of Hugging Face give the log-probabilities that Hugging Face gives: test/external/huggingface. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openCheckpoint } from '../../src/models/checkpoints/checkpoint.js';
import { checkpointFiles } from '../../src/models/checkpoints/checkpointFiles.js';
import { textTokens } from '../../src/models/checkpoints/textTokens.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/models/saved/safetensors.js';

const FIXTURES = 'test/external/huggingface';
const ENGINE = { kind: 'compiled', threads: 1, device: 'cpu' } as const;
const END = '<|endoftext|>';

interface Expected {
  readonly texts: readonly string[];
  readonly prompts: readonly string[];
  /** Of the first family and of the second. */
  readonly responses: readonly (readonly string[])[];
  readonly models: Readonly<
    Record<string, Readonly<Record<'ids' | 'withBos' | 'without', readonly (readonly number[])[]>>>
  >;
}
const expected = JSON.parse(readFileSync(path.join(FIXTURES, 'expected.json'), 'utf8')) as Expected;
const names = Object.keys(expected.models);

/** Largest difference from Hugging Face over all pairs. */
async function largestDifference(folder: string, bos: string, logs: readonly (readonly number[])[]): Promise<number> {
  const { asked, model } = await openCheckpoint({ folder, bos }, ENGINE);
  let largest = 0;
  let pairs = 0;
  for (const responses of expected.responses) {
    const own = expected.prompts.flatMap((prompt, i) => (logs[i].length === responses.length ? [{ prompt, i }] : []));
    const prompts = own.map(({ prompt }) => prompt);
    const rows = await asked.responseLogProbabilities(prompts, responses, String(responses.length));
    rows.forEach((row, k) => {
      Array.from(row).forEach((log, r) => {
        largest = Math.max(largest, Math.abs(log - logs[own[k].i][r]));
        pairs++;
      });
    });
  }
  await model.dispose();
  expect(pairs).toBe(logs.flat().length);
  return largest;
}

describe('Hugging Face checkpoints', () => {
  test.each(names)('%s: every pair within 1e-4 of Hugging Face, with and without a token in front', async (name) => {
    const { withBos, without } = expected.models[name];
    expect(withBos.flat().length).toBeGreaterThan(900);
    expect(await largestDifference(path.join(FIXTURES, name), END, withBos)).toBeLessThan(1e-4);
    expect(await largestDifference(path.join(FIXTURES, name), 'none', without)).toBeLessThan(1e-4);
  });
});
