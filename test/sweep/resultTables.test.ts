import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import type { FamilyWorld, World } from '../../src/corpus/world.js';
import { decodeTable, readTable } from '../../src/store/tables.js';
import { gatherResponses, openResponses } from '../../src/sweep/tables/responsesTable.js';
import { curvesTable, resultJson, runsTable } from '../../src/sweep/tables/resultTables.js';
import { fakeRun, fakeSweep } from '../report/fakeRuns.js';

/** Follows a dotted path into nested results. */
function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | null)?.[key] ?? null, value);
}

describe('runs.arrow', () => {
  const results = fakeSweep(2);
  const table = decodeTable(runsTable('singleton-rate', results));

  test('has one row per run and one column per path of the JSON, with the same values', () => {
    expect(table.rows).toBe(results.length);
    for (const [name, cells] of Object.entries(table.columns)) {
      if (name === 'run' || name.startsWith('parameters.')) continue;
      expect({ name, cells }).toEqual({ name, cells: results.map((result) => follow(result, name.split('.'))) });
    }
    expect(table.columns.run).toEqual(results.map(({ id }) => id));
    const path = 'corpus.families.birthdays.frequency.singletonRate';
    expect(table.columns[`parameters.${path}`]).toEqual(results.map(({ parameters }) => parameters[path]));
    expect(Object.keys(table.columns)).toEqual(
      expect.arrayContaining([
        'run',
        'seed',
        'model.kind',
        'model.trainableParameters',
        'parameters.model.kind',
        'families.birthdays.singletonRate',
        'families.birthdays.theorem1.lower',
        'families.birthdays.theorem1.holds',
        'families.birthdays.theorem2.vacuous',
        'families.birthdays.byCount.0.mass',
        'families.birthdays.byCount.5.countMax',
        'families.birthdays.onlyAbstained.mass',
        'families.brackets.errorRateExpected',
      ]),
    );
    expect(Object.keys(table.columns).filter((name) => /brackets\.theorem2|curves/.test(name))).toEqual([]);
  });

  test('keeps every measured number of every run', () => {
    const leaves = (value: object): number =>
      Object.values(value).reduce<number>(
        (sum, member) => sum + (typeof member === 'object' && member !== null ? leaves(member as object) : 1),
        0,
      );
    // theorem2 of a pattern is null: one leaf, and no column.
    const columns = Object.keys(table.columns).filter((name) => name.startsWith('families.')).length;
    expect(columns).toBe(leaves(results[0]!.families) - 1);
  });

  test('says in its metadata what it is about', () => {
    expect(table.metadata).toEqual({
      experiment: 'singleton-rate',
      families: '["birthdays","brackets"]',
      parameters: '["corpus.families.birthdays.frequency.singletonRate","model.kind"]',
      schemaVersion: '1',
    });
  });

  test('has types that do not depend on the values: counts whole, rates float64 even where they are 0', () => {
    const types = Object.fromEntries(
      tableFromIPC(runsTable('x', [fakeRun(0.1, 0, 'abstainer')])).schema.fields.map((field) => [
        field.name,
        String(field.type),
      ]),
    );
    expect(types['families.birthdays.errorRate']).toBe('Float64');
    expect(types['families.birthdays.prompts']).toBe('Int32');
    expect(types['families.birthdays.byCount.5.countMax']).toBe('Int32');
    expect(types['families.birthdays.theorem1.holds']).toBe('Bool');
    expect(types['families.brackets.calibratedError']).toBe('Float64');
    expect(types['model.kind']).toBe('Dictionary<Int32, Utf8>');
    expect(types.run).toBe('Utf8');
    expect(
      decodeTable(runsTable('x', [fakeRun(0.1, 0, 'abstainer')])).columns['families.birthdays.crossEntropy'],
    ).toEqual([Infinity]);
  });

  test('takes swept values of any type, and runs of different families', () => {
    const [first, second] = [
      fakeRun(0.1, 0, 'ngram', { parameters: { a: 1, b: true, c: 'x', d: null, e: 0.5 } }),
      fakeRun(0.1, 1, 'ngram', { parameters: { a: 2, b: false, c: 3, d: null, e: null } }),
    ];
    const { columns } = decodeTable(
      runsTable('x', [first, { ...second, families: { brackets: second.families.brackets! } }]),
    );
    expect([
      columns['parameters.a'],
      columns['parameters.b'],
      columns['parameters.c'],
      columns['parameters.d'],
      columns['parameters.e'],
    ]).toEqual([
      [1, 2],
      [true, false],
      ['x', '3'],
      [null, null],
      [0.5, null],
    ]);
    expect(columns['families.birthdays.errorRate']).toEqual([first.families.birthdays!.errorRate, null]);
  });

  test('is the same, byte for byte, for the same runs, and can be empty', () => {
    expect(Buffer.from(runsTable('x', fakeSweep(2))).equals(Buffer.from(runsTable('x', fakeSweep(2))))).toBe(true);
    expect(Buffer.from(curvesTable('x', fakeSweep(2))).equals(Buffer.from(curvesTable('x', fakeSweep(2))))).toBe(true);
    expect(decodeTable(runsTable('x', []))).toEqual({
      rows: 0,
      columns: {},
      metadata: { experiment: 'x', families: '[]', parameters: '[]', schemaVersion: '1' },
    });
  });
});

