/** Sweeps that fail, are damaged, interrupted or started twice. Counted models only, so that each command takes seconds. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTable } from '../../src/store/tables.js';
import { experimentFile, hallucinationRate, SMALL, temporaryFolder } from './commandLine.js';

const COUNTED = SMALL.replace('[transformer, ngram,', '[ngram,');
/** One run that diverges, between two that do not. */
const DIVERGING = SMALL.replace('learningRate: 0.01', 'learningRate: 1e30').replace(
  '[transformer, ngram, calibrated-learner, abstainer]',
  '[ngram, transformer, abstainer]',
);

function runsIn(store: string): string[] {
  return readdirSync(path.join(store, 'small')).filter((name) => /^[0-9a-f]{12}$/.test(name));
}
function run(file: string, store: string, ...flags: string[]) {
  return hallucinationRate('run', file, '--out', store, '--workers', '1', ...flags);
}
function table(store: string, name = 'runs.arrow'): string {
  return readFileSync(path.join(store, 'small', name)).toString('hex');
}

describe('--dry-run', () => {
  test('prints the runs and their state in the store, and writes nothing', async () => {
    const [store, file] = [path.join(temporaryFolder(), 'store'), experimentFile(COUNTED)];
    const before = await run(file, store, '--dry-run');
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toMatch(
      /^[0-9a-f]{12} {2}to do {2}ngram seed=7 {2}foretold: birthdays 0\.\d{3} \[.*\]\n(.+\n){4}small: 3 runs; 3 to do\n$/,
    );
    expect(existsSync(store)).toBe(false);
    await run(file, store);
    truncateSync(path.join(store, 'small', runsIn(store)[0]!, 'result.json'), 10);
    const { stdout } = await run(file, store, '--dry-run', '--json');
    const { runs } = JSON.parse(stdout) as { runs: { id: string; state: string }[] };
    expect(runs.map(({ id }) => id).sort()).toEqual(runsIn(store).sort());
    expect(runs.map(({ state }) => state).sort()).toEqual(['damaged', 'stored', 'stored']);
    expect((await hallucinationRate('verify', store)).code).toBe(1);
  });

  test('of reproduce lists every experiment', async () => {
    const store = path.join(temporaryFolder(), 'store');
    const { code, stdout } = await hallucinationRate(
      'reproduce',
      '--dry-run',
      '--quick',
      '--only',
      'trigram,cipher',
      '--out',
      store,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/trigram: \d+ runs; \d+ to do[\s\S]*cipher: \d+ runs; \d+ to do/);
    expect(existsSync(store)).toBe(false);
  });
});

describe('verify', () => {
  test('names damaged files, and the same command makes their runs again with the same tables', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
    await run(file, store);
    expect(await hallucinationRate('verify', store)).toMatchObject({
      code: 0,
      stdout: '3 runs of 1 experiment, 12 files: no damage\n',
    });
    const tables = [table(store), table(store, 'curves.arrow')];
    const [first, second] = runsIn(store) as [string, string];
    const result = path.join(store, 'small', first, 'result.json');
    const bytes = readFileSync(result);
    bytes[bytes.length >> 1] ^= 4;
    writeFileSync(result, bytes);
    truncateSync(path.join(store, 'small', second, 'timing.json'), 3);
    const damaged = await hallucinationRate('verify', path.join(store, 'small'), '--json');
    expect(damaged.code).toBe(1);
    expect(JSON.parse(damaged.stdout)).toMatchObject({
      runs: 3,
      damaged: 2,
      findings: [
        { file: `${first}/result.json`, fault: 'altered' },
        { file: `${second}/timing.json`, fault: 'truncated' },
      ],
    });
    const again = await run(file, store);
    expect(again.code).toBe(0);
    for (const [id, name] of [
      [first, 'result.json is altered'],
      [second, 'timing.json is truncated'],
    ])
      expect(again.stderr).toContain(`${id} is damaged and is made again: ${name}`);
    expect(again.stderr).toContain('1 run is in the store already, 2 to do');
    expect([table(store), table(store, 'curves.arrow')]).toEqual(tables);
    expect((await hallucinationRate('verify', store)).code).toBe(0);
  });

  test('a folder without runs, or none', async () => {
    for (const folder of [temporaryFolder(), '/nowhere']) {
      const { code, stderr } = await hallucinationRate('verify', folder);
      expect({ code, named: stderr.includes(folder) }).toEqual({ code: 2, named: true });
    }
  });
});

