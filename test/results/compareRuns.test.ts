import { describe, expect, test } from '@jest/globals';
import { csv } from '../../src/report/csvText.js';
import { textTable } from '../../src/report/terminal/textTable.js';
import { compareRuns } from '../../src/results/compareRuns.js';
import {
  columnNamed,
  inShort,
  parseCondition,
  rowsMeeting,
  shortColumnNames,
  sorted,
  symbolNames,
  usualColumns,
} from '../../src/results/runList.js';
import type { Cell, StoredTable } from '../../src/store/tables.js';

function tableOf(columns: Record<string, readonly Cell[]>, parameters: readonly string[] = []): StoredTable {
  return {
    rows: Object.values(columns)[0]!.length,
    columns,
    metadata: { experiment: 'e', parameters: JSON.stringify(parameters) },
  };
}

describe('a list of runs', () => {
  const table = tableOf({
    run: ['a', 'b', 'c', 'd'],
    'model.kind': ['x', 'y', 'x', 'y'],
    'f.err': [0.5, -0.1, null, 0.2],
    'g.err': [1, 2, 3, Infinity],
  });
  const names = Object.keys(table.columns);
  const where = (...texts: string[]) =>
    rowsMeeting(
      table,
      texts.map((text) => parseCondition(text, names)),
    );

  test('is chosen by conditions, of numbers and texts; a missing cell meets none', () => {
    expect(where('f.err<0.5')).toEqual([1, 3]);
    expect(where('f.err <= 0.5', 'kind=y')).toEqual([1, 3]);
    expect(where('f.err!=0.2')).toEqual([0, 1]);
    expect(where('g.err>=3')).toEqual([2, 3]);
    expect(where('g.err=Infinity')).toEqual([3]);
    expect(where('kind!=x')).toEqual([1, 3]);
    for (const text of ['f.err<word', 'f.err=', 'g.err!=x'])
      expect(() => where(text)).toThrow(/a column of numbers is compared with a text/);
    expect(where()).toEqual([0, 1, 2, 3]);
  });

  test('is sorted by columns, falling ones too, missing cells last', () => {
    expect(sorted(table, [0, 1, 2, 3], ['f.err'])).toEqual([1, 3, 0, 2]);
    expect(sorted(table, [0, 1, 2, 3], ['-f.err'])).toEqual([0, 3, 1, 2]);
    expect(sorted(table, [0, 1, 2, 3], ['-model.kind', '-g.err'])).toEqual([3, 1, 2, 0]);
  });

  test('names columns by the ends of their paths, and says what is wrong with a name', () => {
    const stored = ['families.f.singletonRate', 'families.f.byFact.singletonRate', 'families.f.errorRate'];
    for (const name of ['sr', 'f.sr', 'singletonRate', 'f.singletonRate'])
      expect([name, columnNamed(name, stored, '--columns')]).toEqual([name, 'families.f.singletonRate']);
    expect(columnNamed('err', stored, '--columns')).toBe('families.f.errorRate');
    // Parts of a family have the symbols, too: the family's own metric is meant.
    const delta = ['families.f.delta', 'families.f.rules.0.delta'];
    expect(columnNamed('f.δ', delta, '--columns')).toBe('families.f.delta');
    expect(symbolNames([...delta, 'families.f.errorRate', 'families.g.errorRate', 'seed'])).toEqual({
      names: ['f.δ', '0.delta', 'f.err', 'g.err', 'seed'],
      meanings: new Map([
        ['δ', 'delta'],
        ['err', 'errorRate'],
      ]),
    });
    const kinds = ['model.kind', 'families.f.kind', 'parameters.model.kind'];
    for (const name of ['kind', 'model']) expect(columnNamed(name, kinds, '--columns')).toBe('model.kind');
    expect(columnNamed('kind', names, '--where')).toBe('model.kind');
    expect(() => columnNamed('err', names, '--where')).toThrow(/more than one[\s\S]*f\.err, g\.err/);
    expect(() => columnNamed('f.er', names, '--sort')).toThrow(/unknown column[\s\S]*did you mean f\.err/);
    expect(() => parseCondition('f.err', names)).toThrow(/not a condition/);
    expect(shortColumnNames(['families.a.err', 'families.b.err', 'seed', 'parameters.seed'])).toEqual([
      'a.err',
      'b.err',
      'seed',
      'parameters.seed',
    ]);
    expect(
      usualColumns([
        'run',
        'seed',
        'parameters.model.kind',
        'parameters.x',
        'families.a.errorRate',
        'families.a.byCount.0.errorRate',
        'study.z',
      ]),
    ).toEqual(['run', 'seed', 'parameters.x', 'families.a.errorRate']);
  });

  test('fits into the width, and names what does not', () => {
    expect(textTable(['a', 'bb', 'ccc'], [['1', 'x', 'long cell']], [true, false, false], 12)).toEqual({
      lines: ['a  bb', '1  x'],
      leftOut: ['ccc'],
    });
    expect(['–', '0.1235', '-4.4e-6', '12', 'Infinity']).toEqual(
      [null, 0.12345, -0.0000044, 12, Infinity].map((cell) => inShort(cell)),
    );
  });
});

