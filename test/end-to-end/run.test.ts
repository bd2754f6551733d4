import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { experimentFile, hallucinationRate, type Outcome, SMALL, temporaryFolder } from './commandLine.js';

interface Family {
  readonly examples: number;
  readonly prompts: number;
  readonly singletonRate: number;
  readonly missingMass: number;
  readonly errorRate: number;
  readonly invalidMass: number;
  readonly abstentionRate: number;
  readonly accuracy: number;
  readonly delta: number;
  readonly signedDelta: number;
  readonly iivError: number;
  readonly theorem1: { readonly lower: number; readonly holds: boolean };
  readonly theorem2: { readonly lower: number; readonly upper: number; readonly vacuous: boolean } | null;
  readonly method: string;
}
interface Result {
  readonly experiment: string;
  readonly directory: string;
  readonly runs: readonly {
    readonly id: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly seed: number;
    readonly model: { readonly kind: string; readonly trainableParameters: number };
    readonly families: Readonly<Record<string, Family>>;
    readonly seconds: number;
  }[];
}

const store = temporaryFolder();
const file = experimentFile();
let outcome: Outcome;
let result: Result;
beforeAll(async () => {
  outcome = await hallucinationRate('run', file, '--json', '--responses', '--out', store);
  result = JSON.parse(outcome.stdout) as Result;
}, 120_000);

