import { afterEach, expect, test } from '@jest/globals';
import { helpWidth, terminalColours, terminalWidth } from '../../src/cli/terminal.js';

const stream = (properties: object): NodeJS.WriteStream => properties as NodeJS.WriteStream;

afterEach(() => {
  delete process.env['NO_COLOR'];
});

test('colours on a terminal alone, and none where NO_COLOR is set to something', () => {
  expect(terminalColours(stream({}))).toBe(false);
  expect(terminalColours(stream({ isTTY: true }))).toBe(true);
  process.env['NO_COLOR'] = '';
  expect(terminalColours(stream({ isTTY: true }))).toBe(true);
  process.env['NO_COLOR'] = '1';
  expect(terminalColours(stream({ isTTY: true }))).toBe(false);
});

test('80 columns where there is no terminal; help texts take no more than 100', () => {
  expect([terminalWidth(stream({})), terminalWidth(stream({ columns: 132 }))]).toEqual([80, 132]);
  expect([helpWidth(stream({})), helpWidth(stream({ columns: 60 })), helpWidth(stream({ columns: 132 }))]).toEqual([80, 60, 100]);
});
