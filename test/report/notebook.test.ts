/** Tests what notebooks are given to show. */
import { describe, expect, test } from '@jest/globals';
import { exact, seriesFigure } from '../../src/report/figures/seriesFigure.js';
import { type Displayed, notebookFigure, notebookTable, show, shownCell } from '../../src/report/notebook.js';

function forms(shown: Displayed): Readonly<Record<string, unknown>> {
  return shown[Symbol.for('Jupyter.display') as keyof Displayed]();
}

function figure(width: number) {
  return {
    id: 'line',
    title: 'A line',
    caption: ['From 0 to 1.'],
    spec: seriesFigure(
      [{ series: [{ name: 'line', colour: '#0072B2', points: [exact(0, 0), exact(1, 1)] }] }],
      { title: 'x' },
      { title: 'y' },
      { width, height: 200 },
    ),
  };
}

describe('notebook outputs', () => {
  test('a figure comes as Vega-Lite, as SVG and in words', async () => {
    const shown = forms(await notebookFigure(figure(300)));
    expect(shown['application/vnd.vegalite.v5+json']).toHaveProperty('hconcat');
    expect(shown['image/svg+xml']).toMatch(/^<svg [^]*<path/);
    expect(shown['text/plain']).toBe('A line\nFrom 0 to 1.');
  });

  test('a picture wider than there is room is made smaller, in proportion', async () => {
    const { 'image/svg+xml': svg } = forms(await notebookFigure(figure(1500)));
    const [, width, height, boxWidth, boxHeight] = /width="(\d+)" height="(\d+)" viewBox="0 0 (\d+) (\d+)"/
      .exec(String(svg))!
      .map(Number);
    expect(width).toBe(800);
    expect(boxWidth).toBeGreaterThan(1500);
    expect(height / width).toBeCloseTo(boxHeight / boxWidth, 2);
  });

  test('a figure that is not there says why', async () => {
    expect(forms(await notebookFigure({ id: 'none', title: 'None', missing: 'nothing was measured.' }))).toEqual({
      'text/plain': 'None: not drawn, nothing was measured.',
    });
  });

  test('a table, its names escaped', () => {
    const shown = forms(
      notebookTable(
        ['model', 'err'],
        [
          ['<b>', 0.25],
          ['none', null],
        ],
      ),
    );
    expect(shown['text/plain']).toBe('model     err\n<b>    0.2500\nnone        –');
    expect(shown['text/html']).toContain(
      '<td style="text-align:left">&#60;b&#62;</td><td style="text-align:right">0.2500</td>',
    );
  });

  test('numbers', () => {
    expect([3, 0.5, 0.00012, -2e-9, 0, NaN, true, null, 'x'].map(shownCell)).toEqual([
      '3',
      '0.5000',
      '1.2e-4',
      '-2.0e-9',
      '0',
      'NaN',
      'true',
      '–',
      'x',
    ]);
  });

  test('elsewhere than in the kernel show says what it needs', async () => {
    await expect(show(notebookTable(['a'], [[1]]))).rejects.toThrow('npm run notebook');
  });
});
