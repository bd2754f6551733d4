import { describe, expect, test } from '@jest/globals';
import { type Figure, topLevel } from '../../src/report/figures/figure.js';
import { pngOf } from '../../src/report/figures/formats/png.js';
import { pictureOf, plotFile } from '../../src/report/figures/plotFile.js';
import { exact, seriesFigure } from '../../src/report/figures/seriesFigure.js';
import { renderSvg } from '../../src/report/figures/svg.js';

const line = seriesFigure(
  [
    {
      series: [
        {
          name: 'model <a>',
          colour: '#0072B2',
          shape: 'circle',
          points: [{ x: 1, mean: 0.123456, lower: 0.1, upper: 0.2 }, exact(2, 0.5), exact(3, 7)],
        },
      ],
    },
  ],
  { title: 'step' },
  { title: 'error rate', scale: { domain: [0, 1] } },
  { width: 200, height: 100 },
);
const drawn: Figure = { id: 'line', title: 'A line', caption: ['Falls.'], spec: line };
function spotsOf(svg: string) {
  return [...svg.matchAll(/<circle cx="([^"]+)" cy="([^"]+)" r="[^"]+"><title>([^<]*)</g)].map(([, x, y, text]) => ({
    x: Number(x),
    y: Number(y),
    text,
  }));
}
async function never(): Promise<string> {
  throw new Error('no page was asked for');
}

describe('values on hover', () => {
  test('a title a mark: words escaped, four digits, the interval; none for what is cut off', async () => {
    const spots = spotsOf(await renderSvg(line, 'line', 'A line'));
    expect(spots).toEqual([
      {
        x: expect.any(Number),
        y: 87.7,
        text: 'step: 1\nerror rate: 0.1235\nmodel &#60;a&#62;\n95 % interval: 0.1 to 0.2',
      },
      { x: expect.any(Number), y: 50, text: 'step: 2\nerror rate: 0.5\nmodel &#60;a&#62;' },
    ]);
  });

  test('marks at one place are described together, in the panel in which they stand', async () => {
    const two = topLevel({
      hconcat: [0, 1].map(() => ({
        width: 100,
        height: 100,
        data: {
          values: [
            { a: 1, b: 1, k: 'p' },
            { a: 1, b: 1, k: 'q' },
          ],
        },
        mark: 'point',
        encoding: {
          x: { field: 'a', type: 'quantitative' },
          y: { field: 'b', type: 'quantitative' },
          color: { field: 'k', type: 'nominal' },
        },
      })),
    });
    const spots = spotsOf(await renderSvg(two, 'two', 'Two'));
    expect(spots.map(({ text }) => text)).toEqual([
      'a: 1\nb: 1\nk: p\n\na: 1\nb: 1\nk: q',
      'a: 1\nb: 1\nk: p\n\na: 1\nb: 1\nk: q',
    ]);
    expect(spots[1].x - spots[0].x).toBeGreaterThan(100);
  });

  test('nothing to point at, no spots', async () => {
    expect(
      await renderSvg(topLevel({ data: { values: [] }, mark: 'point', encoding: {} }), 'none', 'None'),
    ).not.toContain('spots');
  });
});

describe('a plot', () => {
  test('as PNG: its signature, twice the size of the SVG, and words in it', async () => {
    const svg = await pictureOf([drawn]);
    const png = Buffer.from(await plotFile([drawn], 'png', never));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
    const wordless = await pngOf(svg.replace(/<text[^>]*>[^<]*<\/text>/g, ''));
    expect(wordless.length).toBeLessThan(png.length);
  });

  test('without a font says so, and what to do', async () => {
    await expect(
      pngOf('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', { loadSystemFonts: false }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/needs a font, and none is installed[^]*write FILE\.svg/),
    });
  });

  test('of no figure gives the reasons', async () => {
    const svg = await pictureOf([{ id: 'x', title: 'X', missing: 'no run <yet>' }]);
    expect(svg).toContain('Not drawn: no run &#60;yet&#62;');
    expect(
      Buffer.from(await pngOf(svg))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(await pictureOf([])).toContain('there is no figure');
  });

  test('as a page is the page', async () => expect(await plotFile([drawn], 'html', async () => 'page')).toBe('page'));
});
