/** Models trained elsewhere: a table of probabilities gives the figures of the run that made them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { experimentFile, hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

const EXPERIMENT = `
name: elsewhere
corpus:
  examples: 300
  families:
    facts: { kind: arbitrary-facts, prompts: 120, responses: 40, answerProbability: 0.8 }
    brackets: { kind: brackets, prompts: 30, kinds: 2, depth: 2, length: 4 }
model: { kind: transformer, layers: 1, heads: 2, width: 16 }
training: { steps: 60, batchSize: 32, learningRate: 0.01 }
`;
type Row = Readonly<Record<string, unknown>>;
interface Families {
  readonly runs: readonly { readonly families: Readonly<Record<string, Row>> }[];
}

const at = temporaryFolder();
const corpus = path.join(at, 'corpus');
const inAt = (name: string): string => path.join(at, name);
let trained: Families['runs'][number]['families'];
/** A row for each pair, by ids. */
let pairs: readonly (Row & { readonly p: number })[];

function rowsOf(file: string): readonly Row[] {
  const rows = tableFromIPC(readFileSync(file)).toArray();
  return rows.map((row) => row.toJSON() as Row);
}

beforeAll(async () => {
  const config = experimentFile(EXPERIMENT, 'elsewhere.yaml');
  expect((await hallucinationRate('corpus', config, '--out', corpus)).code).toBe(0);
  const run = await hallucinationRate('run', config, '--responses', '--json', '--out', inAt('runs'));
  trained = (JSON.parse(run.stdout) as Families).runs[0].families;
  const idOf = (name: string, text: string, id: string): ReadonlyMap<string, unknown> =>
    new Map(rowsOf(path.join(corpus, name)).map((row) => [`${String(row.family)} ${String(row[text])}`, row[id]]));
  const [prompts, responses] = [
    idOf('prompts.arrow', 'prompt', 'promptId'),
    idOf('responses.arrow', 'response', 'responseId'),
  ];
  pairs = rowsOf(inAt('runs/elsewhere/responses.arrow')).map(({ family, prompt, response, pHat }) => ({
    family,
    promptId: prompts.get(`${String(family)} ${String(prompt)}`),
    responseId: responses.get(`${String(family)} ${String(response)}`),
    p: Number(pHat),
  }));
}, 120_000);

function put(name: string, rows: readonly Row[]): string {
  const [first] = rows;
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(
    inAt(name),
    name.endsWith('.jsonl')
      ? lines
      : `${Object.keys(first).join(',')}\n${rows.map((row) => `${Object.values(row).join(',')}\n`).join('')}`,
  );
  return inAt(name);
}
function logs(rows = pairs): readonly Row[] {
  return rows.map(({ p, ...row }) => ({ ...row, logProbability: p === 0 ? '-inf' : Math.log(p) }));
}
/** The wide form: a row for each prompt, with the values of all responses in their order. */
function wide(rows: readonly Row[]): readonly { readonly logProbabilities: readonly unknown[] }[] {
  const prompts = new Map<string, { family: unknown; promptId: unknown; logProbabilities: unknown[] }>();
  for (const { family, promptId, responseId, logProbability } of rows) {
    const key = `${String(family)} ${String(promptId)}`;
    const row = prompts.get(key) ?? { family, promptId, logProbabilities: [] };
    prompts.set(key, row);
    row.logProbabilities[Number(responseId)] = logProbability;
  }
  return [...prompts.values()];
}
function measure(table: string, ...flags: readonly string[]): Promise<Outcome> {
  return hallucinationRate(
    'measure',
    corpus,
    '--table',
    table,
    '--out',
    inAt(`store-${path.basename(table)}`),
    ...flags,
  );
}

