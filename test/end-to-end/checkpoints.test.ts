/** Checkpoints on the command line: test/external/huggingface says how they were made. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

const FIXTURES = 'test/external/huggingface';
const at = temporaryFolder();
const corpus = path.join(at, 'corpus');
const gpt2 = path.join(FIXTURES, 'gpt2-bpe');
const llama = path.join(FIXTURES, 'llama-bpe');

interface Run {
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly model: { readonly kind: string; readonly trainableParameters: number };
  readonly families: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Expected {
  readonly prompts: readonly string[];
  readonly responses: readonly (readonly string[])[];
  readonly models: Readonly<Record<string, Readonly<Record<'withBos' | 'without', readonly (readonly number[])[]>>>>;
}
const expected = JSON.parse(readFileSync(path.join(FIXTURES, 'expected.json'), 'utf8')) as Expected;

function measure(store: string, ...flags: readonly string[]): Promise<Outcome> {
  return hallucinationRate('measure', corpus, '--out', path.join(at, store), ...flags);
}
async function runsOf(outcome: Promise<Outcome>): Promise<readonly Run[]> {
  const { code, stdout, stderr } = await outcome;
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as { runs: readonly Run[] }).runs;
}

/** Hugging Face's own numbers as a table of texts. */
function tableOf(name: string, logs: readonly (readonly number[])[]): string {
  const rows = expected.prompts.flatMap((prompt, i) => {
    const responses = expected.responses.find(({ length }) => length === logs[i].length)!;
    const family = responses === expected.responses[0] ? 'birthdays' : 'brackets';
    return responses.map((response, r) => JSON.stringify({ family, prompt, response, logProbability: logs[i][r] }));
  });
  const file = path.join(at, name);
  writeFileSync(file, `${rows.join('\n')}\n`);
  return file;
}

beforeAll(async () => {
  expect((await hallucinationRate('corpus', path.join(FIXTURES, 'corpus.yaml'), '--out', corpus)).code).toBe(0);
}, 60_000);

