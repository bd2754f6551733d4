/** `score` through the command line. The kinds of files and rows are tested in test/scoring/readGraded.test.ts. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ScoreReport } from '../../src/scoring/scoreReport.js';
import { CSV, inspectArchive, inspectLogOf, JSONL, RENAMED, simpleqaOf } from '../scoring/gradedFiles.js';
import { hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

const folder = temporaryFolder();
function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

type Json = ScoreReport & {
  readonly skipped: {
    readonly rows: number;
    readonly byKind: Record<string, number>;
    readonly first: { readonly place: string }[];
  };
};
function json({ code, stdout, stderr }: Outcome): Json {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Json;
}
function withStdin(text: string | Uint8Array, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.resolve('dist/cli/main.js'), ...args]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += String(data)));
    child.stderr.on('data', (data) => (stderr += String(data)));
    child.on('close', (code) => resolve({ code: code!, stdout, stderr }));
    child.stdin.end(text);
  });
}

describe('the same answers in every format', () => {
  let expected: Json;
  beforeAll(async () => {
    expected = json(await hallucinationRate('score', write('answers.csv', CSV), '--json'));
  });
  const same = (result: Json): void => {
    for (const key of [
      'models',
      'rankings',
      'ties',
      'flips',
      'differences',
      'level',
      'resamples',
      'seed',
      'skipped',
    ] as const)
      expect(result[key]).toEqual(expected[key]);
  };

  test('what they say', () => {
    const [a, b] = expected.models;
    expect(a).toMatchObject({
      model: 'a',
      n: 3,
      accuracy: 2 / 3,
      errorRate: 1 / 3,
      abstentionRate: 0,
      accuracyAttempted: 2 / 3,
      f1: 2 / 3,
      scores: { '0': 2 / 3, '0.5': 1 / 3, '0.75': -1 / 3 },
    });
    expect(b).toMatchObject({
      model: 'b',
      n: 3,
      accuracy: 1 / 3,
      errorRate: 0,
      abstentionRate: 2 / 3,
      accuracyAttempted: 1,
      f1: 0.5,
      scores: { '0': 1 / 3, '0.9': 1 / 3 },
    });
    expect(expected.flips).toEqual([{ ahead: 'a', behind: 'b', penalty: 1, target: 0.5 }]);
    expect(expected.rankings).toEqual({ '0': ['a', 'b'], '0.5': ['a', 'b'], '0.75': ['b', 'a'], '0.9': ['b', 'a'] });
    expect(expected.ties).toEqual({ '0': [], '0.5': [['a', 'b']], '0.75': [], '0.9': [] });
    expect(a.calibration).toMatchObject({ answered: 3 });
    expect(a.calibration!.brier).toBeCloseTo((0.01 + 0.16 + 0.49) / 3, 12);
    expect(b.calibration).toMatchObject({ answered: 1 });
    expect(b.calibration!.ece).toBeCloseTo(0.2, 12);
  });

  test('other names and values, confidences in per cent', async () => {
    const args = [
      '--model-column',
      'System',
      '--question-column',
      'Prompt',
      '--outcome-column',
      'Grade',
      '--confidence-column',
      'P',
      '--correct',
      'A',
      '--incorrect',
      'B',
      '--abstained',
      'C',
      '--confidence-scale',
      '100',
    ];
    same(json(await hallucinationRate('score', write('renamed.csv', RENAMED), '--json', ...args)));
  });

  test('Parquet, whatever its name', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const file = path.join(folder, 'a[1]*.parquet');
    await connection.run(
      `COPY (SELECT * FROM read_csv('${path.join(folder, 'answers.csv')}')) TO '${file}' (FORMAT parquet)`,
    );
    connection.closeSync();
    same(json(await hallucinationRate('score', file, '--json')));
  });

  test('JSON Lines from stdin, also compressed', async () => {
    same(json(await withStdin(JSONL, 'score', '--json', '-')));
    same(json(await withStdin(gzipSync(JSONL), 'score', '--json', '-')));
  });

  test('Parquet from stdin, and by a glob', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const parquet = path.join(folder, 'piped.parquet');
    await connection.run(
      `COPY (SELECT * FROM read_csv('${path.join(folder, 'answers.csv')}')) TO '${parquet}' (FORMAT parquet)`,
    );
    connection.closeSync();
    same(json(await withStdin(readFileSync(parquet), 'score', '--json', '-')));
    same(json(await hallucinationRate('score', '--json', path.join(folder, 'pip*.parquet'))));
  });

  test('one file per model as SimpleQA has it, which names no model', async () => {
    mkdirSync(path.join(folder, 'models'), { recursive: true });
    same(
      json(
        await hallucinationRate(
          'score',
          ...['b', 'a'].map((model) => write(path.join('models', `${model}.csv`), simpleqaOf(model))),
          '--json',
        ),
      ),
    );
  });

  test('logs of Inspect AI, as .json and as .eval', async () => {
    same(
      json(
        await hallucinationRate(
          'score',
          write('log-a.json', JSON.stringify(inspectLogOf('a'), null, 2)),
          write('log-b.eval', inspectArchive(inspectLogOf('b'))),
          '--json',
        ),
      ),
    );
  });
});

describe('bad rows: exit code 2 with the lines, or skipped and told', () => {
  const ALL_KINDS = `model,question,outcome,confidence
a,q1,correct,0.5
a,q2,perhaps,0.5
a,q3,correct,1.01
a,q4,correct,high
a,q1,incorrect,0.5
,q5,correct,0.5
a,,correct,0.5
a,q6,correct
`;

  test('every kind of row in one file', async () => {
    const file = write('bad.csv', ALL_KINDS);
    const { code, stdout, stderr } = await hallucinationRate('score', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^7 of 8 rows are bad\n {2}2 × confidence outside \[0, 1\]/);
    const told = [...stderr.matchAll(/bad\.csv:(\d+): ([^:\n]*)/g)].map(([, line, kind]) => `${line} ${kind}`);
    expect(told).toEqual([
      '3 unknown outcome',
      '4 confidence outside [0, 1]',
      '5 confidence outside [0, 1]',
      '6 duplicate model–question pair',
      '7 empty model',
      '8 empty question',
      '9 wrong number of cells',
    ]);
    const { skipped, models } = json(await hallucinationRate('score', file, '--skip-bad-rows', '--json'));
    expect(skipped).toMatchObject({ rows: 7, byKind: { 'unknown outcome': 1, 'confidence outside [0, 1]': 2 } });
    expect(skipped.first).toHaveLength(7);
    expect(models).toMatchObject([{ model: 'a', n: 1, accuracy: 1 }]);
  });

  test('totals that do not sum, and a model twice', async () => {
    const { code, stderr } = await hallucinationRate(
      'score',
      write('totals.csv', 'model,correct,incorrect,abstained\na,22,26,52\nb,24,75,4\na,24,75,1\n'),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/totals\.csv:3: percentages that don't sum to 100 ± 1[^]*totals\.csv:4: duplicate model/);
  });

  test('many: all are counted, ten are listed', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `a,r${i},${i < 25 ? 'perhaps' : 'correct'},${i < 25 ? 0.5 : 7}`);
    const file = write('many.csv', `model,question,outcome,confidence\na,q1,correct,0.5\n${rows.join('\n')}\n`);
    const { code, stderr } = await hallucinationRate('score', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^30 of 31 rows are bad\n {2}25 × unknown outcome\n {2}5 × confidence outside/);
    expect(stderr.match(/many\.csv:\d+/g)).toEqual(Array.from({ length: 10 }, (_, i) => `many.csv:${i + 3}`));
    const { stdout } = await hallucinationRate('score', file, '--skip-bad-rows');
    expect(stdout).toMatch(/skipped 30 bad rows/);
  });
});

describe('mistakes: one message, exit code 2, nothing on stdout', () => {
  test.each([
    [[write('quote.csv', 'model,question,outcome\na,5" pipe,correct\n')], /quote\.csv:2/],
    [['--example', '--targets', '1'], /--targets/],
    [['--example', '--seed', 'x'], /--seed/],
    [['--example', '--plot', '/no/such/x.svg'], /folder of the picture does not exist/],
    [['--example', '--plot', 'x.gif'], /FILE\.svg, FILE\.png, FILE\.pdf or FILE\.html/],
    [[], /Examples:/],
  ])('score %j', async (args, pattern) => {
    const { code, stdout, stderr } = await hallucinationRate('score', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(pattern);
    expect(stderr).not.toMatch(/\n\s+at .*\(|bug of/);
  });

  test('ends with its message though stdin stays open', async () => {
    const child = spawn(process.execPath, [path.resolve('dist/cli/main.js'), 'score', '-']);
    child.stdin.write(`model,question\n${'a,b\n'.repeat(2000)}`);
    const code = await new Promise((resolve) => child.on('close', resolve));
    child.stdin.destroy();
    expect(code).toBe(2);
  });

  test('names that a terminal or a spreadsheet would obey are shown, not obeyed', async () => {
    const file = write(
      'names.csv',
      `model,question,outcome\n=cmd|'/C calc'!A0,q,correct\n\u001b[31mred<script>,q,incorrect\n${'long '.repeat(30)},q,correct\n`,
    );
    const page = path.join(folder, 'names.html');
    const { code, stdout } = await hallucinationRate('score', file, '--plot', page);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(readFileSync(page, 'utf8')).not.toMatch(/\u001b|red<script/);
  });
});

describe('logs of evaluation programs', () => {
  const log = 'test/external/evaluations/inspect-letters.json.gz';

  test('answers are handed back to other programs, and inputs are not written over', async () => {
    const [eee, precomputed] = ['eee.jsonl', 'precomputed.json'].map((name) => path.join(folder, name));
    const { code, stdout } = await hallucinationRate('score', log, '--eee', eee, '--precomputed', precomputed);
    expect(code).toBe(0);
    expect(stdout).toContain(`wrote ${eee}\nwrote ${precomputed}\n`);
    expect(readFileSync(eee, 'utf8').trimEnd().split('\n')).toHaveLength(4);
    expect(JSON.parse(readFileSync(precomputed, 'utf8'))).toMatchObject([
      { id: 'q1', epoch: 1, value: 'C' },
      {},
      {},
      {},
    ]);
    expect((await hallucinationRate('score', eee, '--eee', eee)).code).toBe(2);
  });

  test('an outcome that is not known comes with the command to copy, which then reads the file', async () => {
    const file = write('truefalse.csv', 'model,question,outcome\na,1,TRUE\na,2,"FALSE, no"\na,3,N/A\na,4,\n');
    const { code, stderr } = await hallucinationRate('score', file);
    expect(code).toBe(2);
    expect(stderr).toContain(`score ${file} --correct TRUE --abstained N/A --abstained ''\n`);
    const flags = ['--correct', 'TRUE', '--abstained', 'N/A', '--abstained', '', '--incorrect', '"FALSE, no"'];
    expect(json(await hallucinationRate('score', file, ...flags, '--json')).models).toMatchObject([
      { n: 4, accuracy: 0.25, errorRate: 0.25, abstentionRate: 0.5 },
    ]);
  });

  test('rows are chosen by --where, and the others are counted', async () => {
    const samples = 'test/external/evaluations/lm-eval/toy__dummy/samples_toy_filters_2026-11-27T09-12-25.985617.jsonl';
    const { stdout } = await hallucinationRate('score', samples, '--where', 'filter=flexible-extract');
    expect(stdout).toMatch(/left out: 6 × not filter=flexible-extract\n[^]*toy\/dummy +6 +0\.500/);
    expect((await hallucinationRate('score', samples, '--where', 'filter')).stderr).toMatch(
      /--where filter=strict-match/,
    );
  });
});

describe('the example of the article', () => {
  test('in words: 80 columns, the ranking at each target, the flip', async () => {
    const { code, stdout } = await hallucinationRate('score', '--example');
    expect(code).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/t = 0 +o4-mini > gpt-5-thinking-mini\n +t = 0\.5 +gpt-5-thinking-mini > o4-mini/);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'o4-mini is ahead of gpt-5-thinking-mini by accuracy; with a penalty above 0.0408 per error (t > 0.0392) gpt-5-thinking-mini is ahead.',
    );
  });

  test('as JSON', async () => {
    const { models, flips } = json(await hallucinationRate('score', '--example', '--json', '--targets', '0,0.25'));
    expect(models.map(({ accuracy, scores }) => [accuracy, Object.keys(scores)])).toEqual([
      [0.22, ['0', '0.25']],
      [0.24, ['0', '0.25']],
    ]);
    expect(flips[0].penalty).toBe(2 / 49);
  });

  test('the level of intervals, also by its former name', async () => {
    const [level, confidence] = await Promise.all(
      ['--level', '--confidence'].map((flag) => hallucinationRate('score', '--example', flag, '0.9', '--json')),
    );
    expect(json(level).level).toBe(0.9);
    expect(confidence).toEqual(level);
  });

  test('as pictures', async () => {
    const picture = path.join(folder, 'example.svg');
    await hallucinationRate('score', '--example', '--plot', picture);
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg .*confidence target t.*t = 0\.0392/s);
    const pixels = path.join(folder, 'example.PNG');
    expect((await hallucinationRate('score', '--example', '--plot', pixels)).code).toBe(0);
    expect(readFileSync(pixels).subarray(1, 4).toString()).toBe('PNG');
    const page = path.join(folder, 'answers.html');
    await hallucinationRate('score', write('answers.csv', CSV), '--plot', page);
    const html = readFileSync(page, 'utf8');
    for (const title of [
      'Score against confidence target',
      'Reliability of stated confidences',
      'Risk against coverage',
    ])
      expect(html).toContain(title);
  });
});
