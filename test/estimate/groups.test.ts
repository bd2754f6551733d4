/** Groups: counts of each, and estimates drawn towards the pooled one, which lie nearer to the truth. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from '@jest/globals';
import { compareCorpora } from '../../src/estimate/curve/compareCorpora.js';
import { REPLICATES, replicatesOf } from '../../src/estimate/curve/replicates.js';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';
import { groupEstimates } from '../../src/estimate/groups.js';
import { estimateScreen } from '../../src/estimate/show/estimateScreen.js';
import { integer } from '../../src/random/integer.js';
import { stream } from '../../src/random/stream.js';
import { chaoJostCoverage, promptsAhead } from '../../src/theory/chao.js';
import {
  drawsOf,
  type FrequencyCounts,
  frequencyCounts,
  promptsOf,
  seenTimes,
} from '../../src/theory/frequencyCounts.js';
import { singletonsWithout } from '../../src/theory/unseen/singletonFree.js';

const folder = mkdtempSync(path.join(tmpdir(), 'groups-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(file: string, options: Partial<EstimateRequest> = {}) {
  return estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, ...options });
}

function countsOf(frequencies: FrequencyCounts) {
  const rows = drawsOf(frequencies);
  const prompts = promptsOf(frequencies);
  return {
    rows,
    answeredRows: rows,
    emptyPrompts: 0,
    prompts,
    frequencies,
    conflictingPrompts: null,
    distinctAnswers: null,
  };
}

/** Counts of draws from equally likely prompts. */
function drawn(prompts: number, rows: number, seed: number): FrequencyCounts {
  const random = stream(seed, 'sample');
  const times = new Int32Array(prompts);
  for (let row = 0; row < rows; row++) times[integer(random, prompts)]++;
  const tally = new Map<number, number>();
  for (const each of times) if (each > 0) tally.set(each, (tally.get(each) ?? 0) + 1);
  return frequencyCounts(tally);
}

/** The spiders of the girdled trees in iNEXT's data. */
const GIRDLED = frequencyCounts([
  [1, 12],
  [2, 4],
  [4, 1],
  [6, 2],
  [8, 1],
  [9, 1],
  [15, 2],
  [17, 1],
  [22, 1],
  [46, 1],
]);

describe('groups', () => {
  test('counts of each group; a prompt in two groups counts in both', async () => {
    const rows = ['a,1,x', 'a,1,x', 'b,1,x', 'b,1,y', 'c,IDK,y', 'd,2,y', 'd,2,y', 'e,2,', ',2,x'];
    const file = put('g.csv', `prompt,response,relation\n${rows.join('\n')}\n`);
    const { groups } = (await run(file, { by: 'relation' })).estimate;
    const found = groups!.groups.map(({ group, rows, answeredPrompts, singletons, doubletons }) => [
      group,
      rows,
      answeredPrompts,
      singletons,
      doubletons,
    ]);
    expect(found.sort()).toEqual([['x', 3, 2, 1, 1], ['y', 4, 2, 1, 1], [null, 1, 1, 1, 0]].sort()); // biome-ignore format: rows
    expect(groups!.pooled).toBeCloseTo(3 / 8, 12);
    const weighted = put('w.csv', 'prompt,relation,n\na,x,2\nb,x,1\nb,y,1\nd,y,2\n');
    const counted = (await run(weighted, { by: 'relation', count: 'n' })).estimate.groups!;
    expect(counted.groups.map(({ rows, singletons }) => [rows, singletons])).toEqual([[3, 1], [3, 1]]); // biome-ignore format: rows
  });

  test('shrunk estimates of small groups are nearer to the truth than their own', () => {
    let [own, shrunk] = [0, 0];
    for (let corpus = 0; corpus < 60; corpus++) {
      const random = stream(corpus, 'world');
      const drawnGroups = Array.from({ length: 12 }, (_, at) => {
        const prompts = 20 + integer(random, 60);
        const rows = at < 8 ? 15 : 200;
        const times = new Int32Array(prompts);
        for (let row = 0; row < rows; row++) times[integer(random, prompts)]++;
        const seen = (n: number): number => times.filter((each) => each === n).length;
        const counted = { group: `g${at}`, rows, answeredPrompts: 0, singletons: seen(1), doubletons: seen(2) };
        return { counted, truth: seen(0) / prompts };
      });
      const { groups } = groupEstimates(
        drawnGroups.map(({ counted }) => counted),
        0.95,
      );
      for (const { group, missingMass, shrunk: drawnTo } of groups.filter(({ rows }) => rows === 15)) {
        const { truth } = drawnGroups.find(({ counted }) => counted.group === group)!;
        own += (missingMass - truth) ** 2;
        shrunk += (drawnTo - truth) ** 2;
      }
    }
    expect(shrunk).toBeLessThan(0.8 * own);
  });

  test('equal groups are drawn together, groups far apart keep their own', () => {
    const group = (name: string, rows: number, singletons: number) => ({
      group: name,
      rows,
      answeredPrompts: rows,
      singletons,
      doubletons: Math.floor(singletons / 8),
    });
    const alike = groupEstimates([group('a', 100, 20), group('b', 100, 21), group('c', 10, 3)], 0.95);
    expect(alike.spread).toBe(0);
    for (const { shrunk } of alike.groups) expect(shrunk).toBeCloseTo(alike.pooled, 12);
    const apart = groupEstimates([group('a', 5000, 500), group('b', 5000, 3000)], 0.95);
    for (const { ownWeight } of apart.groups) expect(ownWeight).toBeGreaterThan(0.99);
  });
});

