import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fewerRuns } from '../../src/results/someRuns.js';
import type { StoredTable } from '../../src/store/tables.js';

function tableOf(runs: readonly string[], at: readonly number[]): StoredTable {
  return { rows: runs.length, metadata: { experiment: 'x' }, columns: { run: runs, at } };
}

describe('tables with fewer runs', () => {
  test('keep evenly spaced runs, with all their rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), (count, most) => {
        const names = Array.from({ length: count }, (_, i) => `run ${i}`);
        const twice = names.flatMap((name) => [name, name]);
        const tables = {
          runs: tableOf(names, [...names.keys()]),
          curves: tableOf(twice, [...twice.keys()]),
          timelines: tableOf(twice.slice(2), [...twice.slice(2).keys()]),
        };
        const fewer = fewerRuns(tables, most);
        if (count <= most) return void expect(fewer).toBe(tables);
        const kept = fewer.runs.columns.at as number[];
        expect(fewer.runs).toMatchObject({ rows: most, metadata: { experiment: 'x' } });
        expect(fewer.runs.columns.run).toEqual(kept.map((at) => names[at]));
        expect(kept[0]).toBe(0);
        const gaps = kept.slice(1).map((at, i) => at - kept[i]!);
        if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
        expect(fewer.curves.columns.at).toEqual(kept.flatMap((at) => [2 * at, 2 * at + 1]));
        expect(fewer.timelines?.columns.run).toEqual(
          kept.filter((at) => at > 0).flatMap((at) => [names[at], names[at]]),
        );
      }),
    );
  });
});