describe('a table of the trained network', () => {
  const compared = ['errorRate', 'invalidMass', 'delta', 'byCount', 'theorem1', 'isItValid'];

  test('by texts gives all figures of the run, to the last bit', async () => {
    const { code, stdout } = await measure(inAt('runs/elsewhere/responses.arrow'), '--json');
    expect(code).toBe(0);
    const { families } = (JSON.parse(stdout) as Families).runs[0];
    for (const [name, family] of Object.entries(families)) {
      const { foretold: _, ...figures } = family;
      const { foretold: __, ...expected } = trained[name];
      expect(figures).toEqual(expected);
    }
  });

  test('by ids and logarithms, in any order, gives the same but for rounding', async () => {
    const table = put('ids.csv', [...logs()].reverse());
    const { families } = (JSON.parse((await measure(table, '--json')).stdout) as Families).runs[0];
    for (const [name, family] of Object.entries(families))
      for (const key of compared.filter((each) => typeof family[each] === 'number'))
        expect([name, key, family[key]]).toEqual([name, key, expect.closeTo(trained[name][key] as number, 10)]);
  });

  test('in the wide form, a list for each prompt, gives the same', async () => {
    const rows = wide(logs());
    const { families } = (JSON.parse((await measure(put('wide.jsonl', rows), '--json')).stdout) as Families).runs[0];
    for (const [name, family] of Object.entries(families))
      for (const key of compared.filter((each) => typeof family[each] === 'number'))
        expect([name, key, family[key]]).toEqual([name, key, expect.closeTo(trained[name][key] as number, 10)]);
    const [first, ...others] = rows;
    const short = [...others, { ...first, logProbabilities: first.logProbabilities.slice(1) }];
    const refused = await measure(put('short.jsonl', short));
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`one value for each response[^]*row ${rows.length}\\b[^]*6[^]*7`)),
    ]);
  });

  test('--dry-run writes nothing', async () => {
    const store = inAt('dry');
    const table = inAt('runs/elsewhere/responses.arrow');
    const dry = await hallucinationRate('measure', corpus, '--table', table, '--dry-run', '--out', store);
    expect([dry.code, existsSync(store)]).toEqual([0, false]);
    expect(dry.stdout).toMatch(/^[0-9a-f]{12} /m);
  });

  test('two tables are two models of one report', async () => {
    const one = put('one.csv', logs());
    const two = put('two.csv', logs(pairs.map((row) => ({ ...row, p: row.p / 2 }))));
    const { code, stdout } = await hallucinationRate(
      ...['measure', corpus, '--table', one, '--table', two, '--json', '--out', inAt('both')],
    );
    expect(code).toBe(0);
    const [a, b] = (JSON.parse(stdout) as Families).runs;
    expect(b.families.facts.errorRate).toBeCloseTo((a.families.facts.errorRate as number) / 2, 10);
    expect(readFileSync(inAt('both/measured/report.html'), 'utf8')).toContain('two.csv');
  });
});

