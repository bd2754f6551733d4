/** `estimate` and `bounds` as a user runs them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hallucinationRate, temporaryFolder, withInput } from './commandLine.js';

const folder = temporaryFolder();
function put(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

// 600 rows of 300 prompts with law 1/√rank, fixed.
const rows = Array.from({ length: 600 }, (_, i) => Math.floor(300 * ((i * 0.6180339887) % 1) ** 2));
const csv = put('train.csv', `question,answer\n${rows.map((c) => `who is ${c}?,day ${c % 12}\n`).join('')}`);

describe('estimate', () => {
  test('facts in raw text; flags of text and of tables exclude each other', async () => {
    const file = put('born.txt', `Births\n${rows.map((c) => `Person ${c} was born on day ${c % 12}.\n`).join('')}`);
    const born = ['--extract', '(?<prompt>Person \\d+) was born on (?<response>day \\d+)'];
    const { code, stdout } = await hallucinationRate('estimate', file, ...born);
    expect(code).toBe(0);
    expect(stdout).toMatch(/read +facts in text: 600 matches in 600 of 601 lines/);
    const both = await hallucinationRate('estimate', file, ...born, '--prompt', 'x');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--prompt names a column of a table')]);
    const alone = await hallucinationRate('estimate', file, '--once-per-document');
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('--once-per-document is for --extract')]);
  });

  test('the answer first, in 80 columns; files written', async () => {
    const [list, plot] = [path.join(folder, 'rare.csv'), path.join(folder, 'floor.html')];
    const { code, stdout, stderr } = await hallucinationRate(
      'estimate',
      csv,
      '--holdout',
      '0.1',
      '--singletons',
      list,
      '--plot',
      plot,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^A calibrated model trained on these data errs on about \d/);
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .filter((line) => !line.startsWith('wrote'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/calibrated err MM\(1 − 1\/R\) 0\.\d+/);
    expect(readFileSync(list, 'utf8')).toMatch(/^prompt,answer\n/);
    expect(readFileSync(plot, 'utf8')).toMatch(/<svg/);
  });

  test('a plot whose format or folder is not there is refused before anything is read', async () => {
    for (const [plot, pattern] of [
      ['floor.gif', /FILE\.svg, FILE\.png, FILE\.pdf or FILE\.html/],
      ['/no/such/floor.png', /folder of the picture does not exist/],
    ] as const) {
      const { code, stdout, stderr } = await hallucinationRate('estimate', csv, '--plot', plot);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(pattern);
    }
  });

  test('JSON alone on stdout, with the keys that are documented', async () => {
    const { stdout } = await hallucinationRate('estimate', csv, '--json');
    const e = JSON.parse(stdout) as Record<string, unknown>;
    expect(e).toMatchObject({ rows: 600, answeredRows: 600, abstainedRows: 0, prompts: new Set(rows).size });
    for (const key of [
      'singletons',
      'doubletons',
      'singletonRate',
      'goodTuring',
      'coverage',
      'simpleGoodTuring',
      'chao1',
      'calibratedError',
      'theorem2',
      'extrapolation',
      'conflictingPrompts',
      'warnings',
      'curve',
      'falseSingletons',
      'scatter',
      'questionsAtRisk',
      'read',
    ])
      expect(e).toHaveProperty(key);
    expect(stdout).not.toMatch(/NaN|Infinity/);
  });

  test('groups, documents, another corpus, and a curve', async () => {
    const lines = rows.map((c, i) => `who is ${c}?,day ${c % 12},${c % 3 === 0 ? 'born' : 'died'},d${i >> 2}\n`);
    const table = put('documents.csv', `question,answer,relation,page\n${lines.join('')}`);
    const curve = path.join(folder, 'curve.csv');
    const [grouped, documents] = await Promise.all([
      hallucinationRate('estimate', table, '--by', 'relation', '--against', csv, '--curve', curve),
      hallucinationRate('estimate', table, '--document', 'page', '--json'),
    ]);
    expect([grouped.code, grouped.stderr, documents.code]).toEqual([0, '', 0]);
    expect(grouped.stdout).toMatch(
      /relation +MM shrunk[^]*\nborn[^]*pooled 0\.\d+[^]*compared with[^]*→ Why[^]*→ Open: /,
    );
    for (const line of grouped.stdout.split('\n').filter((each) => !/^wrote|compared with|Open/.test(each)))
      expect(line.length).toBeLessThanOrEqual(80);
    expect(readFileSync(curve, 'utf8')).toMatch(/^factor,rows,prompts[^]*rarefaction[^]*data[^]*extrapolation/);
    const e = JSON.parse(documents.stdout) as Record<string, unknown>;
    expect(e).toMatchObject({ documents: { column: 'page', documents: 150 }, curve: [], extrapolation: [] });
  });

  test('standard input, and a deduplicated file', async () => {
    const { code, stdout } = await withInput('prompt\tresponse\na\t1\nb\t2\nc\t3\n', 'estimate', '-', '--json');
    const e = JSON.parse(stdout) as { goodTuring: { missingMass: unknown }; warnings: string[] };
    expect([code, e.goodTuring.missingMass]).toEqual([0, null]);
    expect(e.warnings[0]).toMatch(/deduplicated/);
    expect((await hallucinationRate('estimate', put('d.csv', 'prompt,response\na,1\nb,2\nc,3\n'))).stdout).not.toMatch(
      /100 %/,
    );
  });

  test('the level of intervals, also by its former name', async () => {
    const [level, confidence] = await Promise.all(
      ['--level', '--confidence'].map((flag) => hallucinationRate('estimate', csv, flag, '0.9', '--json')),
    );
    expect(JSON.parse(level.stdout)).toMatchObject({ confidence: 0.9 });
    expect(confidence).toEqual(level);
  });

  const mistakes: readonly (readonly [args: readonly string[], words: RegExp])[] = [
    [['estimate'], /no file is named/],
    [['estimate', 'nowhere.csv'], /there is no such file[^]*nowhere\.csv/],
    [['estimate', csv, '--prompt', 'questoin'], /did you mean question\?/],
    [['estimate', csv, '--level', '1'], /--level[^]*between 0 and 1/],
    [['estimate', csv, '--level', '0.9', '--confidence', '0.8'], /--level[^]*several values/],
    [['estimate', csv, '--holdout', 'x'], /--holdout/],
    [['estimate', csv, '--singletons', 'rare.doc'], /\.csv, \.jsonl or \.parquet/],
    [['estimate', csv, '--frequency-counts', csv], /counts and files at once/],
    [['estimate', '--frequency-counts', csv, '--holdout', '0.1'], /--holdout needs the rows/],
    [['estimate', csv, '--by', 'relatoin'], /no column "relatoin"[^]*--by/],
    [['estimate', csv, '--curve', 'curve.doc'], /--curve[^]*\.csv, \.jsonl or \.parquet/],
    [['estimate', csv, '--document', 'question', '--replicates', 'r.csv'], /--replicates takes rows as independent/],
    [['estimate', '--frequency-counts', csv, '--by', 'question'], /--by needs the rows/],
    [['estimate', '--frequency-counts', csv], /not a count[^]*--prompt COLUMN/],
    [['estimate', csv, '--memory', 'lots'], /--memory/],
    [['estimate', put('zeros.csv', new Uint8Array(5000))], /neither text nor Parquet/],
    [['bounds', '--examples', '10', '--singleton-rate', '2', '--errors', '3'], /--singleton-rate[^]*from 0 to 1/],
    [['bounds', '--examples', '10', '--singleton-rate', '0.2', '--errors', '3', '--errors-max', '2'], /--errors-max/],
    [['bounds', '--examples', '10'], /singleton-rate/],
  ];
  test('mistakes: in words, exit code 2', async () => {
    // Two processes at a time: each takes a while to start.
    const queue = [...mistakes];
    const work = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const [args, words] = next;
        const { code, stdout, stderr } = await hallucinationRate(...args);
        expect([args, code, stdout]).toEqual([args, 2, '']);
        expect(stderr).toMatch(words);
        expect(stderr).not.toMatch(/ at .*\.js:|bug/);
      }
    };
    await Promise.all([work(), work()]);
    expect(existsSync('rare.doc')).toBe(false);
  });
});

test('bounds: all forms, against arithmetic', async () => {
  const { stdout } = await hallucinationRate(
    'bounds',
    '--examples',
    '100000',
    '--singleton-rate',
    '0.5',
    '--errors',
    '364',
    '--errors-max',
    '400',
    '--delta',
    '0.1',
    '--gamma',
    '0.05',
    '--json',
  );
  const { theorem2, lemma1 } = JSON.parse(stdout) as {
    theorem2: Record<string, number | boolean>;
    lemma1: { halfWidth: number };
  };
  const root = Math.sqrt(1e5);
  expect(theorem2.lower).toBeCloseTo(0.5 - 2 / 364 - (35 + 6 * Math.log(1e5)) / root - 0.1, 12);
  expect(theorem2.lowerExact).toBeCloseTo(0.5 - 2 / 364 - (6 * Math.log(3e5 / 0.05)) / root - 0.1, 12);
  const tight = 4.42 * Math.sqrt(Math.log(10 / 0.05)) + Math.sqrt(2 * Math.log(3e5 / 0.05) * Math.log(6 / 0.05));
  expect(theorem2.lowerTight).toBeCloseTo(0.5 - 2 / 364 - tight / root - 0.1, 12);
  expect(theorem2.upper).toBeCloseTo(0.5 - 0.5 / 401 + 13 / root, 12);
  expect(theorem2.upperExact).toBeCloseTo(0.5 - 0.5 / 401 + (5 * Math.sqrt(Math.log(100))) / root, 12);
  expect(theorem2.vacuous).toBe(false);
  expect(lemma1.halfWidth).toBeCloseTo((4.42 * Math.sqrt(Math.log(100))) / root, 12);
});

test('bounds: the sentence says δ, the probability, and which form', async () => {
  const bounds = async (...args: string[]): Promise<string> =>
    (await hallucinationRate('bounds', '--singleton-rate', '0.5', '--errors', '364', ...args)).stdout;
  const [published, derived, silent] = await Promise.all([
    bounds('--examples', '100000'),
    bounds('--examples', '10000', '--delta', '0.1', '--gamma', '0.05'),
    bounds('--examples', '100'),
  ]);
  expect(published).toMatch(
    /^By Theorem 2, with probability 99 %, a model with δ = 0 errs at a rate of at\nleast 0\.1654\./,
  );
  expect(published).toMatch(/abstains more often[^]*may err less[^]*err \+ δ/);
  expect(published).toMatch(/at least +0\.1654 +0\.1678 +0\.4108/);
  expect(derived.replaceAll('\n', ' ')).toMatch(
    /says nothing at N = 10000[^]*derived from the same proof, with probability 95 %, a model with δ ≤ 0\.1 errs/,
  );
  expect(silent).not.toMatch(/errs at a rate/);
  for (const text of [published, derived, silent])
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
