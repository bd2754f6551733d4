import { describe, expect, test } from '@jest/globals';
import { exponentOf } from '../../bench/scale/exponent.js';
import { scaleTables } from '../../bench/scale/scaleTables.js';
import { terminalTable } from '../../bench/table.js';

describe('cost against size', () => {
  const sizes = [1e3, 1e4, 1e5, 1e6];

  test('a power law gives its exponent', () => {
    expect(
      exponentOf(
        sizes,
        sizes.map((n) => 3 * n),
      ),
    ).toBeCloseTo(1, 12);
    expect(
      exponentOf(
        sizes,
        sizes.map((n) => 0.01 * n ** 2),
      ),
    ).toBeCloseTo(2, 12);
    expect(
      exponentOf(
        sizes,
        sizes.map(() => 7),
      ),
    ).toBeCloseTo(0, 12);
    expect(
      exponentOf(
        sizes,
        sizes.map((n) => n * Math.log(n)),
      ),
    ).toBeGreaterThan(1.08); // what sorting would show
  });

  test('least squares: by hand through (0, 0), (1, 1), (2, 1) on logarithmic scales', () => {
    expect(exponentOf([1, Math.E, Math.E ** 2], [1, Math.E, Math.E])).toBeCloseTo(0.5, 12);
  });

  test('tables show costs and exponents of all sizes and of the last two, memory only where there is some', () => {
    const rows = sizes.map((examples, i) => ({
      examples,
      stages: {
        world: { ms: examples / 1e3, mib: i < 2 ? 0.01 : examples / 1e5 },
        measurement: { ms: i < 3 ? examples / 1e3 : 1e5, mib: 0 },
      },
      peakMiB: 100 + examples / 1e4,
      loadedMiB: 100,
    }));
    const [time, memory] = scaleTables(rows);
    expect(time.header).toEqual(['processor time, ms', 'N = 10³', 'N = 10⁴', 'N = 10⁵', 'N = 10⁶', 'exponent', 'last']);
    expect(time.rows[0]).toEqual(['world', '1.0', '10.0', '100', '1,000', '1.00', '1.00']);
    expect(time.rows[1].slice(-1)).toEqual(['3.00']);
    expect(memory.rows[0]).toEqual(['world', '0.01', '0.01', '1.0', '10.0', '1.00', '1.00']);
    expect(memory.rows[1].slice(-2)).toEqual(['–', '–']);
    expect(memory.rows[2]).toEqual(['process at most, less code', '0.10', '1.0', '10.0', '100', '1.00', '1.00']);
    for (const line of [time, memory].flatMap((table) => terminalTable(table).split('\n')))
      expect(line.length).toBeLessThanOrEqual(80);
  });
});
