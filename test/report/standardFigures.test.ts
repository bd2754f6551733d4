import { describe, expect, test } from '@jest/globals';
import type { Figure, Spec } from '../../src/report/figures/figure.js';
import { stepEncoding } from '../../src/report/figures/figure.js';
import { standardFigures } from '../../src/report/figures/standardFigures.js';
import { renderSvg } from '../../src/report/figures/svg.js';
import { theoryCurves } from '../../src/report/figures/theorem2Lines.js';
import { decodeTable } from '../../src/store/tables.js';
import { curvesTable, runsTable } from '../../src/sweep/tables/resultTables.js';
import type { RunResult } from '../../src/sweep/tables/runResult.js';
import { meanInterval } from '../../src/theory/meanInterval.js';
import { fakeRun, fakeSweep, TARGETS } from './fakeRuns.js';

type Row = Readonly<Record<string, unknown>>;
type Drawn = Extract<Figure, { spec: Spec }>;

function figuresOf(results: readonly RunResult[]) {
  return standardFigures({
    runs: decodeTable(runsTable('x', results)),
    curves: decodeTable(curvesTable('x', results)),
  });
}

/** The figure of that id, which must have been drawn. */
function drawn(results: readonly RunResult[], id: string): Drawn {
  const figure = figuresOf(results).find((one) => one.id === id);
  if (!figure || !('spec' in figure)) throw new Error(`${id}: ${figure?.missing}`);
  return figure;
}

/** All inline data of a spec, layer by layer. */
function datasets(spec: unknown): readonly (readonly Row[])[] {
  if (Array.isArray(spec)) return spec.flatMap(datasets);
  if (typeof spec !== 'object' || spec === null) return [];
  const { data, ...others } = spec as { data?: { values: readonly Row[] } };
  return [...(data ? [data.values] : []), ...Object.values(others).flatMap(datasets)];
}

/** All axis and legend titles of a spec. */
function titles(spec: Spec) {
  return [...JSON.stringify(spec).matchAll(/"title":"([^"]+)"/g)].map(([, title]) => title);
}

describe('err against sr', () => {
  const results = fakeSweep(3);
  const { spec, caption } = drawn(results, 'error-against-singleton-rate-birthdays');
  const rows = datasets(spec).flat();

  test("has one point per run, at the run's own sr and err", () => {
    const points = rows.filter((row) => 'run' in row && 'trained' in row);
    for (const { id, model, families } of results) {
      expect(points).toContainEqual(
        expect.objectContaining({
          run: id,
          kind: model.kind,
          sr: families.birthdays!.singletonRate,
          err: families.birthdays!.errorRate,
        }),
      );
    }
  });

  test('has means over seeds with t intervals', () => {
    const runs = results
      .filter(({ model, parameters }) => model.kind === 'transformer' && Object.values(parameters)[0] === 0.3)
      .map(({ families }) => families.birthdays!);
    const expected = meanInterval(runs.map(({ errorRate }) => errorRate));
    const mean = rows.find(
      (row) => row.kind === 'transformer' && row.seeds === 3 && Math.abs(Number(row.sr) - 0.3) < 0.02,
    );
    expect(mean).toMatchObject({
      err: expected.mean,
      lower: expected.interval!.lower,
      upper: expected.interval!.upper,
    });
    expect(rows.filter((row) => row.seeds === 3 && row.kind === 'ngram').length).toBeGreaterThanOrEqual(TARGETS.length);
  });

  test("has the line err = sr, the calibrated learner and Theorem 2's upper bound, and axis titles with symbols", () => {
    const line = (name: RegExp) => rows.filter((row) => name.test(String(row.line)));
    expect(line(/^err = sr$/).map(({ sr, y }) => [sr, y])).toEqual([
      [0, 0],
      [expect.any(Number), expect.any(Number)],
    ]);
    for (const { sr, y } of line(/^err = sr$/)) expect(y).toBe(sr);
    expect(line(/calibrated/)).toHaveLength(TARGETS.length);
    expect(line(/upper/)).toHaveLength(TARGETS.length);
    expect(titles(spec)).toEqual(
      expect.arrayContaining(['singleton rate sr = singletons / N', 'error rate err = p̂(E)', 'model', 'theory']),
    );
  });

  test('does not draw a vacuous lower bound, and says so', () => {
    expect(rows.filter((row) => /lower/.test(String(row.line)))).toEqual([]);
    expect(JSON.stringify(spec)).toContain('vacuous');
    expect(caption.join(' ')).toContain('N is too small');
  });

  test('draws the band where the lower bound is above 0, at the stored bound plus the stored δ', () => {
    const large = fakeSweep(2, 400_000);
    const figure = drawn(large, 'error-against-singleton-rate-birthdays');
    const band = datasets(figure.spec)
      .flat()
      .filter((row) => /lower/.test(String(row.line)));
    expect(band.length).toBeGreaterThan(0);
    expect(band.length).toBeLessThan(TARGETS.length);
    for (const { y } of band) expect(y).toBeGreaterThan(0);
    const calibrated = large
      .filter(({ model }) => model.kind === 'calibrated-learner')
      .map(({ families }) => families.birthdays!)
      .filter(({ singletonRate }) => singletonRate > 0.45);
    const lower = calibrated.reduce((sum, family) => sum + family.theorem2!.lower, 0) / calibrated.length;
    expect(Number(band.at(-1)!.y)).toBeCloseTo(lower, 9);
    expect(JSON.stringify(figure.spec)).not.toContain('vacuous');
  });

  test('marks Theorem 1 for trained runs alone, where it is above 0', () => {
    const marks = datasets(spec).find(
      (values) => values.length > 0 && values.every((row) => row.trained === true && Number(row.theorem1) > 0),
    )!;
    expect(new Set(marks.map(({ kind }) => kind))).toEqual(new Set(['transformer', 'ngram']));
    const silent = datasets(drawn([fakeRun(0.3, 0, 'abstainer')], 'error-against-singleton-rate-birthdays').spec);
    expect(silent.flat().filter((row) => row.trained === true)).toEqual([]);
  });
});

