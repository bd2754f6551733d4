import { describe, expect, test } from '@jest/globals';
import { markdownResults, withResults } from '../../bench/markdown.js';
import { readOptions } from '../../bench/options.js';
import { type Results, results } from '../../bench/results.js';
import { formsTable, sizesTable, stagesTable, targetsTable, terminalTable } from '../../bench/table.js';
import { targetsOf } from '../../bench/targets.js';

type Figures = NonNullable<Results['sizes']['S']>['compiled'];
function step(msPerStep: number, changes: Partial<Figures> = {}): Figures {
  return {
    msPerStep,
    tokensPerSecond: 1_024_000 / msPerStep,
    gflops: 184 / msPerStep,
    fractionOfPeak: 0.92 / msPerStep,
    compileMs: 70,
    threads: 1,
    forms: { '1': msPerStep },
    timesCompiled: msPerStep / 4,
    ...changes,
  };
}

const memory = { peakMiB: 210.4, loadedMiB: 140.2 };
const measured: Results = {
  machine: {
    processor: 'A',
    cores: 2,
    memoryGiB: 8,
    loadBefore: 0.1,
    node: '20.20.2',
    onnxruntime: '1.30.0',
    torch: '2.15.0',
    jax: '0.8.0',
  },
  peakGflops: 200,
  sizes: {
    S: {
      compiled: step(4),
      wasm: step(44, { forms: { '': 44 }, compileMs: 0 }),
      tensorflow: step(20, { forms: { '': 20 } }),
      pytorch: step(8, { forms: { 'eager 1': 9, 'compile 1': 8 } }),
    },
    L: {
      compiled: step(400, { fractionOfPeak: 0.61, compileMs: 2900 }),
      pytorch: step(500, { forms: { 'eager 2': 500 }, timesCompiled: 1.25 }),
    },
  },
  stages: {
    corpusSampling: { examplesPerSecond: 2.1e6, ...memory },
    ngramTraining: { tokensPerSecond: 4.9e6, kneserNeyTokensPerSecond: 4e6, ...memory },
    countedMeasurement: { pairsPerSecond: 5e6, ...memory },
    transformerMeasurement: {
      pairsPerSecond: 3e6,
      msPerMeasurement: 400,
      firstMs: 500,
      msPerStep: 20,
      measurements: 6,
      steps: 900,
      shareOfTraining: 0.139,
      ...memory,
    },
    sweep: { runs: 12, secondsWithOneWorker: 36, secondsWithTwoWorkers: 20, speedUp: 1.8 },
  },
};

describe('results of the benchmark', () => {
  test('have the form that other programs read', () => {
    expect(results.parse(JSON.parse(JSON.stringify(measured)))).toEqual(measured);
    const { compiled, ...without } = measured.sizes.S!;
    expect(() => results.parse({ ...measured, sizes: { S: without } })).toThrow(/compiled/);
    expect(() => results.parse({ ...measured, sizes: { XL: measured.sizes.S } })).toThrow(/XL/);
    expect(() => results.parse({ ...measured, sizes: { S: { compiled: { ...compiled, msPerStep: null } } } })).toThrow(
      /msPerStep/,
    );
  });

  test('each target says whether it is met', () => {
    const verdicts = Object.fromEntries(targetsOf(measured).map(({ what, met }) => [what, met]));
    expect(verdicts).toEqual({
      'S: compiled over eager wasm': false, // 11
      'S: compiled over PyTorch': true, // 2
      'S: share of the peak': false, // 23 %
      'S: compile time': true,
      'L: compiled over PyTorch': false, // 1.25
      'L: share of the peak': true,
      'L: compile time': true,
      'corpus sampling, examples a second': true,
      'trigram, add-k, tokens a second': false,
      'measurements, share of their training': false,
      'a sweep with two workers over one': true,
    });
  });

  test('what was left out has no target', () => {
    expect(targetsOf({ ...measured, sizes: {}, stages: {} })).toEqual([]);
  });

  test('tables have at most 80 columns', () => {
    for (const table of [
      sizesTable(measured.sizes),
      formsTable(measured.sizes),
      stagesTable(measured.stages),
      targetsTable(measured),
    ]) {
      const text = terminalTable(table);
      for (const line of text.split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
      for (const row of table.rows) expect(row).toHaveLength(table.header.length);
    }
    expect(terminalTable(sizesTable(measured.sizes))).toContain('S PyTorch compile');
    expect(formsTable(measured.sizes).rows).toContainEqual(['PyTorch eager, 1 thread', '9.00', '–']);
  });

  test('as Markdown they take their place in the document', () => {
    const text = markdownResults(measured, [{ header: ['operator', 'share'], rows: [['Gemm', '40 %']] }]);
    expect(text).toContain('| operator | share |\n| --- | ---: |\n| Gemm | 40 % |');
    expect(text).toContain('| S: share of the peak | ≥ 25.0 % | 23.0 % | not met |');
    const document =
      'before\n<!-- results: written by npm run bench -- --markdown -->\nold\n<!-- end of results -->\nafter';
    expect(withResults(document, 'new')).toBe(
      'before\n<!-- results: written by npm run bench -- --markdown -->\n\nnew\n\n<!-- end of results -->\nafter',
    );
    expect(() => withResults('nothing', 'new')).toThrow(/must contain the mark/);
  });
});

describe('flags of the benchmark', () => {
  test('defaults, and the shorter form', () => {
    expect(readOptions([], undefined)).toMatchObject({
      sizes: ['S', 'M', 'L'],
      quick: false,
      python: 'python3',
      markdown: false,
    });
    expect(readOptions(['--quick'], '/usr/bin/python3.11')).toMatchObject({
      sizes: ['S', 'M'],
      quick: true,
      python: '/usr/bin/python3.11',
    });
    expect([...readOptions(['--skip', 'pytorch, sweep', '--sizes', 'L'], undefined).skip]).toEqual([
      'pytorch',
      'sweep',
    ]);
    expect(readOptions(['--python', 'py', '--profile', 'M'], 'other')).toMatchObject({ python: 'py', profile: 'M' });
  });

  test('a wrong value is named, with the allowed ones', () => {
    expect(() => readOptions(['--sizes', 'S,XL'], undefined)).toThrow('--sizes takes S, M, L, got "XL"');
    expect(() => readOptions(['--skip', 'torch'], undefined)).toThrow(
      '--skip takes pytorch, libtorch, jax, wasm, tensorflow, stages, sweep, got "torch"',
    );
    expect(() => readOptions(['--fast'], undefined)).toThrow(/--fast/);
  });
});
