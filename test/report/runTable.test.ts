import { describe, expect, test } from '@jest/globals';
import { runTable } from '../../src/report/terminal/runTable.js';
import { decodeTable } from '../../src/store/tables.js';
import { runsTable } from '../../src/sweep/tables/resultTables.js';
import type { RunResult } from '../../src/sweep/tables/runResult.js';
import { birthdays, fakeRun, fakeSweep } from './fakeRuns.js';

function table(results: readonly RunResult[], options = {}) {
  return runTable(decodeTable(runsTable('x', results)), options);
}

const TARGET = 'corpus.families.birthdays.frequency.singletonRate';

/** Cells of the lines that are rows: those that start with a seed. */
function rows(text: string) {
  return text
    .split('\n')
    .filter((line) => /^ +\d/.test(line))
    .map((line) => line.trim().split(/ +/));
}

/** Rows of a table that is as wide as it likes, by the headings of their columns. */
function namedRows(text: string) {
  const split = (line: string) => line.trim().split(/ {2,}/);
  const lines = text.split('\n');
  const headings = split(lines.find((line) => /^ +seed /.test(line))!);
  return lines
    .filter((line) => /^ +\d/.test(line))
    .map(split)
    .filter((cells) => cells.length === headings.length)
    .map((cells) => Object.fromEntries(headings.map((heading, at) => [heading, cells[at]!])));
}

