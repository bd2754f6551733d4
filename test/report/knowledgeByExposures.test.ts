import { describe, expect, test } from '@jest/globals';
import { firstKnown, knowledgeByExposures } from '../../src/report/figures/knowledgeByExposures.js';
import { standardFigures } from '../../src/report/figures/standardFigures.js';
import { renderSvg } from '../../src/report/figures/svg.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import type { StoredTable } from '../../src/store/tables.js';
import { tablesOf } from '../claims/fakeTables.js';

/** Facts stated 0, 1 and 4 times, read as often every ten steps, and known from six readings on. */
const STATED = [0, 1, 1, 1, 4, 4];
const STEPS = [0, 10, 20, 40, 80];

function timelines(): StoredTable {
  const rows = STATED.flatMap((stated, promptId) =>
    STEPS.map((step) => {
      const read = (stated * step) / 10;
      return {
        run: 'run-0',
        family: 'birthdays',
        promptId,
        weight: promptId === 1 ? 2 : 1,
        stated,
        step,
        read,
        right: read < 6 ? read / 12 : 1,
      };
    }),
  );
  const names = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  return {
    rows: rows.length,
    metadata: {},
    columns: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])),
  };
}

function tables(): ReportTables {
  return {
    ...tablesOf([{ 'model.kind': 'transformer', 'families.birthdays.nature': 'arbitrary' }]),
    timelines: timelines(),
  };
}

function figure() {
  const [first] = knowledgeByExposures(tables());
  if (!('spec' in first)) throw new Error(first.missing);
  const [{ hconcat }] = first.spec.vconcat as readonly { hconcat: readonly Record<string, unknown>[] }[];
  const layers = hconcat[0].layer as readonly { data: { values: readonly Record<string, unknown>[] } }[];
  return {
    first,
    thin: layers[0].data.values,
    mean: layers[1].data.values,
    known: (hconcat[1].data as { values: unknown }).values,
  };
}

describe('the figure of single facts', () => {
  test('has a line for each fact that is stated, and the mean of each stratum by weight', () => {
    const { thin, mean } = figure();
    expect(new Set(thin.map(({ fact }) => fact)).size).toBe(5);
    expect(thin).toContainEqual({ fact: 'run-0 4', stratum: '3–4', step: 10, read: 4, right: 4 / 12 });
    expect(mean.filter(({ stratum }) => stratum === '1').map(({ read, right }) => [read, right])).toEqual([
      [0, 0],
      [1, 1 / 12],
      [2, 2 / 12],
      [4, 4 / 12],
      [8, 1],
    ]);
  });

  test('says when each is first known, between two measured steps', () => {
    const { known } = figure();
    // From 4 readings (1/3) to 8 (1): half way to ½ is a quarter of the way.
    expect(known).toHaveLength(5);
    expect(known).toContainEqual({ stratum: '1', step: 50, read: 5 });
    const moments = [0.1, 0.5, 0.4].map((right, at) => ({ step: at, read: at, right }));
    expect(firstKnown({ stratum: '1', moments })).toEqual([]);
    expect(firstKnown({ stratum: '1', moments: [{ step: 0, read: 3, right: 0.9 }] })).toEqual([
      { stratum: '1', step: 0, read: 3 },
    ]);
  });

  test('can be drawn, and stands in reports only where timelines are kept', async () => {
    const { first } = figure();
    expect('spec' in first && (await renderSvg(first.spec, 'figure', 'known'))).toMatch(/^<svg/);
    const { timelines: _, ...others } = tables();
    const ids = (given: ReportTables): readonly string[] => standardFigures(given).map(({ id }) => id);
    expect(ids(tables())).toEqual([...ids(others), 'knowledge-by-exposures-birthdays']);
  });
});
