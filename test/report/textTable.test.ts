import { expect, test } from '@jest/globals';
import { textTable } from '../../src/report/terminal/textTable.js';

const HEADINGS = ['run', 'model', 'sr', 'err'];
const ROWS = [
  ['a1', '{"layers":2,"heads":4,"width":64}', '0.2', '0.19'],
  ['b22', '{"layers":1,"heads":4,"width":64}', '0.35', '0.3'],
];
const NUMERIC = [false, false, true, true];

test('has all columns where there is room', () => {
  const { lines, leftOut } = textTable(HEADINGS, ROWS, NUMERIC, 80);
  expect(leftOut).toEqual([]);
  expect(lines[0]).toMatch(/^run {2}model +sr {3}err$/);
});

test('leaves a wide column out and shows narrow ones behind it, whole', () => {
  const { lines, leftOut } = textTable(HEADINGS, ROWS, NUMERIC, 20);
  expect(leftOut).toEqual(['model']);
  expect(lines).toEqual(['run    sr   err', 'a1    0.2  0.19', 'b22  0.35   0.3']);
});

test('keeps the first column, however narrow the terminal is', () => {
  expect(textTable(HEADINGS, ROWS, NUMERIC, 1)).toEqual({
    lines: ['run', 'a1', 'b22'],
    leftOut: ['model', 'sr', 'err'],
  });
});