describe('curves', () => {
  test('of err and δ have one line per setting and the missing mass as a rule', () => {
    const results = fakeSweep(3);
    const { spec } = drawn(results, 'error-and-delta-against-steps-birthdays-transformer');
    const rows = datasets(spec).flat();
    for (const target of TARGETS) {
      const runs = results.filter(
        ({ model, parameters }) => model.kind === 'transformer' && Object.values(parameters)[0] === target,
      );
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const last = rows.filter((row) => row.setting === String(target) && row.step === 1500);
      const find = (metric: string) => Number(last.find((row) => row.metric === metric)!.mean);
      expect(find('errorRate')).toBeCloseTo(mean(runs.map(({ families }) => families.birthdays!.errorRate)), 12);
      expect(find('delta')).toBeCloseTo(mean(runs.map(({ families }) => families.birthdays!.delta)), 12);
      const rule = rows.find((row) => row.setting === String(target) && 'missingMass' in row)!;
      expect(rule.missingMass).toBeCloseTo(mean(runs.map(({ families }) => families.birthdays!.missingMass)), 12);
    }
    expect(titles(spec)).toEqual(
      expect.arrayContaining([
        'training step',
        'frequency.singletonRate',
        'error rate err = p̂(E)',
        'calibration gap δ',
      ]),
    );
  });

  test('of pattern and arbitrary family stand in up to three panels', () => {
    const id = 'patterned-against-arbitrary-brackets-birthdays-transformer';
    const panels = (results: readonly RunResult[]) => (drawn(results, id).spec as { hconcat: readonly Spec[] }).hconcat;
    expect(panels(fakeSweep(1))).toHaveLength(3);
    expect(panels([fakeRun(0.2, 0, 'transformer')])).toHaveLength(1);
    const last = datasets(panels(fakeSweep(1))[2])
      .flat()
      .filter((row) => row.step === 1500);
    expect(last.find((row) => row.family === 'brackets')!.mean).toBeLessThan(0.01);
    expect(last.find((row) => row.family === 'birthdays')!.mean).toBeGreaterThan(0.4);
  });

  test('have step marks at measured steps, with room for step 0', () => {
    const { scale, axis } = stepEncoding([0, 1500, 10, 25, 50, 100, 200, 400, 800]) as {
      scale: Row;
      axis: { values: readonly number[] };
    };
    expect(scale).toMatchObject({ type: 'symlog', constant: 10 });
    expect(axis.values[0]).toBe(0);
    expect(axis.values.at(-1)).toBe(1500);
    expect((stepEncoding([0]) as { axis: Row }).axis.values).toEqual([0]);
  });
});

describe('errors by count', () => {
  test('name the strata as measured, with errors of runs, means and masses', () => {
    const results = fakeSweep(2);
    const rows = datasets(drawn(results, 'error-by-count-birthdays').spec).flat();
    expect([...new Set(rows.map(({ stratum }) => stratum))]).toEqual(['0', '1', '2', '3–4', '5–9', '≥ 10']);
    const unanswered = results
      .filter(({ model }) => model.kind === 'ngram')
      .map(({ families }) => families.birthdays!.byCount[0]!);
    const mean = unanswered.reduce((sum, { errorRate }) => sum + errorRate!, 0) / unanswered.length;
    expect(rows).toContainEqual({ stratum: '0', kind: 'ngram', err: mean });
    expect(rows.filter((row) => 'mass' in row)).toHaveLength(6);
  });
});