describe('measure --checkpoint', () => {
  test('gives the figures of a table of the numbers of Hugging Face, beside it in one command', async () => {
    const table = tableOf('hugging-face.jsonl', expected.models['llama-bpe'].withBos);
    const [byTable, byCheckpoint, other] = await runsOf(
      measure(
        'both',
        '--table',
        table,
        '--checkpoint',
        llama,
        '--checkpoint',
        gpt2,
        '--json',
        '--set',
        'model.gaps=zero',
      ),
    );
    expect([byTable.model.kind, byCheckpoint.model.kind, other.model.kind]).toEqual([
      'table',
      'checkpoint',
      'checkpoint',
    ]);
    expect(byCheckpoint.model.trainableParameters).toBeGreaterThan(10_000);
    for (const [name, family] of Object.entries(byTable.families))
      for (const key of ['errorRate', 'invalidMass', 'accuracy', 'delta', 'crossEntropy'])
        if (typeof family[key] === 'number')
          expect([name, key, byCheckpoint.families[name][key]]).toEqual([
            name,
            key,
            expect.closeTo(family[key] as number, 4),
          ]);
    expect(other.families.birthdays.crossEntropy).not.toEqual(byTable.families.birthdays.crossEntropy);
  }, 120_000);

  test('says on the screen, in --json and in the report what stands before every text, and bos changes it', async () => {
    const plain = await measure('plain', '--checkpoint', gpt2, '--json');
    const begun = await measure('begun', '--checkpoint', gpt2, '--json', '--set', 'model.bos=<|endoftext|>');
    const [[one], [two]] = [await runsOf(Promise.resolve(plain)), await runsOf(Promise.resolve(begun))];
    expect(plain.stderr).toMatch(/gpt2-bpe: nothing stands before a text \(model\.bos\)/);
    expect(begun.stderr).toMatch(/gpt2-bpe: <\|endoftext\|> stands before every text/);
    expect([one.parameters, two.parameters]).toEqual([{ 'model.start': 'none' }, { 'model.start': '<|endoftext|>' }]);
    expect(one.id).not.toBe(two.id);
    expect(one.families.birthdays).not.toEqual(two.families.birthdays);
    const report = readFileSync(path.join(at, 'begun/measured/report.html'), 'utf8');
    expect(report.includes('<td>&#60;|endoftext|&#62;</td>')).toBe(true);
  }, 120_000);

  test('a run is known by the content of the files, wherever they lie', async () => {
    const copy = path.join(at, 'copy');
    cpSync(gpt2, copy, { recursive: true });
    const idOf = async (folder: string): Promise<string> =>
      (await measure('ids', '--checkpoint', folder, '--dry-run')).stdout.split(' ', 1)[0];
    const original = await idOf(gpt2);
    expect(original).toMatch(/^[0-9a-f]{12}$/);
    expect(await idOf(copy)).toBe(original);
    const config = path.join(copy, 'config.json');
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('"layer_norm_epsilon": 0.001', '"layer_norm_epsilon": 0.002'),
    );
    expect(await idOf(copy)).not.toBe(original);
    const pinned = await measure('pinned', '--checkpoint', gpt2, '--set', `model.sha256=${'a'.repeat(64)}`);
    expect([pinned.code, pinned.stderr]).toEqual([2, expect.stringMatching(/the files have changed[^]*model\.sha256/)]);
  }, 120_000);

  test('mistakes end with exit code 2 and name the place', async () => {
    const none = await hallucinationRate('measure', corpus);
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(/no model to measure[^]*--table or --checkpoint/),
    ]);
    const nowhere = await measure('nowhere', '--checkpoint', path.join(at, 'nowhere'));
    expect([nowhere.code, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/no such file[^]*model\.folder[^]*nowhere/),
    ]);
    const lost = await measure('lost', '--checkpoint', path.join(FIXTURES, 'onnx-lost'), '--set', 'model.bos=none');
    expect([lost.code, lost.stderr]).toEqual([2, expect.stringMatching(/lost its causal mask/)]);
    const warm = await measure('warm', '--checkpoint', gpt2, '--set', 'measurement.temperatures=[0.5]');
    expect([warm.code, warm.stderr]).toEqual([2, expect.stringMatching(/another temperature[^]*temperatures/)]);
  }, 120_000);
});

/** Python with what the examples need, if this machine has it. */
const hasPython =
  spawnSync('python3', ['-c', 'import torch, transformers, pyarrow'], { stdio: 'ignore', timeout: 120_000 }).status ===
  0;

describe('examples/huggingface', () => {
  (hasPython ? test : test.skip)(
    'trains, scores and measures (python packages torch, transformers, pyarrow)',
    async () => {
      const run = (script: string, ...words: readonly string[]): void => {
        const done = spawnSync('python3', [path.join('examples/huggingface', script), ...words], { encoding: 'utf8' });
        expect([done.status, done.status === 0 ? '' : done.stderr]).toEqual([0, '']);
      };
      const folder = path.join(at, 'example');
      const jsonl = path.join(at, 'jsonl');
      const experiment = path.join(FIXTURES, 'corpus.yaml');
      expect((await hallucinationRate('corpus', experiment, '--out', jsonl, '--format', 'jsonl')).code).toBe(0);
      run('train.py', jsonl, folder, '--model', 'llama', '--tokenizer', 'words', '--steps', '3', '--width', '16');
      run('score.py', folder, jsonl, `${folder}.parquet`);
      const [byTable, byCheckpoint] = await runsOf(
        measure('example-runs', '--table', `${folder}.parquet`, '--checkpoint', folder, '--json'),
      );
      for (const key of ['errorRate', 'invalidMass', 'accuracy', 'delta'])
        expect(byCheckpoint.families.birthdays[key]).toBeCloseTo(byTable.families.birthdays[key] as number, 4);
    },
    600_000,
  );
});
