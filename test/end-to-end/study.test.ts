/** A study from its file to its tables: it behaves as other experiments do. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { experimentFile, hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

const STUDY = `
name: study
study: { kind: worlds, prompts: 100, worlds: 20 }
sweep:
  study.examples: [50, 100]
seed: 3
seeds: 2
quick: [seeds=1]
`;

interface Result {
  readonly directory: string;
  readonly runs: readonly {
    readonly id: string;
    readonly seed: number;
    readonly model: object;
    readonly families: object;
    readonly study: { readonly lemma1: { readonly largestRatio: number } };
  }[];
}

const store = temporaryFolder();
const file = experimentFile(STUDY, 'study.yaml');
function table(folder: string, name: string): Buffer {
  return readFileSync(path.join(folder, 'study', name));
}
let outcome: Outcome;
let result: Result;
beforeAll(async () => {
  outcome = await hallucinationRate('run', file, '--json', '--out', store);
  result = JSON.parse(outcome.stdout) as Result;
}, 60_000);

test('run --json gives its values, no families, and its kind', () => {
  expect(outcome.code).toBe(0);
  expect(result.runs).toHaveLength(4);
  expect(result.runs.map(({ seed }) => seed)).toEqual([3, 4, 3, 4]);
  for (const { model, families, study } of result.runs) {
    expect(model).toEqual({ kind: 'worlds', trainableParameters: 0 });
    expect(families).toEqual({});
    expect(study.lemma1.largestRatio).toBeGreaterThan(0);
  }
});

test('runs.arrow has a column for each value, curves.arrow no rows', () => {
  const runs = tableFromIPC(table(store, 'runs.arrow'));
  expect(Array.from(runs.getChild('study.lemma1.largestRatio')!)).toEqual(
    result.runs.map(({ study }) => study.lemma1.largestRatio),
  );
  expect(Array.from(runs.getChild('parameters.study.examples')!)).toEqual([50, 50, 100, 100]);
  expect(runs.schema.metadata.get('families')).toBe('[]');
  expect(tableFromIPC(table(store, 'curves.arrow')).numRows).toBe(0);
});

test('the table and the report show swept values, results and their meaning', async () => {
  const { stdout, stderr, code } = await hallucinationRate('run', file, '--out', store);
  expect(code).toBe(0);
  expect(stderr).toContain('4 runs are in the store already, 0 to do');
  for (const line of stdout.split('\n').filter((each) => !each.startsWith('wrote ')))
    expect(line.length).toBeLessThanOrEqual(80);
  const html = table(store, 'report.html').toString();
  for (const text of [stdout, html])
    for (const words of ['study', 'examples', 'L1 max', 'swept: study.examples']) expect(text).toContain(words);
  expect(html).toContain('What was computed?');
  // The page's own script contains the words that the page must not show.
  expect(html.replace(/<script>.*?<\/script>/gs, '')).not.toMatch(/undefined|NaN|There are no runs/);
});

test('another store, another number of workers: the same bytes', async () => {
  const other = temporaryFolder();
  await hallucinationRate('run', file, '--out', other, '--workers', '1');
  for (const name of ['runs.arrow', 'curves.arrow']) expect(table(other, name).equals(table(store, name))).toBe(true);
}, 60_000);

test('--quick and --set apply', async () => {
  const { stdout } = await hallucinationRate(
    'run',
    file,
    '--quick',
    '--set',
    'study.examples=70',
    '--json',
    '--out',
    temporaryFolder(),
  );
  expect((JSON.parse(stdout) as Result).runs).toHaveLength(1);
});

describe('a mistake of the user', () => {
  const cases: readonly (readonly [string, readonly string[], readonly RegExp[]])[] = [
    ['a misspelt key', ['run', file, '--set', 'study.exampels=1'], [/study\.exampels/, /did you mean examples/]],
    ['a value out of range', ['run', file, '--set', 'study.responses=2'], [/study\.responses/, /at least 3|3 to/]],
    ['an unknown study', ['run', file, '--set', 'study.kind=wolrds'], [/study\.kind/, /worlds/]],
    ['a key of other experiments', ['run', file, '--set', 'model.kind=ngram'], [/model/, /unknown key/]],
    ['an engine', ['run', file, '--engine', 'eager'], [/engine/]],
    ['responses', ['run', file, '--responses'], [/--responses/, /has no prompts/]],
    ['a corpus of it', ['corpus', file], [/a study has no corpus/]],
  ];
  test.each(cases)('%s', async (_name, args, patterns) => {
    const out = path.join(temporaryFolder(), 'out');
    const { code, stdout, stderr } = await hallucinationRate(...args, '--out', out);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const pattern of patterns) expect(stderr).toMatch(pattern);
    expect(existsSync(out)).toBe(false);
  });
});
