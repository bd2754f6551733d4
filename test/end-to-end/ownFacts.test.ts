/** Facts of people's own, from files of several formats, through `corpus` and `run`. */
import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { hallucinationRate, temporaryFolder } from './commandLine.js';

const rows = Array.from({ length: 30 }, (_, i) => ({ name: `Ana${i} Ruiz`, day: `May ${(i % 9) + 1}`, asked: i + 1 }));
const at = temporaryFolder();
const csv = `name,day,asked\n${rows.map(({ name, day, asked }) => `${name},${day},${asked}\n`).join('')}`;

function folderWith(name: string, file: string, content: string): string {
  const folder = path.join(at, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, file), content);
  const config = path.join(folder, 'own.yaml');
  writeFileSync(
    config,
    `corpus:
  examples: 120
  families:
    days: { kind: table, file: ${file}, prompt: '{name} has the day', answer: day, promptWeight: asked }
model: ngram
seeds: 2
`,
  );
  return config;
}

async function idsOf(config: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await hallucinationRate('run', config, '--dry-run');
  expect([code, stderr]).toEqual([0, '']);
  return stdout.match(/^[0-9a-f]{12}/gm) ?? [];
}

test('a table beside the experiment is found, in every format, with the same figures', async () => {
  const forms = {
    'days.csv': csv,
    'days.tsv': csv.replaceAll(',', '\t'),
    'days.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    'days.json': JSON.stringify(rows),
  };
  const figures = new Set<string>();
  for (const [file, content] of Object.entries(forms)) {
    const config = folderWith(file.replace('.', '-'), file, content);
    const { code, stdout, stderr } = await hallucinationRate(
      'run',
      config,
      '--json',
      '--out',
      path.join(at, 'store', file),
    );
    expect([file, code, stderr.includes('error')]).toEqual([file, 0, false]);
    const { runs } = JSON.parse(stdout) as { runs: readonly { families: unknown }[] };
    expect(runs).toHaveLength(2);
    figures.add(JSON.stringify(runs.map(({ families }) => families)));
  }
  expect(figures.size).toBe(1);
}, 120_000);

test('a run is known by the content of its table, wherever that lies, and another content is another run', async () => {
  const config = folderWith('here', 'days.csv', csv);
  const ids = await idsOf(config);
  expect(new Set(ids).size).toBe(2);
  cpSync(path.join(at, 'here'), path.join(at, 'there'), { recursive: true });
  expect(await idsOf(path.join(at, 'there/own.yaml'))).toEqual(ids);
  writeFileSync(path.join(at, 'there/days.csv'), csv.replace('May 1', 'May 2'));
  expect(await idsOf(path.join(at, 'there/own.yaml'))).not.toEqual(ids);
  const text = readFileSync(config, 'utf8').replace('{ kind: table,', `{ kind: table, sha256: ${'a'.repeat(64)},`);
  writeFileSync(config, text);
  const { code, stderr } = await hallucinationRate('run', config, '--dry-run');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/the table has changed: corpus\.families\.days\.sha256/)]);
}, 60_000);

test('mistakes name the file, the row and the key', async () => {
  const twice = await hallucinationRate(
    'corpus',
    folderWith('twice', 'd.csv', `${csv}Ana3 Ruiz,May 8,1\n`),
    '--out',
    path.join(at, 'c'),
  );
  expect([twice.code, twice.stderr]).toEqual([
    2,
    expect.stringMatching(/different answers: corpus\.families\.days\.file[^]*d\.csv, row 31[^]*also in row 4/),
  ]);
  const missing = folderWith('missing', 'd.csv', csv);
  const gone = await hallucinationRate('run', missing, '--set', 'corpus.families.days.file=gone.csv', '--dry-run');
  expect([gone.code, gone.stderr]).toEqual([
    2,
    expect.stringMatching(/no such file[^]*corpus\.families\.days\.file|corpus\.families\.days\.file[^]*gone\.csv/),
  ]);
});

test('facts are read from files that have an end and fit into memory, and are never overwritten', async () => {
  const config = folderWith('ends', 'd.csv', csv);
  const from = (file: string): readonly string[] => ['--set', `corpus.families.days.file=${file}`];
  writeFileSync(path.join(at, 'void.csv'), '');
  for (const [file, words] of [
    [path.join(at, 'void.csv'), /the file is empty: corpus\.families\.days\.file/],
    ['/dev/zero', /not a file[^]*corpus\.families\.days\.file/],
    ['/dev/stdin', /not a file|no such file/],
  ] as const) {
    const { code, stderr } = await hallucinationRate('run', config, '--dry-run', ...from(file));
    expect([file, code, stderr]).toEqual([file, 2, expect.stringMatching(words)]);
  }
  const large = path.join(at, 'large.csv');
  writeFileSync(large, csv);
  truncateSync(large, 300 * 2 ** 20);
  const huge = await hallucinationRate('run', config, '--dry-run', ...from(large));
  expect([huge.code, huge.stderr]).toEqual([2, expect.stringMatching(/too large for a table of facts/)]);

  const out = path.join(at, 'exported');
  expect((await hallucinationRate('corpus', config, '--out', out, '--format', 'jsonl')).code).toBe(0);
  const facts = path.join(out, 'prompts.jsonl');
  const before = readFileSync(facts, 'utf8');
  const own = [
    ...from(facts),
    '--set',
    'corpus.families.days.prompt="{prompt}"',
    '--set',
    'corpus.families.days.answer=answer',
    '--set',
    'corpus.families.days.promptWeight=mu',
  ];
  const over = await hallucinationRate('corpus', config, '--out', out, '--format', 'jsonl', ...own);
  expect([over.code, over.stderr]).toEqual([2, expect.stringMatching(/overwrite[^]*prompts\.jsonl/)]);
  expect(readFileSync(facts, 'utf8')).toBe(before);
}, 120_000);