describe('run --json', () => {
  test('succeeds and prints one JSON object alone on stdout', () => {
    expect(outcome.code).toBe(0);
    expect(outcome.stdout.trim().split('\n')).toHaveLength(1);
    expect(result.experiment).toBe('small');
    expect(result.directory).toBe(path.join(store, 'small'));
    expect(result.runs.map(({ model }) => model.kind)).toEqual([
      'transformer',
      'ngram',
      'calibrated-learner',
      'abstainer',
    ]);
  });

  test('a run holds its setting and its measurements', () => {
    for (const run of result.runs) {
      expect(run.id).toMatch(/^[0-9a-f]{12}$/);
      expect(run.parameters).toEqual({ 'model.kind': run.model.kind });
      expect(run.seed).toBe(7);
      expect(run.seconds).toBeGreaterThan(0);
      expect(Object.keys(run.families)).toEqual(['birthdays', 'brackets']);
      for (const family of Object.values(run.families)) {
        expect(family.method).toBe('exact');
        expect(family.theorem1.holds).toBe(true);
        expect(family.errorRate + family.invalidMass + family.accuracy + family.abstentionRate).toBeCloseTo(1, 9);
      }
      expect(run.families.birthdays.theorem2!.vacuous).toBe(run.families.birthdays.theorem2!.lower <= 0);
      expect(run.families.brackets.theorem2).toBeNull();
    }
    expect(result.runs[0].model.trainableParameters).toBeGreaterThan(1000);
  });

  test('the reference models have their closed forms', () => {
    const [, , calibrated, abstainer] = result.runs.map(({ families }) => families.birthdays);
    expect(calibrated.delta).toBeLessThan(1e-9);
    expect(calibrated.errorRate).toBeCloseTo((calibrated.missingMass * 364) / 365, 9);
    expect(abstainer.errorRate).toBe(0);
    expect(abstainer.delta).toBeGreaterThan(0.5);
  });

  test('writes tables and a report that needs nothing from outside', () => {
    const directory = path.join(store, 'small');
    for (const name of ['runs.arrow', 'curves.arrow', 'responses.arrow', 'report.html'])
      expect(existsSync(path.join(directory, name))).toBe(true);
    expect(tableFromIPC(readFileSync(path.join(directory, 'runs.arrow'))).numRows).toBe(4);
    expect(tableFromIPC(readFileSync(path.join(directory, 'curves.arrow'))).numRows).toBe(3 + 3);
    const html = readFileSync(path.join(directory, 'report.html'), 'utf8');
    expect(html).toContain('<svg');
    expect(html.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/(src|href)="https?:/);
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

test('every metric can be computed again from responses.arrow in a few lines', () => {
  interface Row {
    run: string;
    family: string;
    prompt: string;
    response: string;
    mu: number;
    p: number;
    pHat: number;
    valid: boolean;
  }
  const rows = tableFromIPC(readFileSync(path.join(store, 'small', 'responses.arrow')))
    .toArray()
    .map((row) => row.toJSON() as Row);
  expect(Object.keys(rows[0])).toEqual(['run', 'family', 'prompt', 'response', 'mu', 'p', 'pHat', 'valid']);
  for (const { id, families } of result.runs) {
    for (const [name, family] of Object.entries(families)) {
      const own = rows.filter((row) => row.run === id && row.family === name);
      const prompts = groupBy(own);
      expect(prompts.size).toBe(family.prompts);
      const errors = [...prompts.values()].map((group) => group.filter(({ valid }) => !valid).length);
      const t = 1 / Math.min(...errors);
      let [mass, err, idk, accuracy, answered, sigma, iiv] = [0, 0, 0, 0, 0, 0, 0];
      for (const group of prompts.values()) {
        const { mu } = group[0];
        mass += mu;
        const wrong = group.filter(({ valid }) => !valid);
        for (const { valid, response, p, pHat } of group) {
          answered += mu * pHat;
          if (!valid) err += mu * pHat;
          else if (response === "I don't know .") idk += mu * pHat;
          else accuracy += mu * pHat;
          if (pHat > t) sigma += mu * (pHat - p);
          if (valid && pHat <= t) iiv += (mu * p) / 2;
          if (!valid && pHat > t) iiv += mu / wrong.length / 2;
        }
      }
      expect(mass).toBeCloseTo(1, 9);
      for (const [ours, theirs] of [
        [err, family.errorRate],
        [1 - answered, family.invalidMass],
        [idk, family.abstentionRate],
        [accuracy, family.accuracy],
        [Math.abs(sigma), family.delta],
        [sigma, family.signedDelta],
        [iiv, family.iivError],
        [2 * iiv - 2 * t - Math.abs(sigma), family.theorem1.lower],
      ])
        expect(Math.abs(ours - theirs)).toBeLessThan(1e-6);
    }
  }
});

function groupBy<Row extends { readonly prompt: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.prompt, [...(groups.get(row.prompt) ?? []), row]);
  return groups;
}

describe('determinism and resuming', () => {
  const table = (folder: string, name: string): Buffer => readFileSync(path.join(folder, 'small', name));

  test('another store, another number of workers: the same bytes', async () => {
    const other = temporaryFolder();
    expect((await hallucinationRate('run', file, '--responses', '--out', other, '--workers', '1')).code).toBe(0);
    for (const name of ['runs.arrow', 'curves.arrow', 'responses.arrow'])
      expect(table(other, name).equals(table(store, name))).toBe(true);
  }, 120_000);

  test('runs in the store are not made again', async () => {
    const before = table(store, 'runs.arrow');
    const again = await hallucinationRate('run', file, '--json', '--out', store);
    expect(again.stderr).toContain('4 runs are in the store already, 0 to do');
    expect(JSON.parse(again.stdout)).toEqual(result);
    expect(table(store, 'runs.arrow').equals(before)).toBe(true);
  });

  test('another seed is another run', async () => {
    const other = await hallucinationRate(
      'run',
      file,
      '--json',
      '--out',
      store,
      '--set',
      'seed=8',
      '--set',
      'model.kind=ngram',
    );
    const { runs } = JSON.parse(other.stdout) as Result;
    expect(runs).toHaveLength(1);
    expect(runs[0].id).not.toBe(result.runs[1].id);
    expect(runs[0].families.birthdays.errorRate).not.toBe(result.runs[1].families.birthdays.errorRate);
  });
});

test("--quick applies the experiment's own overrides, and --set comes after them", async () => {
  const quick = experimentFile(`${SMALL}\nquick: [model.kind=ngram, seeds=3, corpus.examples=200]\n`);
  const out = temporaryFolder();
  const { stdout } = await hallucinationRate('run', quick, '--quick', '--set', 'seeds=2', '--json', '--out', out);
  const { runs, directory } = JSON.parse(stdout) as Result;
  expect(runs.map(({ model, seed }) => [model.kind, seed])).toEqual([
    ['ngram', 7],
    ['ngram', 8],
  ]);
  for (const { families } of runs) expect(families.birthdays.examples + families.brackets.examples).toBe(200);
  expect(readFileSync(path.join(directory, 'report.html'), 'utf8')).toContain('--quick --set seeds=2');
}, 60_000);

test('the eager engine gives the same measurements as the compiled one, to float32', async () => {
  const eager = await hallucinationRate(
    'run',
    file,
    '--json',
    '--engine',
    'eager',
    '--out',
    temporaryFolder(),
    '--set',
    'model.kind=transformer',
    '--set',
    'training.steps=20',
  );
  const compiled = await hallucinationRate(
    'run',
    file,
    '--json',
    '--out',
    temporaryFolder(),
    '--set',
    'model.kind=transformer',
    '--set',
    'training.steps=20',
  );
  const [a, b] = [eager, compiled].map(({ stdout }) => (JSON.parse(stdout) as Result).runs[0].families.birthdays);
  for (const metric of ['errorRate', 'invalidMass', 'abstentionRate', 'accuracy'] as const)
    expect(Math.abs(a[metric] - b[metric])).toBeLessThan(1e-3);
}, 60_000);

test('without --json it prints a table that fits, a legend, and the paths', async () => {
  const { stdout, code } = await hallucinationRate('run', file, '--out', store);
  expect(code).toBe(0);
  for (const line of stdout.split('\n').filter((each) => !each.startsWith('wrote ')))
    expect(line.length).toBeLessThanOrEqual(80);
  for (const words of ['transformer', 'calibrated-learner', 'missing mass', 'err_iiv', 'runs.arrow', 'report.html'])
    expect(stdout).toContain(words);
});
