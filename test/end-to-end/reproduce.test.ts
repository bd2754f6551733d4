import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hallucinationRate, type Outcome, temporaryFolder } from './commandLine.js';

/** A claim whose experiment takes a few seconds. */
const [CLAIM, EXPERIMENT] = ['trigram-half', 'trigram'];

const out = path.join(temporaryFolder(), 'results');
function reproduce(...more: readonly string[]): Promise<Outcome> {
  return hallucinationRate('reproduce', '--quick', '--only', CLAIM, '--out', out, ...more);
}
let outcome: Outcome;
beforeAll(async () => {
  outcome = await reproduce('--json');
}, 300_000);

interface ClaimJson {
  readonly id: string;
  readonly rows: readonly string[];
  readonly verdict: string;
  readonly interval: unknown;
}

describe('reproduce --fresh', () => {
  const [trained, folder] = ['agreement-is-learnt', path.join(temporaryFolder(), 'fresh')];
  const fresh = (...flags: readonly string[]): Promise<Outcome> =>
    hallucinationRate('reproduce', '--quick', '--only', trained, '--json', ...flags);
  test('prints the number of its seeds, and --seed gives the same claims again', async () => {
    const first = await fresh('--fresh', '--out', folder);
    const number = /derived from the number (\d+)/.exec(first.stderr)?.[1];
    expect({ code: first.code, number }).toEqual({ code: 0, number: expect.stringMatching(/^\d+$/) as unknown });
    const parsed = JSON.parse(first.stdout) as { readonly seed: number; readonly claims: readonly object[] };
    expect(parsed.seed).toBe(Number(number));
    expect(parsed.claims).toEqual([expect.objectContaining({ id: trained, class: 'trained', power: null })]);
    const again = await fresh('--seed', number!, '--out', `${folder}-again`);
    expect(again.stdout).toBe(first.stdout);
    const report = readFileSync(path.join(folder, 'report.html'), 'utf8');
    expect(report).toContain(`reproduce --quick --seed ${number} --only ${trained}`);
    expect(report).toMatch(/On 2 seeds, \d+ to \d+; the shipped ones are \d+ to \d+\./);
  });
  test('the shipped seeds have the number from which they were drawn', () =>
    expect((JSON.parse(outcome.stdout) as { readonly seed: number }).seed).toBe(20_261_129));
});