describe('what is refused, by name', () => {
  test('a table that stands without its flag', async () => {
    const { code, stderr } = await hallucinationRate('measure', corpus, 'my table.parquet');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Unknown argument[^]*--table 'my table\.parquet'/)]);
  });

  const change = (make: (rows: Row[]) => readonly Row[]): readonly Row[] => make([...logs()] as Row[]);
  const cases: readonly (readonly [string, () => readonly Row[], RegExp])[] = [
    ['a pair too few', () => change((rows) => rows.slice(1)), /lacks 1 pairs of the family[^]*promptId[^]*model\.gaps/],
    ['a pair twice', () => change((rows) => [...rows, rows[5]]), /stands in the table twice/],
    [
      'an unknown prompt',
      () => change(([first, ...rows]) => [{ ...first, promptId: 99999 }, ...rows]),
      /row 1[^]*99999/,
    ],
    [
      'a prompt between two',
      () => change(([first, ...rows]) => [{ ...first, promptId: 1.5 }, ...rows]),
      /no such prompt[^]*row 1\b[^]*1\.5/,
    ],
    [
      'a prompt that is no number',
      () => change(([first, ...rows]) => [{ ...first, promptId: 'p7' }, ...rows]),
      /no such prompt[^]*p7/,
    ],
    [
      'an unknown response',
      () => change(([first, ...rows]) => [{ ...first, responseId: -1 }, ...rows]),
      /no such response/,
    ],
    [
      'an unknown family',
      () => change(([first, ...rows]) => [{ ...first, family: 'x' }, ...rows]),
      /no such family[^]*facts/,
    ],
    [
      'a positive logarithm',
      () => change(([first, ...rows]) => [{ ...first, logProbability: 0.2 }, ...rows]),
      /not a probability[^]*at most 0/,
    ],
    ['a word', () => change(([first, ...rows]) => [{ ...first, logProbability: 'low' }, ...rows]), /not a probability/],
    [
      'probabilities above 1',
      () => logs(pairs.map((row) => ({ ...row, p: Math.min(1, row.p * 3 + 0.05) }))),
      /add up to more than 1[^]*natural/,
    ],
    [
      'logarithms of base 10',
      () => change((rows) => rows.map((row) => ({ ...row, logProbability: Number(row.logProbability) / Math.LN10 }))),
      /add up to more than 1/,
    ],
    [
      'no such column',
      () => change((rows) => rows.map(({ logProbability, ...row }) => ({ ...row, lp: logProbability }))),
      /lacks a column[^]*logProbability or probability/,
    ],
  ];
  test.each(cases)('%s', async (name, make, words) => {
    const { code, stderr, stdout } = await measure(put(`${name.replaceAll(' ', '-')}.csv`, make()));
    expect([code, stdout]).toEqual([2, expect.anything()]);
    expect(stderr).toMatch(words);
  });

  test('a corpus that is another one, and a folder without a corpus', async () => {
    const card = path.join(corpus, 'corpus.json');
    const text = readFileSync(card, 'utf8');
    try {
      writeFileSync(card, text.replace('"seed": 1', '"seed": 2'));
      const other = await measure(put('same.csv', logs()));
      expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/draws another corpus/)]);
    } finally {
      writeFileSync(card, text);
    }
    const none = await hallucinationRate('measure', at, '--table', inAt('same.csv'));
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/corpus --out/)]);
  });

  test('a table that names another corpus in a row, and one that can be read only once', async () => {
    const { digest } = JSON.parse(readFileSync(path.join(corpus, 'corpus.json'), 'utf8')) as { digest: string };
    const bound = logs().map((row) => ({ ...row, corpus: digest }));
    expect((await measure(put('bound.csv', bound))).code).toBe(0);
    const strayed = bound.map((row, i) => ({ ...row, corpus: i === 9 ? digest.replace(/./, 'x') : digest }));
    const other = await measure(put('strayed.csv', strayed));
    expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/made for another corpus[^]*strayed\.csv/)]);
    const device = await measure('/dev/zero');
    expect([device.code, device.stderr]).toEqual([2, expect.stringMatching(/not a file[^]*model\.file[^]*a device/)]);
  });

  test('a folder as a table, a model named twice, and a kind that is not there are told with their flags', async () => {
    const one = put('one-more.csv', logs());
    for (const [words, ...flags] of [
      [/a folder is no table[^]*model\.file[^]*--checkpoint/, '--table', at],
      [/a model is named twice[^]*--table[^]*one-more\.csv/, '--table', one, '--table', one],
      [
        /the same run[^]*--table[^]*copy\.csv: files of the same content/,
        '--table',
        one,
        '--table',
        put('copy.csv', logs()),
      ],
      [/unknown kind[^]*where: +--kind uniforn\n[^]*did you mean uniform/, '--kind', 'uniforn'],
    ] as const) {
      const { code, stderr } = await hallucinationRate('measure', corpus, ...flags, '--out', inAt('none'));
      expect([flags, code, stderr]).toEqual([flags, 2, expect.stringMatching(words)]);
    }
  });

  test('a number between two prompts is none of them', async () => {
    const between = change(([first, ...rows]) => [{ ...first, promptId: '0.4' }, ...rows]);
    const { code, stderr } = await measure(put('between.csv', between), '--set', 'model.gaps=zero');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no such prompt[^]*row 1[^]*0\.4/)]);
  });

  test('gaps are taken for impossible on request, and temperatures are refused', async () => {
    const table = put('gaps.csv', logs().slice(1));
    expect((await measure(table, '--set', 'model.gaps=zero')).code).toBe(0);
    const warm = await measure(put('warm.csv', logs()), '--set', 'measurement.temperatures=[0.5]');
    expect([warm.code, warm.stderr]).toEqual([2, expect.stringMatching(/another temperature[^]*temperatures/)]);
  });
});

