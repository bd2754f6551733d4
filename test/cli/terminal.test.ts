import { afterEach, expect, test } from '@jest/globals';
import { asciiOnly, helpWidth, screenOptions, terminalColours, terminalWidth } from '../../src/cli/screen/terminal.js';

function stream(properties: object): NodeJS.WriteStream {
  return properties as NodeJS.WriteStream;
}

afterEach(() => {
  delete process.env.NO_COLOR;
});

test('a terminal has colours unless NO_COLOR is set; other streams have none', () => {
  expect(terminalColours(stream({}))).toBe(false);
  expect(terminalColours(stream({ isTTY: true }))).toBe(true);
  process.env.NO_COLOR = '';
  expect(terminalColours(stream({ isTTY: true }))).toBe(true);
  process.env.NO_COLOR = '1';
  expect(terminalColours(stream({ isTTY: true }))).toBe(false);
});

test('80 columns without a terminal; help texts take at most 100', () => {
  expect([terminalWidth(stream({})), terminalWidth(stream({ columns: 132 }))]).toEqual([80, 132]);
  expect([helpWidth(stream({})), helpWidth(stream({ columns: 60 })), helpWidth(stream({ columns: 132 }))]).toEqual([
    80, 60, 100,
  ]);
});

test('plots are in ASCII if the locale or the terminal requires it, and not by default', () => {
  expect(
    [{}, { LANG: 'en_GB.UTF-8' }, { LANG: 'C', LC_ALL: 'C.utf8' }, { LANG: '', TERM: 'xterm' }].map((environment) =>
      asciiOnly(environment),
    ),
  ).toEqual([false, false, false, false]);
  expect(
    [
      { LANG: 'C' },
      { LANG: 'de_DE.UTF-8', LC_CTYPE: 'POSIX' },
      { LC_ALL: 'de_DE.ISO-8859-1', LANG: 'C.UTF-8' },
      { TERM: 'dumb' },
      { TERM: 'linux', LANG: 'C.UTF-8' },
    ].map((environment) => asciiOnly(environment)),
  ).toEqual([true, true, true, true, true]);
});

test('a pipe has 80 columns and no bold text; a narrow terminal has its own width', () => {
  expect(screenOptions(stream({}))).toMatchObject({ width: 80, bold: false });
  expect(screenOptions(stream({ isTTY: true, columns: 40 }))).toMatchObject({ width: 40, bold: true });
});
