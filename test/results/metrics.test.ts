/** The catalogue of metrics against the tables that runs leave, and against the document that is made from it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { withMetricTables } from '../../scripts/docs/metricTables.js';
import type { MetricPath } from '../../src/results/familyMeasurement.js';
import { METRIC_KINDS, METRIC_PARTS, METRIC_ROWS, METRICS } from '../../src/results/metrics.js';
import { comparedColumns, usualColumns } from '../../src/results/runList.js';
import { runsTable } from '../../src/sweep/tables/resultTables.js';
import { fakeRun } from '../report/fakeRuns.js';

const fields = tableFromIPC(runsTable('x', [fakeRun(0.3, 0, 'ngram')])).schema.fields.flatMap(({ name, type }) => {
  const path = /^families\.birthdays\.(.*)$/.exec(name)?.[1];
  return path === undefined ? [] : [{ path: path.replace(/\.\d+(?=\.)/g, '.N') as MetricPath, type: String(type) }];
});

describe('the catalogue', () => {
  test('has a row for each column of a family, of the kind that the table stores', () => {
    // A part that no run has is an empty column of its own name.
    const isPart = (path: string) => METRIC_ROWS.some(([each]) => each.startsWith(`${path}.`));
    const columns = fields.filter(({ path }) => !isPart(path));
    expect(columns.length).toBeGreaterThan(70);
    expect(fields.filter(({ path }) => isPart(path)).map(({ path }) => path)).toEqual([
      'theorem4',
      'reliability',
      'sampling',
    ]);
    for (const { path, type } of columns) {
      expect([path, METRICS[path]]).toEqual([path, expect.anything()]);
      const { kind } = METRICS[path];
      const stored =
        { count: 'Int32', verdict: 'Bool', text: 'Dictionary<Int32, Utf8>' }[kind as 'count' | 'verdict' | 'text'] ??
        'Float64';
      expect([path, type]).toEqual([path, stored]);
    }
  });

  test('gives a name to counts alone, or to none: the name decides how a column is stored', () => {
    const lastName = (path: string) => path.slice(path.lastIndexOf('.') + 1);
    const counts = new Set(METRIC_ROWS.filter(([, { kind }]) => kind === 'count').map(([path]) => lastName(path)));
    expect([...counts].sort()).toEqual(['count', 'countMax', 'examples', 'prompts']);
    expect(METRIC_ROWS.filter(([path, { kind }]) => kind !== 'count' && counts.has(lastName(path)))).toEqual([]);
  });

  test('refers to verdicts that are in it', () => {
    for (const [, { table }] of METRIC_ROWS)
      for (const verdict of [table?.holds, table?.vacuous])
        if (verdict !== undefined) expect(METRICS[verdict as MetricPath].kind).toBe('verdict');
  });

  test('chooses the default columns of `runs` and `compare`, those of families and not of their parts', () => {
    const names = ['accuracy', 'delta', 'errorRate', 'heldOut.errorRate', 'iivError', 'invalidMass', 'missingMass'];
    const columns = ['run', 'seed', ...names.map((name) => `families.a.${name}`), 'families.b.delta'];
    // One family after the other, each by the order of its metrics.
    expect(usualColumns([...columns, 'families.b.errorRate']).slice(-2)).toEqual([
      'families.b.errorRate',
      'families.b.delta',
    ]);
    expect(usualColumns(columns)).toEqual([
      'run',
      'seed',
      'families.a.errorRate',
      'families.a.missingMass',
      'families.a.invalidMass',
      'families.a.delta',
      'families.b.delta',
    ]);
    expect(comparedColumns([...columns, 'study.x', 'parameters.x'])).toEqual([
      ...['accuracy', 'delta', 'errorRate', 'iivError', 'invalidMass', 'missingMass'].map(
        (name) => `families.a.${name}`,
      ),
      'families.b.delta',
      'study.x',
    ]);
  });
});

describe('docs/tables.md', () => {
  const catalogue = { METRIC_KINDS, METRIC_PARTS, METRIC_ROWS };
  const document = readFileSync('docs/tables.md', 'utf8');

  test('is what npm run docs:tables writes', () => {
    expect(withMetricTables(document, catalogue)).toBe(document);
  });

  test('names every metric', () => {
    for (const [path] of METRIC_ROWS) {
      const [, section, below] = /^(?:(\w+)\.(?:N\.)?)?(.*)$/.exec(path)!;
      const part = section === undefined ? document : document.slice(document.search(`### \`${section}[.]`));
      expect([path, part.includes(`\`${below!.replaceAll('.N.', '.<i>.')}\``)]).toEqual([path, true]);
    }
  });

  test('needs the lines between which the tables stand', () => {
    expect(() => withMetricTables('# Result tables\n', catalogue)).toThrow('expected the lines');
  });
});