describe('reproduce --quick --only --json', () => {
  test('prints the claim asked for alone on stdout, and writes the same', () => {
    expect(outcome.code).toBe(0);
    expect(outcome.stdout.trim().split('\n')).toHaveLength(1);
    const { claims } = JSON.parse(outcome.stdout) as { claims: ClaimJson[] };
    expect(claims.map(({ id }) => id)).toEqual([CLAIM]);
    expect(Object.keys(claims[0])).toEqual([
      'id',
      'experiment',
      'class',
      'rows',
      'source',
      'prediction',
      'measured',
      'interval',
      'verdict',
      'power',
    ]);
    expect(claims[0].verdict).toBe('confirmed');
    expect(readFileSync(path.join(out, 'claims.json'), 'utf8')).toBe(outcome.stdout);
  });

  test('shows its progress, and writes a report with a link to the experiment', () => {
    expect(outcome.stderr).toMatch(/Experiment 1 of 1: trigram\n/);
    expect(outcome.stderr).not.toContain('\r');
    const html = readFileSync(path.join(out, 'report.html'), 'utf8');
    expect(html).toContain(`href="${EXPERIMENT}/report.html"`);
    expect(existsSync(path.join(out, EXPERIMENT, 'report.html'))).toBe(true);
    expect(html).toContain('--quick');
  });

  test('again: everything is in the store, and the results are the same', async () => {
    const again = await reproduce('--json');
    expect(again.stderr).toMatch(/\d+ runs are in the store already, 0 to do/);
    expect(again.stdout).toBe(outcome.stdout);
  });

  test('without --json: a table and the files', async () => {
    const { code, stdout } = await reproduce();
    expect(code).toBe(0);
    expect(stdout).toContain(CLAIM);
    expect(stdout).toMatch(/Program checks, 1 claim: 1 confirmed/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('This is the quick form');
    for (const file of ['report.html', 'claims.json']) expect(stdout).toMatch(new RegExp(`wrote .*${file}`));
    for (const line of stdout.split('\n').filter((each) => !each.startsWith('wrote ')))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  test('a damaged run is named and made again, with the same claims', async () => {
    const store = path.join(out, EXPERIMENT);
    const [run] = readdirSync(store).filter((name) => /^[0-9a-f]{12}$/.test(name));
    const file = path.join(store, run, 'result.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, 40));
    const { code, stdout, stderr } = await reproduce('--json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: outcome.stdout });
    expect(stderr).toContain(`${run} is damaged and is made again: result.json is truncated`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('verify checks the report and the claims, too', async () => {
    expect(await hallucinationRate('verify', out)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no damage') as unknown,
    });
    const file = path.join(out, 'claims.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('confirmed', 'refuted'));
    const { code, stdout } = await hallucinationRate('verify', out);
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(`truncated ${file}`) as unknown });
    writeFileSync(file, text);
  });
});

test('several experiments share two workers, and each is told and stored as if it had run alone', async () => {
  const experiments = ['trigram', 'multiple-choice', 'many-worlds', 'inevitable-or-not'];
  const folder = path.join(temporaryFolder(), 'several');
  const { code, stderr } = await hallucinationRate(
    ...['reproduce', '--quick', '--only', experiments.join(','), '--workers', '2', '--out', folder],
  );
  expect(code).toBe(0);
  const [, ...told] = stderr.split(/Experiment \d of 4: /);
  const order = told.map((text) => text.split(/[ \n]/, 1)[0]!);
  expect([...order].sort()).toEqual([...experiments].sort());
  for (const [place, experiment] of order.entries()) {
    const counted = [...told[place]!.matchAll(/^\[(\d+)\/(\d+)\]/gm)].map(([, run, runs]) => [
      Number(run),
      Number(runs),
    ]);
    expect(counted).toEqual(counted.map((_, run) => [run + 1, counted.length]));
    const alone = path.join(folder, 'alone');
    await hallucinationRate('run', experiment, '--quick', '--workers', '1', '--out', alone);
    const tables = [folder, alone].map((store) => readFileSync(path.join(store, experiment, 'runs.arrow')));
    expect(tables[0]!.equals(tables[1]!)).toBe(true);
  }
}, 120_000);

describe('a mistake of the user', () => {
  test.each([
    ['T2Porp', /did you mean T2prop|no such claim/],
    ['theorem-3', /did you mean theorem-2\?/],
    ['S2', /out of scope/],
    [',', /no claim is named/],
  ])('--only %s', async (only, message) => {
    const folder = path.join(temporaryFolder(), 'none');
    const { code, stdout, stderr } = await hallucinationRate('reproduce', '--only', only, '--out', folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(folder)).toBe(false);
  });
});

test('Ctrl-C prints how to continue', async () => {
  const command = spawn(
    process.execPath,
    ['dist/cli/main.js', 'reproduce', '--only', 'singleton-rate', '--out', path.join(temporaryFolder(), 'cut')],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let printed = '';
  command.stderr.on('data', (data: Buffer) => {
    if (printed === '') setTimeout(() => command.kill('SIGINT'), 300);
    printed += data.toString();
  });
  const code = await new Promise((resolve) => {
    command.on('exit', resolve);
  });
  expect(code).toBe(130);
  expect(printed).toMatch(
    /Experiment 1 of 1: singleton-rate[\s\S]*Interrupted\. Complete runs are kept[\s\S]*To continue:\n +npx hallucination-rate reproduce --only singleton-rate --out \S*cut\n/,
  );
}, 60_000);