describe('runs that fail', () => {
  test('are recorded, left out by the same command, and made again by --retry-failed', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(DIVERGING)];
    const first = await run(file, store);
    expect(first.code).toBe(2);
    expect(first.stderr).toMatch(
      /\[2\/3\] transformer seed=7, failed \([\s\S]*1 of 3 runs failed; the tables hold the others/,
    );
    expect(runsIn(store)).toHaveLength(2);
    const [record] = readdirSync(path.join(store, 'small', 'failed'));
    expect(JSON.parse(readFileSync(path.join(store, 'small', 'failed', record!), 'utf8'))).toMatchObject({
      parameters: { 'model.kind': 'transformer' },
      seed: 7,
      usersMistake: true,
      message: expect.stringMatching(/not finite/) as unknown,
    });
    expect((await hallucinationRate('verify', store)).code).toBe(0);

    const second = await run(file, store);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(
      /1 run failed before and is not made again; .*--retry-failed[\s\S]*2 runs are in the store already, 0 to do[\s\S]*not finite.*in an earlier command/,
    );
    expect((await run(file, store, '--dry-run')).stdout).toContain('failed before');

    const third = await run(file, store, '--retry-failed');
    expect(third.stderr).toMatch(/1 to do[\s\S]*1 of 3 runs failed/);
    expect(third.stderr).not.toMatch(/before|earlier/);
  });

  test('end the sweep at --max-failures, and the same command continues with the others', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(DIVERGING)];
    const first = await run(file, store, '--max-failures', '1');
    expect(first.code).toBe(2);
    expect(first.stderr).toMatch(/1 of 3 runs failed[\s\S]*1 run was not begun/);
    expect(runsIn(store)).toHaveLength(1);
    await run(file, store);
    expect(runsIn(store)).toHaveLength(2);
    expect((await run(file, store, '--max-failures', '0')).stderr).toMatch(/--max-failures/);
  });
});

describe('two processes', () => {
  test('do not write to one folder: the second one names the first, and exits with code 2', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
    await run(file, store, '--set', 'model.kind=ngram');
    const lock = path.join(store, 'small', `.lock-${hostname()}-${process.pid}-0`);
    writeFileSync(lock, '');
    const { code, stdout, stderr } = await run(file, store);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`another process is writing[\\s\\S]*process ${process.pid} on this machine`));
    expect(runsIn(store)).toHaveLength(1);
  });

  test('an interruption says how to continue, and leaves no lock', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(SMALL.replace('steps: 60', 'steps: 100000'))];
    const child = spawn(process.execPath, [
      path.resolve('dist/cli/main.js'),
      'run',
      file,
      '--out',
      store,
      '--workers',
      '1',
      '--set',
      'model.kind=[ngram, transformer]',
    ]);
    let errors = '';
    let interrupted = false;
    child.stderr.on('data', (data) => {
      errors += String(data);
      if (!interrupted && errors.includes('[1/2]')) interrupted = child.kill('SIGINT');
    });
    const code = await new Promise((done) => child.on('exit', done));
    expect(code).toBe(130);
    expect(errors).toContain(
      `To continue:\n  npx hallucination-rate run ${file} --out ${store} --workers 1 --set 'model.kind=[ngram, transformer]'\n`,
    );
    expect(readdirSync(path.join(store, 'small')).filter((name) => name.startsWith('.lock'))).toEqual([]);
    expect(runsIn(store)).toHaveLength(1);
  });

  test('a killed worker costs only its own run, which is tried once more, and again by the same command', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(SMALL.replace('steps: 60', 'steps: 100000'))];
    const child = spawn(process.execPath, [
      path.resolve('dist/cli/main.js'),
      'run',
      file,
      '--out',
      store,
      '--workers',
      '1',
      '--set',
      'model.kind=[ngram, transformer, abstainer]',
    ]);
    let errors = '';
    let killed = 0;
    child.stderr.on('data', (data) => {
      errors += String(data);
      const trained = errors.includes('[1/3]') ? 1 + Number(errors.includes('is made again')) : 0;
      if (killed >= trained) return;
      killed = trained;
      setTimeout(() => {
        const [worker] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
        // Without a worker the number would be 0, and end the test's own process group.
        if (worker !== '') process.kill(Number(worker), 'SIGKILL');
      }, 1000);
    });
    const code = await new Promise((done) => child.on('exit', done));
    expect({ code, killed }).toEqual({ code: 2, killed: 2 });
    expect(errors).toMatch(
      /transformer seed=7 is made again: its worker process \d+ was killed[\s\S]*1 of 3 runs failed; the tables hold the others[\s\S]*model\.kind=transformer.*killed \(SIGKILL\).*memory/,
    );
    expect(runsIn(store)).toHaveLength(2);
    expect(existsSync(path.join(store, 'small', 'failed'))).toBe(false);
  });
});