describe('two corpora', () => {
  test("extrapolation agrees with iNEXT's estimateD(spider$Girdled, level = 300)", () => {
    expect(promptsAhead(GIRDLED, 300 - 168)).toBeCloseTo(33.317733, 5);
    expect(chaoJostCoverage(GIRDLED, 300 - 168)).toBeCloseTo(0.9579518, 6);
  });

  test('at equal coverage two samples of one world have as many prompts, whatever their sizes', () => {
    const [small, large] = [countsOf(drawn(400, 400, 1)), countsOf(drawn(400, 1500, 2))];
    const { equalCoverage, equalRows, difference, rows } = compareCorpora(small, large, {
      name: 'large',
      level: 0.95,
      seed: 1,
    })!;
    expect(rows).toEqual([400, 1500]);
    expect(equalCoverage.ratio.prompts).toBeGreaterThan(0.8);
    expect(equalCoverage.ratio.prompts).toBeLessThan(1.2);
    expect(equalCoverage.ratio.lower).toBeLessThan(1);
    expect(equalCoverage.ratio.upper).toBeGreaterThan(1);
    expect(Math.abs(equalCoverage.sizes[0].rows / equalCoverage.sizes[1].rows - 1)).toBeLessThan(0.3);
    expect(Math.abs(equalRows.prompts[0] / equalRows.prompts[1] - 1)).toBeLessThan(0.1);
    expect(difference.upper).toBeLessThan(0);
  });

  test('a world of three times the prompts is told apart', () => {
    const [one, three] = [countsOf(drawn(400, 900, 1)), countsOf(drawn(1200, 900, 2))];
    const { ratio } = compareCorpora(one, three, { name: 'three', level: 0.95, seed: 1 })!.equalCoverage;
    expect(ratio.lower).toBeGreaterThan(1.8);
    expect(ratio.upper).toBeLessThan(4.5);
    expect(compareCorpora(one, countsOf([[1, 50]]), { name: '', level: 0.95, seed: 1 })).toBeNull();
  });

  test('by files, with words on the screen; counts made elsewhere, too', async () => {
    const [a, b] = [
      put('a.csv', 'count,frequency\n1,31\n2,17\n3,9\n9,5\n'),
      put('b.txt', '1\t80\n2\t20\n3\t9\n9\t5\n'),
    ];
    const { estimate } = await run(a, { frequencyCounts: true, against: b });
    expect(estimate.comparison).toMatchObject({ other: b, rows: [137, 192] });
    expect(estimateScreen(estimate, { read: '' })).toMatch(/At equal coverage the other has \d/);
  });
});