test('an experiment file stands for its corpus, which need not be written', async () => {
  const file = experimentFile(EXPERIMENT, 'elsewhere.yaml');
  const table = inAt('runs/elsewhere/responses.arrow');
  const { code, stdout, stderr } = await hallucinationRate(
    'measure',
    file,
    '--table',
    table,
    '--out',
    inAt('by-file'),
    '--json',
  );
  expect([code, stderr.includes('hint')]).toEqual([0, false]);
  for (const [name, family] of Object.entries((JSON.parse(stdout) as Families).runs[0].families))
    for (const key of ['errorRate', 'missingMass', 'byCount', 'delta'])
      expect([name, key, family[key]]).toEqual([name, key, trained[name][key]]);
  const study = await hallucinationRate(
    'measure',
    'experiments/many-worlds.yaml',
    '--table',
    table,
    '--out',
    inAt('none'),
  );
  expect([study.code, study.stderr]).toEqual([2, expect.stringMatching(/a study has no corpus/)]);
  const nowhere = await hallucinationRate('measure', inAt('nowhere.yaml'), '--table', table, '--out', inAt('none'));
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringMatching(/no such file|corpus/)]);
}, 60_000);

describe('counts of other training data (--counts)', () => {
  const table = (): string => inAt('runs/elsewhere/responses.arrow');
  const counted = (): readonly Row[] =>
    rowsOf(path.join(corpus, 'prompts.arrow')).map(({ family, prompt, answered }) => ({
      family,
      prompt,
      count: answered,
    }));

  test('those of the rows give the strata of the rows, and Theorem 2 is not asked of data nobody drew', async () => {
    const { code, stdout, stderr } = await measure(table(), '--json', '--counts', put('counts.csv', counted()));
    expect([code, stderr.includes('Error')]).toEqual([0, false]);
    const { families } = (JSON.parse(stdout) as Families).runs[0];
    for (const [name, family] of Object.entries(families)) {
      for (const key of ['errorRate', 'missingMass', 'byCount', 'delta'])
        expect([name, key, family[key]]).toEqual([name, key, trained[name][key]]);
      const own = counted().filter((row) => row.family === name);
      const rows = own.reduce((sum, { count }) => sum + Number(count), 0);
      expect(family.examples).toBe(rows);
      expect(family.singletonRate).toBe(own.filter(({ count }) => count === 1).length / rows);
      expect(family.theorem2).toBeNull();
    }
  }, 60_000);

  test('other counts move facts to other strata', async () => {
    const seldom = counted().map((row) => ({ ...row, count: Number(row.count) > 0 ? 1 : 0 }));
    const { stdout } = await measure(table(), '--json', '--counts', put('once.csv', seldom));
    for (const family of Object.values((JSON.parse(stdout) as Families).runs[0].families)) {
      expect(family.singletonRate).toBe(1);
      expect((family.byCount as { mass: number }[]).slice(2).every(({ mass }) => mass === 0)).toBe(true);
    }
  }, 60_000);

  test('what is no count of this corpus is refused', async () => {
    const [first, ...rest] = counted();
    const refused: readonly (readonly [string, readonly Row[], RegExp])[] = [
      ['half', [{ ...first, count: 1.5 }, ...rest], /not a count[^]*1\.5/],
      ['below', [{ ...first, count: -1 }, ...rest], /not a count[^]*-1/],
      ['other', [{ ...first, prompt: 'Nobody was born on' }, ...rest], /no such prompt[^]*Nobody was born on/],
      ['twice', [first, first, ...rest], /counted twice/],
      ['column', rest.map(({ prompt }) => ({ prompt })), /no column count/],
      ['none', counted().map((row) => ({ ...row, count: 0 })), /has no counts/],
    ];
    for (const [name, rows, words] of refused) {
      const { code, stderr } = await measure(table(), '--counts', put(`${name}.csv`, rows));
      expect([name, code, stderr]).toEqual([name, 2, expect.stringMatching(words)]);
    }
    const { code, stderr } = await hallucinationRate(
      'run',
      experimentFile(EXPERIMENT, 'elsewhere.yaml'),
      '--out',
      inAt('own'),
      '--set',
      `measurement.counts.file=${inAt('counts.csv')}`,
    );
    expect([code, stderr]).toEqual([2, expect.stringMatching(/only a model that was trained elsewhere/)]);
  }, 120_000);
});