describe('what is not damage', () => {
  test('a run that cannot be read is not made again: exit code 2, and nothing is changed', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
    await run(file, store);
    const [first] = runsIn(store) as [string];
    const result = path.join(store, 'small', first, 'result.json');
    renameSync(result, `${store}/kept`);
    symlinkSync(result, result); // root, too, gets an error of the system
    const before = readdirSync(store, { recursive: true }).sort();
    const { code, stdout, stderr } = await run(file, store);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`cannot be read[\\s\\S]*${first}[\\s\\S]*ELOOP`));
    expect(readdirSync(store, { recursive: true }).sort()).toEqual(before);
    const verified = await hallucinationRate('verify', store);
    expect(verified.code).toBe(2);
    expect(verified.stdout).toMatch(/^cannot be read .*result\.json: ELOOP.*\n.*no damage found, 1 cannot be read/);
    rmSync(result);
    renameSync(`${store}/kept`, result);
    expect(await run(file, store)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('3 runs are in the store'),
    });
  });

  test('a damaged run is moved to damaged/, and verify --remove-damaged removes it there', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
    await run(file, store);
    const [first] = runsIn(store) as [string];
    truncateSync(path.join(store, 'small', first, 'result.json'), 10);
    expect((await run(file, store)).stderr).toMatch(new RegExp(`the damaged run is now .*small/damaged/${first}-1\n`));
    expect(readdirSync(path.join(store, 'small', 'damaged'))).toEqual([`${first}-1`]);
    const { code, stdout } = await hallucinationRate('verify', store, '--remove-damaged');
    expect(code).toBe(0);
    expect(stdout).toContain('1 damaged run that others had replaced removed\n');
    expect(existsSync(path.join(store, 'small', 'damaged'))).toBe(false);
  });

  test("a user's report in the folder of that name is refused before anything is written", async () => {
    const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
    mkdirSync(path.join(store, 'small'));
    writeFileSync(path.join(store, 'small', 'report.html'), 'mine');
    const { code, stderr } = await run(file, store);
    expect(code).toBe(2);
    expect(stderr).toContain('report.html');
    expect(readdirSync(path.join(store, 'small'))).toEqual(['report.html']);
  });
});

test('the loss that is shown for a run is that of its last step', async () => {
  const file = experimentFile(SMALL);
  const store = temporaryFolder();
  const { stderr } = await run(file, store, '--set', 'model.kind=transformer', '--set', 'training.steps=2');
  // With a measurement after each step, the last point of the curve has the loss of the last step.
  const curves = await readTable(path.join(store, 'small', 'curves.arrow'));
  const last = Number(curves.columns.loss!.at(-1));
  expect(curves.columns.step!.slice(-2)).toEqual([1, 2]);
  expect(stderr).toContain(`loss ${last.toFixed(4)} `.trimEnd());
});