test('CSV cells are quoted, and no text is a formula', () => {
  const text = csv(
    ['a', 'b'],
    [
      ['=1+1', -5],
      ['say "x", y', null],
      ['@cmd', true],
      ['-2', 1e-7],
      ['\tx', 'two\nlines'],
      ['+1', 0],
    ],
  );
  expect(text).toBe(`a,b\r\n'=1+1,-5\r\n"say ""x"", y",\r\n'@cmd,true\r\n'-2,1e-7\r\n'\tx,"two\nlines"\r\n'+1,0\r\n`);
});

describe('a comparison', () => {
  const runs = (
    values: readonly number[],
    seeds: readonly number[],
    x: readonly Cell[] = seeds.map(() => 1),
  ): StoredTable =>
    tableOf(
      { run: seeds.map(String), 'model.kind': seeds.map(() => 'm'), seed: seeds, 'parameters.x': x, err: values },
      ['x'],
    );
  const side = (table: StoredTable, ...configs: unknown[]) => ({ runs: table, configs });

  test('is paired where seeds match: the interval of their differences', () => {
    const { groups } = compareRuns(side(runs([1, 2, 3], [1, 2, 3])), side(runs([9, 3.1, 2.2, 1.3], [7, 3, 2, 1]), 0), [
      'err',
    ]);
    const [figure] = groups[0]!.figures;
    // Differences 0.3, 0.2, 0.1: mean 0.2, s = 0.1, t(2) = 4.303.
    expect(figure).toMatchObject({ pairs: 3, a: 2 });
    expect(figure!.difference).toBeCloseTo(0.2, 12);
    expect(figure!.interval!.lower).toBeCloseTo(0.2 - (4.303 * 0.1) / Math.sqrt(3), 9);
  });

  test("is Welch's where no seed matches", () => {
    // Published example: scipy.stats.ttest_ind([3, 4, 5, 6], [1, 2, 3], equal_var=False): df = 4.9592…, of which 4 are taken; t(4) = 2.776.
    const { groups } = compareRuns(side(runs([3, 4, 5, 6], [1, 2, 3, 4])), side(runs([1, 2, 3], [7, 8, 9])), ['err']);
    const [{ difference, interval, pairs }] = groups[0]!.figures as [(typeof groups)[0]['figures'][0]];
    expect({ difference, pairs }).toEqual({ difference: -2.5, pairs: 0 });
    expect(interval!.upper).toBeCloseTo(-2.5 + 2.776 * Math.sqrt(5 / 3 / 4 + 1 / 3), 9);
  });

  test('has no interval for one seed, and leaves out figures that one lacks', () => {
    const { groups } = compareRuns(side(runs([1], [1])), side(runs([2], [1])), ['err', 'other']);
    expect(groups[0]!.figures).toEqual([{ column: 'err', a: 1, b: 2, difference: 1, interval: null, pairs: 1 }]);
  });

  test('joins equal settings, names the others, and joins two that stand alone', () => {
    const [a, b] = [runs([1, 2], [1, 1], [1, 2]), runs([5, 6], [1, 1], [2, 3])];
    expect(compareRuns(side(a), side(b), ['err'])).toMatchObject({
      groups: [{ label: 'm, 2', figures: [{ a: 2, b: 5 }] }],
      onlyA: ['m, 1'],
      onlyB: ['m, 3'],
    });
    expect(compareRuns(side(runs([1], [1], [1])), side(runs([2], [1], [9])), ['err']).groups).toMatchObject([
      { label: 'm, 1 → m, 9' },
    ]);
  });

  test('lists the keys whose values differ', () => {
    const { config } = compareRuns(
      side(runs([1], [1]), { seed: 1, model: { width: 8, kind: 'x' } }, { seed: 2, model: { width: 8, kind: 'x' } }),
      side(runs([1], [1]), { seed: 1, model: { width: 16, kind: 'x' }, list: [1] }),
      [],
    );
    expect(config).toEqual([
      { keyPath: 'list', a: [], b: ['[1]'] },
      { keyPath: 'model.width', a: ['8'], b: ['16'] },
      { keyPath: 'seed', a: ['1', '2'], b: ['1'] },
    ]);
  });
});