describe('the table on the terminal', () => {
  test('shows each run once, under its kind, sorted by swept values and seed, as the table has it', () => {
    const results = [...fakeSweep(2)].reverse();
    const shown = namedRows(table(results));
    expect(shown).toHaveLength(results.length);
    const kinds = ['transformer', 'ngram', 'calibrated-learner'];
    const sorted = kinds.flatMap((kind) =>
      results
        .filter(({ model }) => model.kind === kind)
        .sort((a, b) => Number(a.parameters[TARGET]) - Number(b.parameters[TARGET]) || a.seed - b.seed),
    );
    expect(shown).toEqual(
      sorted.map(({ seed, families, parameters }) => {
        const { singletonRate, missingMass, errorRate, delta, iivError, theorem1, theorem2 } = families.birthdays!;
        return expect.objectContaining({
          seed: String(seed),
          'singleton…': String(parameters[TARGET]),
          N: '4000',
          sr: singletonRate.toFixed(3),
          MM: missingMass.toFixed(3),
          err: errorRate.toFixed(3),
          δ: delta.toFixed(3),
          err_iiv: iivError.toFixed(3),
          'T1 ≥': theorem1.lower.toFixed(3),
          'T2 ≥': '–',
          'T2 ≤': theorem2!.upper.toFixed(3),
          brackets: families.brackets!.errorRate.toFixed(3),
        });
      }),
    );
    const text = table(results);
    expect(kinds.map((kind) => text.indexOf(`\n${kind}\n`))).toEqual(
      kinds.map((kind) => text.indexOf(`\n${kind}\n`)).sort((a, b) => a - b),
    );
  });

  test('is at most 100 columns wide, whatever the families are called', () => {
    const [run] = fakeSweep(1);
    const { birthdays: facts, brackets } = run!.families;
    const wide = {
      ...run!,
      families: {
        birthdays: { ...facts!, invalidMass: 0.2 },
        'a-rather-long-family-name': brackets!,
        another: brackets!,
        'and-one-more': brackets!,
      },
    };
    for (const text of [table(fakeSweep(2)), table([wide])])
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('has all its columns in 80, with one blank between them', () => {
    const text = table(fakeSweep(2), { width: 80 });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).not.toContain('no room');
    const cells = (all: string) => rows(all).slice(0, fakeSweep(2).length);
    expect(cells(text)).toEqual(cells(table(fakeSweep(2))));
  });

  test.each([70, 40])('fits a terminal of %i columns, and names what has no room', (width) => {
    const full = table(fakeSweep(2));
    const text = table(fakeSweep(2), { width });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    const [, hidden] = text.replaceAll(/\n +/g, ' ').match(/no room for (.*): runs\.arrow/)!;
    const count = hidden!.split(', ').length;
    // A legend explains what is shown, and nothing else.
    const explains = (all: string, heading: string) => all.includes(`\n  ${heading} `);
    const explained = hidden!.split(', ').filter((heading) => explains(full, heading));
    expect(explained).toContain('T2 ≥');
    expect(explained.filter((heading) => explains(text, heading))).toEqual([]);
    expect(explains(text, 'N')).toBe(true);
    const shown = rows(text).slice(0, rows(full).length); // then the summary, whose lines may begin with a number
    expect(shown.map((cells) => cells.length)).toEqual(rows(full).map((cells) => cells.length - count));
    expect(full).not.toContain('no room');
  });

  test("shows Theorem 2's lower bound where it is not vacuous, and says what the dash means", () => {
    expect(namedRows(table([fakeRun(0.5, 0, 'calibrated-learner', { examples: 1_000_000 })]))[0]!['T2 ≥']).toBe(
      birthdays(0.5, 0, 'calibrated-learner', 1, 1_000_000).theorem2!.lower.toFixed(3),
    );
    expect(table(fakeSweep(1))).toMatch(/T2 ≥ +Theorem 2: [^–]*– where\s+vacuous \(≤ 0\)/);
  });

  test('shows the invalid mass where there is some', () => {
    const run = fakeRun(0.3, 0, 'ngram');
    const noisy = {
      ...run,
      families: { ...run.families, birthdays: { ...run.families.birthdays!, invalidMass: 0.123 } },
    };
    expect(table([run])).not.toMatch(/ inv /);
    expect(table([noisy])).toMatch(/ inv .*\n.*\n.* 0\.123 /);
  });

  test('tells the missing mass of the training rows apart where other prompts are asked', () => {
    const run = fakeRun(0.3, 0, 'ngram');
    const asked = {
      ...run,
      families: {
        ...run.families,
        birthdays: { ...run.families.birthdays!, missingMass: 0.46, trainingMissingMass: 0.358 },
      },
    };
    expect(table([run])).not.toContain('MM rows');
    expect(table([asked])).toMatch(/ MM +MM rows .*\n.*\n.* 0\.460 +0\.358 /);
    expect(table([asked])).toMatch(/MM rows +missing mass under the μ of the training rows: sr estimates/);
  });

  test('marks a run in which Theorem 1 fails', () => {
    const run = fakeRun(0.3, 0, 'ngram');
    const broken = {
      ...run,
      families: {
        ...run.families,
        birthdays: { ...run.families.birthdays!, theorem1: { lower: 0.9, lowerSigned: 0.9, holds: false } },
      },
    };
    expect(table([broken])).toMatch(/0\.900✗/);
    expect(table([run])).not.toMatch(/\d✗/);
  });

  test('ends with the story: distance from the calibrated error and error on the pattern, by kind', () => {
    const runs = [0, 1].map((seed) => fakeRun(0.2, seed, 'abstainer'));
    const distance =
      (runs[0]!.families.birthdays!.calibratedError! + runs[1]!.families.birthdays!.calibratedError!) / 2;
    const lines = table(runs).trimEnd().replaceAll('\n  ', ' ').split('\n');
    const estimates = runs.map(({ families }) => families.birthdays!.labelFree.wrong! - families.birthdays!.errorRate);
    const labelFree = (Math.abs(estimates[0]!) + Math.abs(estimates[1]!)) / 2;
    expect(lines.slice(-3)).toEqual([
      `birthdays (arbitrary): mean distance of err + invalid mass from MM·(1 − 1/R), a calibrated learner's: abstainer ${distance.toFixed(3)}.`,
      `birthdays (arbitrary): mean distance from the label-free estimate: abstainer ${labelFree.toFixed(3)}.`,
      'brackets (pattern): mean err: abstainer 0.000.',
    ]);
    const sizes = [0.25, 0.75].flatMap((target) =>
      runs.map((run) => ({
        ...run,
        parameters: { 'corpus.families.birthdays.frequency.target': target },
        families: { ...run.families, brackets: { ...run.families.brackets!, errorRate: target / 2 } },
      })),
    );
    expect(table(sizes)).toContain('brackets (pattern): mean err: abstainer 0.125 to 0.375.');
    const noisy = runs.map((run) => ({
      ...run,
      families: { ...run.families, birthdays: { ...run.families.birthdays!, calibratedError: null } },
    }));
    expect(table(noisy)).toContain('err + invalid mass from the missing mass: abstainer');
  });

  test('ends with the slope of errors on what is expected, where a sweep is wide', () => {
    expect(table(fakeSweep(3)).replaceAll('\n  ', ' ')).toMatch(
      /slope of it on MM·\(1 − 1\/R\), 95 % interval over seeds: transformer \d\.\d\d \[\d\.\d\d, \d\.\d\d\],/,
    );
    expect(table(fakeSweep(1)).replaceAll('\n  ', ' ')).toMatch(/, one seed: transformer \d\.\d\d, /);
  });

  test('is bold only where asked', () => {
    expect(table(fakeSweep(1))).not.toContain('\u001b');
    expect(table(fakeSweep(1), { bold: true })).toContain('\u001b[1mtransformer\u001b[22m');
    expect(table(fakeSweep(1), { bold: true }).replace(/\u001b\[\d+m/g, '')).toBe(table(fakeSweep(1)));
  });

  test('has a block a family: two arbitrary ones, or a pattern alone; and a line for no runs', () => {
    const run = fakeRun(0.3, 0, 'ngram');
    const two = { ...run, families: { birthdays: run.families.birthdays!, deaths: run.families.birthdays! } };
    expect(table([two])).toMatch(/^birthdays \(arbitrary facts\)[^]*^deaths \(arbitrary facts\)/m);
    expect(rows(table([two]))).toHaveLength(2);
    const pattern = table([{ ...run, families: { brackets: run.families.brackets! } }]);
    expect(pattern).toMatch(/^brackets \(patterned\)/);
    expect(pattern).not.toContain('T2');
    expect(table([])).toBe('No runs.\n');
  });
});

describe('long seeds', () => {
  const seeded = (seeds: readonly number[]) =>
    table(seeds.map((seed) => ({ ...fakeRun(0.1, 0, 'ngram'), id: `r${seed}`, seed })));
  test('are shown by their last digits, with a word about it', () => {
    const text = seeded([1753781560, 1753781561]);
    expect(text).toMatch(/^ +…560 /m);
    expect(text).toMatch(/^ +…561 /m);
    expect(text).toContain('last digits of the seed');
  });
  test('stay whole where these do not tell them apart, or where they are short', () => {
    expect(seeded([1753781560, 1753782560])).toMatch(/^ +1753782560 /m);
    const short = seeded([7, 123]);
    expect(short).toMatch(/^ +123 /m);
    expect(short).not.toContain('last digits');
  });
});