describe('curves.arrow', () => {
  test('has one row per measured step, runs and steps in their order', () => {
    const results = [fakeRun(0.2, 1, 'transformer'), fakeRun(0.2, 1, 'ngram')];
    const { columns, rows } = decodeTable(curvesTable('x', results));
    const points = results.flatMap((result) => result.curves.map((point) => ({ run: result.id, ...point })));
    expect(rows).toBe(points.length);
    expect(columns.run).toEqual(points.map(({ run }) => run));
    expect(columns.step).toEqual(points.map(({ step }) => step));
    expect(columns.loss).toEqual(points.map(({ loss }) => loss));
    expect(columns['families.brackets.theorem1.lower']).toEqual(
      points.map(({ families }) => families.brackets!.theorem1.lower),
    );
  });
});

describe('responses.arrow', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'responses-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const words = ['<s>', '.', 'Ada', 'Max', 'was', 'born', '( ('];
  const family = (
    name: string,
    prompts: readonly number[][],
    responseTexts: readonly string[],
    answer: readonly number[],
    alpha: readonly number[],
  ): FamilyWorld => ({
    name,
    kind: 'arbitrary-facts',
    nature: 'arbitrary',
    weight: 0.5,
    prompts: prompts.map((tokens) => Int32Array.from(tokens)),
    promptWeight: Float64Array.from(prompts, () => 1 / prompts.length),
    trainingWeight: Float64Array.from(prompts, () => 1 / prompts.length),
    fact: Int32Array.from(prompts, (_, c) => c),
    idk: 'valid',
    open: null,
    noise: 0,
    duplicate: { share: 0, times: 1 },
    answerProbability: Float64Array.from(alpha),
    answer: Int32Array.from(answer),
    responseCount: responseTexts.length - 1,
    tree: {
      prefixes: [],
      edgePrefix: new Int32Array(),
      edgeToken: new Int32Array(),
      edgeParent: new Int32Array(),
      leafEdge: new Int32Array(),
    },
    responseTexts,
    expectedSingletonRate: 0,
  });
  const world = (firstName = 2): World => ({
    vocabulary: {
      words,
      idOf: (word) => words.indexOf(word),
      text: (tokens) => Array.from(tokens, (token) => words[token]).join(' '),
    },
    families: [
      family(
        'birthdays',
        [
          [firstName, 4, 5],
          [3, 4, 5],
        ],
        ['May 1 .', 'May 2 .', 'I do not know .'],
        [1, 0],
        [0.75, 1],
      ),
      family('brackets', [[6]], ['] .', ') .', 'I do not know .'], [1], [1]),
    ],
  });

  async function writeRun(run: string, given: World): Promise<string> {
    const folder = join(dir, run);
    await mkdir(folder);
    const writer = openResponses(join(folder, 'responses.arrow'), run, given);
    writer.write(0, 0, [0.5, 0.25, 0.125]);
    writer.write(0, 1, [0, 1, 0]);
    writer.write(1, 0, Float64Array.of(0.1, 0.9, 0));
    writer.close();
    return folder;
  }

  test('has a row for every prompt and response, with exactly the promised columns', async () => {
    const { columns, rows } = await readTable(join(await writeRun('run1', world()), 'responses.arrow'));
    expect(Object.keys(columns)).toEqual(['run', 'family', 'prompt', 'response', 'mu', 'p', 'pHat', 'valid']);
    const expected = [
      ['run1', 'birthdays', 'Ada was born', 'May 1 .', 0.5, 0, 0.5, false],
      ['run1', 'birthdays', 'Ada was born', 'May 2 .', 0.5, 0.75, 0.25, true],
      ['run1', 'birthdays', 'Ada was born', 'I do not know .', 0.5, 0.25, 0.125, true],
      ['run1', 'birthdays', 'Max was born', 'May 1 .', 0.5, 1, 0, true],
      ['run1', 'birthdays', 'Max was born', 'May 2 .', 0.5, 0, 1, false],
      ['run1', 'birthdays', 'Max was born', 'I do not know .', 0.5, 0, 0, true],
      ['run1', 'brackets', '( (', '] .', 1, 0, 0.1, false],
      ['run1', 'brackets', '( (', ') .', 1, 1, 0.9, true],
      ['run1', 'brackets', '( (', 'I do not know .', 1, 0, 0, true],
    ];
    expect(Array.from({ length: rows }, (_, row) => Object.values(columns).map((cells) => cells[row]))).toEqual(
      expected,
    );
  });

  test('refuses probabilities that are not one a response', () => {
    const writer = openResponses(join(dir, 'x.arrow'), 'run1', world());
    expect(() => writer.write(0, 0, [1])).toThrow(/birthdays has 3 responses, got 1/);
    writer.close();
  });

  test('is gathered over runs whose worlds differ', async () => {
    const folders = [await writeRun('run1', world(2)), await writeRun('run2', world(4))];
    const out = join(dir, 'responses.arrow');
    await gatherResponses(folders, out);
    const [all, first, second] = await Promise.all(
      [out, ...folders.map((folder) => join(folder, 'responses.arrow'))].map(readTable),
    );
    expect(all!.rows).toBe(18);
    for (const [name, cells] of Object.entries(all!.columns))
      expect(cells).toEqual([...first!.columns[name]!, ...second!.columns[name]!]);
    expect(new Set(all!.columns.prompt)).toEqual(new Set(['Ada was born', 'Max was born', 'was was born', '( (']));
    await gatherResponses(folders, join(dir, 'again.arrow'));
    expect((await readFile(out)).equals(await readFile(join(dir, 'again.arrow')))).toBe(true);
  });

  test('holds more rows than are kept in memory at once', async () => {
    const many = 400;
    const texts = [...Array.from({ length: 364 }, (_, at) => `day ${at} .`), 'I do not know .'];
    const big: World = {
      ...world(),
      families: [
        family(
          'birthdays',
          Array.from({ length: many }, (_, at) => [2, at % 7, at % 5]),
          texts,
          Array.from({ length: many }, (_, at) => at % 364),
          new Array<number>(many).fill(0.8),
        ),
      ],
    };
    const path = join(dir, 'big.arrow');
    const writer = openResponses(path, 'run1', big);
    for (let prompt = 0; prompt < many; prompt++)
      writer.write(
        0,
        prompt,
        Float64Array.from(texts, (_, response) => prompt * 1000 + response),
      );
    writer.close();
    const table = tableFromIPC(await readFile(path));
    expect(table.numRows).toBe(many * 365);
    expect(table.batches.length).toBeGreaterThan(2);
    const pHat = table.getChild('pHat')!.toArray() as Float64Array;
    expect(
      [0, 65_535, 65_536, many * 365 - 1].every((row) => pHat[row] === Math.floor(row / 365) * 1000 + (row % 365)),
    ).toBe(true);
    const mu = table.getChild('mu')!.toArray() as Float64Array;
    expect(mu.reduce((sum, value) => sum + value, 0) / 365).toBeCloseTo(1, 9);
  });
});

describe('run --json', () => {
  test('has the promised keys, null for numbers that JSON cannot hold, and no curves', () => {
    const result = fakeRun(0.3, 1, 'abstainer');
    const json = resultJson('singleton-rate', 'runs/singleton-rate', [{ result, seconds: 1.25, machine: 'Node 22' }]);
    expect(Object.keys(json)).toEqual(['experiment', 'directory', 'runs']);
    expect(Object.keys(json.runs[0]!)).toEqual(['id', 'parameters', 'seed', 'model', 'families', 'seconds', 'machine']);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    const families = json.runs[0]!.families as Record<string, Record<string, unknown>>;
    expect(Object.keys(families.birthdays!)).toEqual(
      expect.arrayContaining([
        'kind',
        'examples',
        'prompts',
        'singletonRate',
        'missingMass',
        'errorRate',
        'invalidMass',
        'abstentionRate',
        'accuracy',
        'delta',
        'signedDelta',
        'trainDelta',
        'iivError',
        'errorRateExpected',
        'byCount',
        'theorem1',
        'theorem2',
        'method',
      ]),
    );
    expect(families.birthdays!.theorem2).toMatchObject({
      lower: expect.any(Number),
      upper: expect.any(Number),
      vacuous: true,
    });
    expect(families.birthdays!.byCount).toHaveLength(6);
    expect(families.birthdays!.crossEntropy).toBeNull();
    // Null means infinite there: a finite one is a number, and the Arrow table has Infinity itself.
    const finite = resultJson('x', '/x', [{ result: fakeRun(0.1, 0, 'ngram'), seconds: 1, machine: 'x' }]).runs[0]!
      .families;
    expect(finite).toMatchObject({ birthdays: { crossEntropy: 2.1 } });
    expect(families.birthdays!.errorRate).toBe(result.families.birthdays!.errorRate);
    expect(families.brackets!.theorem2).toBeNull();
  });
});
