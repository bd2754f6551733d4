import { describe, expect, test } from '@jest/globals';
import { type Spec, topLevel } from '../../src/report/figures/figure.js';
import { figureCsv } from '../../src/report/figures/formats/figureCsv.js';

const one = { sr: 0.1, err: 0.123456789012, kind: '=SUM(A1)' };

describe('numbers of a figure', () => {
  test('each row once, in full precision, formulas disarmed; columns of all parts', () => {
    const spec = topLevel({
      layer: [
        { data: { values: [one, { sr: 0.2, err: null, kind: 'b' }] }, mark: 'point' },
        { data: { values: [one] }, mark: 'line' },
        { data: { values: [{ line: 'err = sr', y: 1 }] }, mark: 'rule' },
      ],
    } as Spec);
    expect(figureCsv(spec)).toBe(
      "sr,err,kind,line,y\r\n0.1,0.123456789012,'=SUM(A1),,\r\n0.2,,b,,\r\n,,,err = sr,1\r\n",
    );
  });

  test('a panel is named by its title, and titles of axes name nothing', () => {
    const panel = (title: string) => ({
      title: { text: title },
      layer: [{ data: { values: [{ x: 1 }] }, encoding: { x: { field: 'x', title: 'axis' } }, mark: 'point' }],
    });
    expect(figureCsv(topLevel({ hconcat: [panel('a'), panel('b')] } as Spec))).toBe('panel,x\r\na,1\r\nb,1\r\n');
  });
});
