/** Figures of one's own: their size, what they tell apart, and what is refused. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { experimentFile, hallucinationRate, temporaryFolder } from './commandLine.js';

const at = temporaryFolder();
const runs = path.join(at, 'runs', 'small');
const out = (name: string): string => path.join(at, name);
const plot = (...words: readonly string[]) => hallucinationRate('plot', runs, ...words);

beforeAll(async () => {
  const { code } = await hallucinationRate(
    'run',
    experimentFile(),
    '--out',
    path.join(at, 'runs'),
    '--set',
    'model.kind=[ngram, calibrated-learner]',
    '--set',
    'corpus.examples=[100, 300]',
    '--set',
    'seeds=2',
  );
  expect(code).toBe(0);
}, 120_000);

const widthOf = (svg: string): number => Number(/ width="([\d.]+)"/.exec(svg)![1]);

test('a picture has the width that was asked for, with axes and legend', async () => {
  for (const [width, pixels] of [
    ['3.3in', 316.8],
    ['170mm', 642.5],
  ] as const) {
    const { code, stdout } = await plot('--x', 'sr', '--y', 'birthdays.err', '--width', width, '--out', out('a.svg'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('a.svg')]);
    const svg = readFileSync(out('a.svg'), 'utf8');
    expect(Math.abs(widthOf(svg) - pixels)).toBeLessThan(4);
    expect(svg).toContain('calibrated-learner');
  }
}, 60_000);

test('families are told apart by colour or by panel, and conditions leave runs out', async () => {
  expect((await plot('--x', 'N', '--y', 'err', '--facet', 'family', '--log', 'x', '--out', out('b.svg'))).code).toBe(0);
  const panels = readFileSync(out('b.svg'), 'utf8');
  expect(panels).toContain('birthdays');
  expect(panels).toContain('brackets');
  const one = await plot(
    '--x',
    'MM',
    '--y',
    'err',
    '--color',
    'family',
    '--where',
    'model.kind=ngram',
    '--out',
    out('c.svg'),
  );
  expect(one.code).toBe(0);
  expect(readFileSync(out('c.svg'), 'utf8')).not.toContain('calibrated-learner');
}, 60_000);

test('what cannot be drawn is refused, and nothing is written', async () => {
  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [['--x', 'sr', '--y', 'err'], /more than one column has this ending[^]*--x[^]*--x birthdays\.sr[^]*--facet family/],
    [['--x', 'birthdays.sr', '--y', 'birthdays.foo'], /unknown column[^]*--y/],
    [['--x', 'birthdays.sr', '--y', 'birthdays.err', '--width', '3'], /not a length[^]*3\.3in/],
    [['--x', 'birthdays.sr', '--y', 'birthdays.err', '--width', '110px'], /too narrow[^]*or more/],
    [['--x', 'birthdays.sr', '--y', 'birthdays.err', '--log', 'z'], /no such axis/],
    [['--x', 'birthdays.sr', '--y', 'birthdays.err', '--where', 'seed>99'], /nothing to draw/],
  ];
  for (const [words, message] of refused) {
    const { code, stderr } = await plot(...words, '--out', out('no.svg'));
    expect([words, code, stderr]).toEqual([words, 2, expect.stringMatching(message)]);
  }
  // The width that a refusal names has room.
  const narrow = await plot('--x', 'birthdays.sr', '--y', 'birthdays.err', '--width', '110px', '--out', out('no.svg'));
  const [width] = /\d+px(?= or more)/.exec(narrow.stderr)!;
  const wide = await plot('--x', 'birthdays.sr', '--y', 'birthdays.err', '--width', width, '--out', out('wide.svg'));
  expect([wide.code, wide.stderr]).toEqual([0, '']);
  const gif = await plot('--x', 'birthdays.sr', '--y', 'birthdays.err', '--out', out('no.gif'));
  expect([gif.code, gif.stderr]).toEqual([
    2,
    expect.stringMatching(/unsupported image format[^]*FILE\.svg, FILE\.png or FILE\.pdf/),
  ]);
  const pdf = await plot('--x', 'birthdays.sr', '--y', 'birthdays.err', '--out', out('fig.pdf'));
  expect([pdf.code, readFileSync(out('fig.pdf'), 'latin1').slice(0, 8)]).toEqual([0, '%PDF-1.4']);
  expect(existsSync(out('no.svg'))).toBe(false);
}, 60_000);
