import { describe, expect, test } from '@jest/globals';
import { pooledTables, resampledPower, tablesOfWorlds, worldsOf } from '../../src/claims/resampledPower.js';
import { about, meanWithin } from '../../src/claims/verdict.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { seedRunMeans, seedRuns } from '../../src/results/bySeed.js';
import { numberAt, type ReportTables } from '../../src/results/reportTables.js';

/** Two runs in each world, and a curve point of each run. */
function tables(from: number, values: readonly number[]): ReportTables {
  const seeds = values.flatMap((_, at) => [from + at, from + at]);
  const run = seeds.map((seed, at) => `${seed}-${at % 2}`);
  return {
    runs: {
      rows: run.length,
      metadata: { families: '[]' },
      columns: { run, seed: seeds, value: values.flatMap((value) => [value, value]) },
    },
    curves: { rows: run.length, metadata: {}, columns: { run, step: run.map(() => 1) } },
  };
}

/** The mean of `value` over worlds is 0 ± 1. */
const claim = {
  id: 'mean-is-near-0',
  check: (given: ReportTables) =>
    meanWithin(
      'mean',
      seedRunMeans(seedRuns(given), (row) => numberAt(given.runs, 'value', row)),
      about(0, 1),
    ),
};

function normals(count: number, sd: number): readonly number[] {
  const source = stream(1, 'bootstrap/test');
  return Array.from({ length: count }, () => sd * normal(source));
}

describe('pools of worlds', () => {
  const pool = pooledTables([tables(10, [1, 2]), tables(20, [3])]);
  test('hold every run of every part', () => {
    expect(worldsOf(pool)).toEqual([10, 11, 20]);
    expect(pool.runs.columns.value).toEqual([1, 1, 2, 2, 3, 3]);
  });
  test('give the tables of some worlds, with their curves', () => {
    const { runs, curves } = tablesOfWorlds(pool, new Set([11, 20]));
    expect(runs.columns.value).toEqual([2, 2, 3, 3]);
    expect(curves.columns.run).toEqual(['11-0', '11-1', '20-0', '20-1']);
    expect([runs.rows, curves.rows]).toEqual([4, 4]);
  });
  test('a column that one part lacks is null there', () => {
    const { curves, runs } = tables(30, [4]);
    const more = { runs: { ...runs, columns: { ...runs.columns, extra: [5, 5] } }, curves };
    expect(pooledTables([tables(10, [1]), more]).runs.columns.extra).toEqual([null, null, 5, 5]);
  });
});

describe('power', () => {
  test('is the share of sets whose interval fits, as Student says for normal worlds', () => {
    // P(|mean| + t·s/√n ≤ 1) at sd 0.6, n = 5, by simulation with independent normals.
    const source = stream(2, 'bootstrap/reference');
    let inside = 0;
    for (let trial = 0; trial < 20_000; trial++) {
      const x = Array.from({ length: 5 }, () => 0.6 * normal(source));
      const mean = x.reduce((a, b) => a + b) / 5;
      const sd = Math.sqrt(x.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 4);
      if (Math.abs(mean) + (2.7764451 * sd) / Math.sqrt(5) <= 1) inside++;
    }
    const { power, worlds, seeds, verdict } = resampledPower(claim, tables(1, normals(400, 0.6)), {
      seeds: 5,
      trials: 1000,
    });
    expect([worlds, seeds, verdict]).toEqual([400, 5, 'confirmed']);
    expect(Math.abs(power - inside / 20_000)).toBeLessThan(0.06);
  });
  test('grows with the number of seeds, and is the same again', () => {
    const pool = tables(1, normals(200, 0.8));
    const [few, more] = [3, 12].map((seeds) => resampledPower(claim, pool, { seeds, trials: 300 }).power);
    expect(more).toBeGreaterThan(few + 0.2);
    expect(resampledPower(claim, pool, { seeds: 3, trials: 300 }).power).toBe(few);
  });
  test('a set larger than the pool is refused', () =>
    expect(() => resampledPower(claim, tables(1, [0, 0]), { seeds: 3, trials: 1 })).toThrow(RangeError));
});
