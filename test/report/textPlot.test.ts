import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runPlots } from '../../src/report/terminal/runPlots.js';
import { MOST_MARKS, type PlotSeries, type TextPlot, textPlot } from '../../src/report/terminal/textPlot.js';
import { decodeTable } from '../../src/store/tables.js';
import { runsTable } from '../../src/sweep/tables/resultTables.js';
import { fakeRun, fakeSweep } from './fakeRuns.js';

const unit = { from: 0, to: 1 };
function plot(series: readonly PlotSeries[], more: Partial<TextPlot> = {}): TextPlot {
  return { title: 'a plot', series, x: { title: 'x', ...unit }, y: unit, ...more };
}
function dots(name: string, ...points: readonly (readonly [number, number])[]): PlotSeries {
  return { name, look: 'marks', points: points.map(([x, y]) => ({ x, y })) };
}

/** Place of a sign: column from the axis on, row from the bottom. */
function placesOf(lines: readonly string[], sign: string): readonly (readonly [number, number])[] {
  const rows = lines.filter((line) => /^ +[-\d.]* [│┤|+]/.test(line) && !line.includes('└')).slice(0, 11);
  return rows.flatMap((line, at) =>
    [...line.slice(line.search(/[│┤|+]/) + 1)].flatMap((each, column) =>
      each === sign ? [[column, rows.length - 1 - at] as const] : [],
    ),
  );
}

describe('a plot in characters', () => {
  test('is this', () => {
    const lines = textPlot(
      plot([
        {
          name: 'y = x',
          look: 'dotted',
          points: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        dots('high', [0, 1], [0.5, 1]),
        dots('low', [1, 0], [0.5, 1]),
      ]),
      { width: 30 },
    );
    expect(lines).toEqual([
      ' a plot',
      ' 1.0 ┤●           ✱         ··',
      '     │                    ··',
      ' 0.8 ┤                  ··',
      '     │               ···',
      ' 0.6 ┤             ··',
      '     │           ··',
      ' 0.4 ┤         ··',
      '     │      ···',
      ' 0.2 ┤    ··',
      '     │  ··',
      ' 0.0 ┤··                     ▲',
      '     └┬────┬───┬────┬───┬────┬',
      '      0.0 0.2 0.4  0.6 0.8 1.0',
      '                  x',
      ' · y = x   ● high   ▲ low',
      ' ✱ several',
    ]);
  });

  test('corners of the axes are corners of the plot, what lies outside is left out', () => {
    const lines = textPlot(plot([dots('a', [0, 0], [1, 1], [1.01, 0.5], [0.5, -0.01], [NaN, 0.2])]), { width: 60 });
    expect(placesOf(lines, '●')).toEqual([
      [53, 10],
      [0, 0],
    ]);
  });

  test('every point stands in the cell nearest to it, whatever the axes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 30, max: 120 }),
        (from, span, x, y, width) => {
          const axis = { from, to: from + span };
          const lines = textPlot(
            plot([dots('a', [from + x * span, from + y * span])], { x: { title: 'x', ...axis }, y: axis }),
            { width },
          );
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.min(72, width));
          const columns = lines.find((line) => line.includes('└'))!.split('└')[1]!.length;
          const [[column, row]] = placesOf(lines, '●') as [readonly [number, number]];
          expect(Math.abs(column - x * (columns - 1))).toBeLessThanOrEqual(0.5001);
          expect(Math.abs(row - y * 10)).toBeLessThanOrEqual(0.5001);
        },
      ),
    );
  });

  test('intervals are bars behind the points', () => {
    const lines = textPlot(plot([{ name: 'a', look: 'marks', points: [{ x: 0.5, y: 0.5, lower: 0.2, upper: 3 }] }]), {
      width: 60,
    });
    expect(placesOf(lines, '│').map(([, row]) => row)).toEqual([10, 9, 8, 7, 6, 4, 3, 2]);
    expect(placesOf(lines, '●').map(([, row]) => row)).toEqual([5]);
  });

  test('ASCII alone, with the same marks in the same cells', () => {
    const both = plot(
      [
        dots('err ≥ δ', [0, 1], [0.3, 0.4]),
        {
          name: 'bound',
          look: 'dashed',
          points: [
            { x: 0, y: 0.2 },
            { x: 1, y: 0.2 },
          ],
        },
      ],
      { title: '1 − 1/R · α' },
    );
    const [unicode, ascii] = [textPlot(both, { width: 50 }), textPlot(both, { width: 50, ascii: true })];
    expect(ascii.join('')).toMatch(/^[\x20-\x7e]+$/);
    expect(placesOf(ascii, 'o')).toEqual(placesOf(unicode, '●'));
    expect(placesOf(ascii, '-')).toEqual(placesOf(unicode, '╌'));
  });

  test('nothing where there is not enough room, an error for more series than there are signs', () => {
    expect(textPlot(plot([dots('a', [0, 0])]), { width: 29 })).toEqual([]);
    expect(() =>
      textPlot(plot(Array.from({ length: MOST_MARKS + 1 }, (_, at) => dots(String(at), [0, 0]))), { width: 80 }),
    ).toThrow(RangeError);
  });
});

describe('the plot below the table of runs', () => {
  const plots = (results: Parameters<typeof runsTable>[1], width = 80): string =>
    runPlots(decodeTable(runsTable('x', results)), { width });

  test('shows every kind of model, err = sr and the bounds that say something', () => {
    const text = plots(fakeSweep(2));
    for (const words of [
      'birthdays: error rate err against singleton rate sr',
      '· err = sr',
      '● transformer',
      '▲ ngram',
      '■ calibrated-learner',
      'Theorem 1 on err + inv, transformer',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Theorem 2');
    const many = [0.3, 0.5].map((sr) => fakeRun(sr, 0, 'calibrated-learner', { examples: 1_000_000 }));
    expect(plots(many)).toContain('─ Theorem 2 on err + inv, δ = 0');
  });

  test('the calibrated learner stands on err = sr', () => {
    const text = plots([0.1, 0.3, 0.5].map((sr) => fakeRun(sr, 0, 'calibrated-learner')));
    const lines = text.split('\n');
    const places = placesOf(lines, '●');
    expect(places).toHaveLength(3);
    const columns = lines.find((line) => line.includes('└'))!.split('└')[1]!.length;
    for (const [column, row] of places) expect(Math.abs(row / 10 - column / (columns - 1))).toBeLessThan(0.08);
  });

  test.each([40, 60, 80])('fits %i columns', (width) => {
    for (const line of plots(fakeSweep(2), width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  test('nothing where the singleton rate was not varied, or nothing arbitrary was asked', () => {
    expect(plots([fakeRun(0.3, 0, 'ngram'), fakeRun(0.3, 1, 'ngram')])).toBe('');
    const run = fakeRun(0.3, 0, 'ngram');
    expect(plots([{ ...run, families: { brackets: run.families.brackets! } }])).toBe('');
    expect(plots([])).toBe('');
  });
});