describe('what the tables do not give', () => {
  const missing = (results: readonly RunResult[]) =>
    Object.fromEntries(
      figuresOf(results).flatMap((figure) => ('missing' in figure ? [[figure.id, figure.missing]] : [])),
    );

  test('is left out with a reason', () => {
    const run = fakeRun(0.3, 0, 'ngram');
    expect(missing([run])).toEqual({
      'patterned-against-arbitrary': expect.stringContaining('more than one training step'),
      'error-and-delta-against-steps': expect.stringContaining('more than one training step'),
    });
    expect(
      missing([{ ...run, families: { brackets: run.families.brackets! } }])['error-against-singleton-rate'],
    ).toContain('no family of arbitrary facts');
    expect(
      missing([{ ...run, families: { birthdays: run.families.birthdays! } }])['patterned-against-arbitrary'],
    ).toContain('do not have both');
    expect(Object.keys(missing([]))).toHaveLength(3);
    expect(missing(fakeSweep(1))).toEqual({});
  });

  test.each([
    ['one run, one step', [fakeRun(0.3, 0, 'transformer', { parameters: {}, steps: [100] })]],
    ['one seed', fakeSweep(1)],
    ['reference models', [fakeRun(0.1, 0, 'calibrated-learner'), fakeRun(0.2, 0, 'abstainer')]],
    ['two steps', [fakeRun(0.1, 0, 'transformer', { steps: [0, 5] })]],
    ['an unknown kind of model', [fakeRun(0.1, 0, 'parrot')]],
  ])('still draws: %s', async (_, results) => {
    for (const figure of figuresOf(results)) {
      if ('missing' in figure) continue;
      const svg = await renderSvg(figure.spec, figure.id, figure.title);
      expect(svg).toMatch(/^<svg role="img" aria-label="/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

describe('err against N', () => {
  const NS = [4_000, 60_000, 1_000_000];
  const sweepOver = (examples: readonly number[], rates: readonly number[]): RunResult[] =>
    examples.flatMap((n, at) =>
      ['ngram', 'calibrated-learner'].map((kind) => {
        const parameters = { 'corpus.examples': n, 'model.kind': kind };
        return { ...fakeRun(rates[at], at, kind, { examples: n, parameters }), seed: 1 };
      }),
    );
  const ids = (results: readonly RunResult[]) =>
    figuresOf(results)
      .map(({ id }) => id)
      .filter((id) => id.startsWith('error-against-'));

  test('takes the place of err against sr where only N varies, stands beside it where both do, and is not there where N does not', () => {
    expect(ids(sweepOver(NS, [0.5, 0.5, 0.5]))).toEqual(['error-against-examples-birthdays']);
    expect(ids(sweepOver(NS, [0.1, 0.3, 0.5]))).toEqual([
      'error-against-singleton-rate-birthdays',
      'error-against-examples-birthdays',
    ]);
    expect(ids(fakeSweep(1))).toEqual(['error-against-singleton-rate-birthdays']);
  });

  test('draws sr, both bounds at δ = 0, the lower one only where it is not vacuous, and says where it is', () => {
    const results = sweepOver(NS, [0.5, 0.5, 0.5]);
    const { spec, caption } = drawn(results, 'error-against-examples-birthdays');
    const line = (name: RegExp) =>
      datasets(spec)
        .flat()
        .filter((row) => name.test(String(row.line)));
    expect(line(/sr/).map(({ examples }) => examples)).toEqual(NS);
    expect(line(/upper/)).toHaveLength(3);
    const notVacuous = results.filter(({ model, families }) => {
      const { theorem2, delta } = families.birthdays;
      return model.kind === 'calibrated-learner' && theorem2!.lower + delta > 0;
    });
    expect(line(/lower/).map(({ examples }) => examples)).toEqual(
      notVacuous.map(({ families }) => families.birthdays.examples),
    );
    expect(line(/lower/).length).toBeLessThan(3);
    expect(caption.join(' ')).toMatch(/vacuous/);
    expect(titles(spec)).toEqual(
      expect.arrayContaining(['training examples of the family N', 'error rate err = p̂(E)']),
    );
  });
});

describe('lines of theory', () => {
  const LINE = { sr: 0.5, examples: 500, calibrated: 0.5, upper: 0.5, lower: 0.1 };
  const lines = [LINE, { ...LINE, sr: 0.25, examples: 900 }];
  const table = (columns: Record<string, readonly (string | number)[]>) => ({ rows: 2, metadata: {}, columns });
  const ends = (place: number): readonly [number, number] => [place - 0.125, place + 0.125];

  test('join corpora that differ in one option, by their places', () => {
    const one = table({ 'parameters.corpus.examples': [500, 900], 'parameters.model.width': [8, 16] });
    expect(theoryCurves(one, lines, 'sr', ends).map(({ sr, curve }) => [sr, curve])).toEqual([
      [0.25, 0],
      [0.5, 0],
    ]);
  });

  test('are strokes of their own where corpora differ in more, and for a single setting', () => {
    const two = table({ 'parameters.corpus.examples': [500, 900], 'parameters.corpus.families.a.prompts': [8, 16] });
    expect(theoryCurves(two, lines, 'sr', ends).map(({ sr, curve }) => [sr, curve])).toEqual([
      [0.375, 0],
      [0.625, 0],
      [0.125, 1],
      [0.375, 1],
    ]);
    expect(theoryCurves(table({}), [LINE], 'examples', ends).map(({ examples }) => examples)).toEqual([
      499.875, 500.125,
    ]);
  });
});