test('unlock frees a folder, unless its process lives', async () => {
  const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
  await run(file, store, '--set', 'model.kind=ngram');
  const [living, dead] = [process.pid, spawnSync('true').pid].map((pid) =>
    path.join(store, 'small', `.lock-${hostname()}-${pid}-0`),
  );
  writeFileSync(living!, '');
  expect(await hallucinationRate('unlock', store)).toMatchObject({ code: 2, stdout: '' });
  expect(existsSync(living!)).toBe(true);
  rmSync(living!);
  writeFileSync(dead!, '');
  const unlocked = await hallucinationRate('unlock', path.join(store, 'small'), '--json');
  expect(JSON.parse(unlocked.stdout)).toMatchObject({ removed: [path.basename(dead!)] });
  expect((await hallucinationRate('unlock', store)).stdout).toMatch(/was not locked/);
  expect((await hallucinationRate('unlock', '/nowhere')).code).toBe(2);
});

describe('runs and compare', () => {
  test('list, export and compare the runs in the store', async () => {
    const [store, file] = [temporaryFolder(), experimentFile(COUNTED)];
    await run(file, store, '--set', 'seeds=2');
    await run(
      experimentFile(COUNTED.replace('name: small', 'name: other').replace('examples: 300', 'examples: 600')),
      store,
      '--set',
      'seeds=2',
    );
    const [small, other] = [path.join(store, 'small'), path.join(store, 'other')];

    const listed = await hallucinationRate(
      'runs',
      small,
      '--where',
      'model.kind!=ngram',
      '--sort',
      '-birthdays.errorRate',
      '--sort',
      'seed',
      '--json',
    );
    const { runs } = JSON.parse(listed.stdout) as { runs: Record<string, unknown>[] };
    expect(runs.map((each) => each['model.kind'])).toEqual([
      'calibrated-learner',
      'calibrated-learner',
      'abstainer',
      'abstainer',
    ]);
    const text = await hallucinationRate('runs', small);
    expect(text.stdout).toMatch(/^run +kind +seed[\s\S]*6 of 6 runs\n/);
    expect(
      Math.max(
        ...text.stdout
          .split('\n')
          .slice(0, 8)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
    const numbers = await hallucinationRate('runs', small, '--columns', 'birthdays.errorRate,birthdays.missingMass');
    expect(numbers).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ *errorRate +missingMass\n/) });
    const exported = await hallucinationRate('runs', small, '--format', 'csv', '--columns', 'run,seed');
    expect(
      exported.stdout
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0])
        .sort(),
    ).toEqual(runsIn(store).sort());

    const compared = await hallucinationRate('compare', small, other);
    expect(compared.stdout).toMatch(/corpus\.examples +300 +600\n[\s\S]*ngram\nfigure[\s\S]*birthdays\.errorRate/);
    expect(
      Math.max(
        ...compared.stdout
          .split('\n')
          .slice(2)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
    const [one, two] = runsIn(store)
      .slice(0, 2)
      .map((id) => path.join(small, id)) as [string, string];
    expect(
      JSON.parse((await hallucinationRate('compare', one, two, '--json', '--columns', 'birthdays.delta')).stdout),
    ).toMatchObject({ groups: [{ figures: [{ column: 'families.birthdays.delta' }] }] });

    const unknown = await hallucinationRate('runs', store);
    expect({ code: unknown.code, hint: unknown.stderr.includes(`did you mean`) }).toEqual({ code: 2, hint: true });
  });
});

test('a name leads nowhere outside the store', async () => {
  for (const name of ['../escape', '/tmp/escape', '..', 'a/b', 'a\\b', '.hidden', 'x\u0000y', 'a\n']) {
    const store = path.join(temporaryFolder(), 'store');
    const { code, stderr } = await run(
      experimentFile(COUNTED.replace('name: small', `name: ${JSON.stringify(name)}`)),
      store,
    );
    expect({ name, code }).toEqual({ name, code: 2 });
    expect(stderr).toContain('name');
    expect(existsSync(store)).toBe(false);
  }
});
