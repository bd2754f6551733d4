import { describe, expect, test } from '@jest/globals';
import { pdfOf } from '../../src/report/figures/formats/pdf.js';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">
  <defs><clipPath id="c"><rect x="0" y="0" width="50" height="50"/></clipPath></defs>
  <rect width="400" height="200" fill="#ffffff"/>
  <g transform="translate(10,20)" opacity="0.5">
    <path d="M0 0 L30 40" stroke="#ff0000" stroke-width="3" stroke-dasharray="4,2" fill="none"/>
    <path clip-path="url(#c)" d="M0 0 Q30 0 30 30 Z" fill="#0000ff" fill-opacity="0.5"/>
  </g>
  <text x="20" y="100" font-family="sans-serif" font-size="20">err δ</text>
</svg>`;

async function pdfText(svg: string): Promise<string> {
  return Buffer.from(await pdfOf(svg)).toString('latin1');
}

describe('PDF of a picture', () => {
  test('every object stands where the table of the file says, and its stream is as long as it says', async () => {
    const pdf = await pdfText(SVG);
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)![1]);
    expect(pdf.slice(start, start + 4)).toBe('xref');
    const places = [...pdf.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect(places).toHaveLength(4);
    places.forEach((place, at) => {
      expect(pdf.slice(place, place + 7)).toBe(`${at + 1} 0 obj`);
    });
    const [, length, stream] = /Length (\d+) >>\nstream\n([^]*?)\nendstream/.exec(pdf)!;
    expect(stream).toHaveLength(Number(length));
  });

  test('sizes, places, colours, dashes, opacities and cuts are those of the picture', async () => {
    const pdf = await pdfText(SVG);
    expect(pdf).toContain('/MediaBox [0 0 300 150]');
    expect(pdf).toContain('0.75 0 0 -0.75 0 150 cm');
    const line = /1 0 0 RG 3 w 0 J 0 j 4 M \[4 2\] 0 d (.*) m (.*) l S/.exec(pdf)!;
    // Resvg may move the outline or keep the group's transformation: the line ends 30 to the right and 40 below its start.
    const [from, to] = [line[1], line[2]].map((point) => point.split(' ').map(Number));
    expect([to[0] - from[0], to[1] - from[1]]).toEqual([30, 40]);
    // The control points of the cubic curve that is the quadratic one.
    expect(pdf).toMatch(/0 0 1 rg \S+ \S+ m \S+ \S+ \S+ \S+ \S+ \S+ c h f/);
    expect(pdf).toMatch(/ W n/);
    expect(pdf).toMatch(/\/ca 0\.25 \/CA 0\.25/);
    expect(pdf).toMatch(/\/ca 0\.5 \/CA 0\.5/);
    expect(pdf).not.toMatch(/\de[-+]?\d|NaN|undefined/);
  });

  test('letters are outlines, Greek ones too', async () => {
    const without = (await pdfText(SVG.replace('err δ', ''))).match(/ c(?= |\n)| l(?= |\n)/g)!.length;
    const latin = (await pdfText(SVG.replace('δ', ''))).match(/ c(?= |\n)| l(?= |\n)/g)!.length;
    const all = (await pdfText(SVG)).match(/ c(?= |\n)| l(?= |\n)/g)!.length;
    expect(latin).toBeGreaterThan(without);
    expect(all).toBeGreaterThan(latin);
  });
});