describe('replicates', () => {
  const counts = countsOf(drawn(400, 600, 3));
  const replicates = replicatesOf(counts, 1);

  test('their spread is that of the estimate over samples', () => {
    const spread = (values: readonly number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    expect(replicates.length).toBe(REPLICATES);
    expect(replicatesOf(counts, 1)).toEqual(replicates);
    const samples = Array.from({ length: 400 }, (_, at) => seenTimes(drawn(400, 600, at + 10), 1) / 600);
    const ratio = spread(replicates.map(({ missingMass }) => missingMass)) / spread(samples);
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.35);
  });

  test('files of the curve and of replicates', async () => {
    const file = put('f.csv', 'count,frequency\n1,31\n2,17\n3,9\n9,5\n');
    const [curveFile, replicatesFile] = ['curve.csv', 'replicates.jsonl'].map((name) => path.join(folder, name));
    const { files, estimate } = await run(file, { frequencyCounts: true, curveFile, replicatesFile });
    expect(files).toEqual([curveFile, replicatesFile]);
    const [header, ...lines] = readFileSync(curveFile!, 'utf8').trimEnd().split('\n');
    expect(header).toBe('factor,rows,prompts,missingMass,lower,upper,from');
    expect(lines.length).toBe(estimate.curve.length);
    expect(readFileSync(replicatesFile!, 'utf8').trimEnd().split('\n').length).toBe(REPLICATES);
    const single = put('s.csv', 'count,frequency\n1,31\n');
    await expect(run(single, { frequencyCounts: true, curveFile })).rejects.toThrow(/no such estimate[^]*--curve/);
  });
});

describe('false singletons', () => {
  test('without singletons: exact for equally likely prompts in expectation', () => {
    // f_k ∝ λ^k/k!: f_1 = λ.
    const lambda = 1.5;
    const f = (k: number, factorial: number): number => Math.round((1e6 * lambda ** k) / factorial);
    const counts = frequencyCounts([[1, 1], [2, f(2, 2)], [3, f(3, 6)], [4, f(4, 24)]]); // biome-ignore format: pairs
    expect(singletonsWithout(counts)!.singletons / 1e6).toBeCloseTo(lambda, 4);
    expect(singletonsWithout(frequencyCounts([[1, 9], [3, 2]]))).toBeNull(); // biome-ignore format: pairs
    // By hand, with n_3 + 1 and n_4 + 1: 4 · 36/(3 · 1) − 0.
    expect(singletonsWithout(frequencyCounts([[2, 6]]))!.singletons).toBe(48);
  });

  test('its standard error is its spread over samples', () => {
    const found = Array.from({ length: 300 }, (_, at) => singletonsWithout(drawn(2000, 4000, at))!);
    const values = found.map(({ singletons }) => singletons);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean / (2000 * 2 * Math.exp(-2))).toBeCloseTo(1, 1);
    const stated = found.reduce((sum, { standardError }) => sum + standardError, 0) / found.length;
    expect(stated / spread).toBeGreaterThan(0.8);
    expect(stated / spread).toBeLessThan(1.25);
  });

  test('a fifth of false ones: the estimate falls by as much, and questions at risk are shown', async () => {
    const rows = ['a,1', 'b,1', 'c,2', 'd,2', 'd,2', 'e,3', 'e,3', 'f,1', 'f,1', 'f,1'];
    const { estimate } = await run(put('r.csv', `prompt,response\n${rows.join('\n')}\n`));
    const fifth = estimate.falseSingletons!.sensitivity.find(({ falseShare }) => falseShare === 0.2)!;
    expect(fifth.missingMass).toBeCloseTo(0.8 * 0.3, 12);
    expect(estimate.questionsAtRisk).toEqual([
      { prompt: 'a', answer: '1' },
      { prompt: 'b', answer: '1' },
      { prompt: 'c', answer: '2' },
    ]);
    const screen = estimateScreen(estimate, { read: '', files: ['rare.csv'] });
    expect(screen).toMatch(
      /→ Why: 3 of 10 rows[^]*“a” \(1\)[^]*→ What to do[^]*pretrained model[^]*→ Open: rare\.csv\./,
    );
  });
});
