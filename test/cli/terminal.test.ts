import { afterEach, expect, test } from '@jest/globals';
import { asciiOnly, helpWidth, screenOptions, terminalColours, terminalWidth } from '../../src/cli/screen/terminal.js';

function stream(properties: object): NodeJS.WriteStream {
  return properties as NodeJS.WriteStream;
}

afterEach(() => {
  delete process.env.NO_COLOR;
});

test('colours on a terminal alone, and none where NO_COLOR is set to something', () => {
  expect(terminalColours(stream({}))).toBe(false);
  expect(terminalColours(stream({ isTTY: true }))).toBe(true);
  process.env.NO_COLOR = '';
  expect(terminalColours(stream({ isTTY: true }))).toBe(true);
  process.env.NO_COLOR = '1';
  expect(terminalColours(stream({ isTTY: true }))).toBe(false);
});

test('80 columns where there is no terminal; help texts take no more than 100', () => {
  expect([terminalWidth(stream({})), terminalWidth(stream({ columns: 132 }))]).toEqual([80, 132]);
  expect([helpWidth(stream({})), helpWidth(stream({ columns: 60 })), helpWidth(stream({ columns: 132 }))]).toEqual([
    80, 60, 100,
  ]);
});

test('plots are in ASCII where locale or terminal say so, not where nobody has said anything', () => {
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

test('a pipe has 80 columns and nothing bold, a narrow terminal its own', () => {
  expect(screenOptions(stream({}))).toMatchObject({ width: 80, bold: false });
  expect(screenOptions(stream({ isTTY: true, columns: 40 }))).toMatchObject({ width: 40, bold: true });
});
