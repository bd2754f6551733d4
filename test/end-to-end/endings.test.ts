/** The end of every command: quiet or in words, with the code that says whose fault it is, and with nothing overwritten. */
import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { experimentFile, hallucinationRate, type Outcome, temporaryFolder, withInput } from './commandLine.js';

const MAIN = path.resolve('dist/cli/main.js');
const linux = process.platform === 'linux' ? describe : describe.skip;

const folder = temporaryFolder();
function file(name: string, text: string): string {
  const whole = path.join(folder, name);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

const TRAINING = 'prompt,response\na,1\nb,2\nb,2\nc,3\nd,4\n';
const GRADED = 'model,question,outcome,confidence\nm,q1,correct,0.9\nm,q2,incorrect,0.6\nm,q3,abstained,\n';
const training = file('train.csv', TRAINING);
const graded = file('graded.csv', GRADED);
const EXPERIMENT = `
name: tiny
corpus: { examples: 60, families: { f: { kind: arbitrary-facts, prompts: 40 } } }
model: ngram
`;
const experiment = file('tiny.yaml', EXPERIMENT);

/** Runs a line of bash; `"$@"` is the program with its arguments. */
function inShell(line: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const shell = spawn('bash', ['-c', line, 'bash', process.execPath, MAIN, ...args], { cwd: folder });
    let [stdout, stderr] = ['', ''];
    shell.stdout.on('data', (data) => void (stdout += data));
    shell.stderr.on('data', (data) => void (stderr += data));
    shell.stdin.on('error', () => undefined).end();
    shell.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

const BUG = /bug of hallucination-rate|\n\s+at .*[(:]|Unhandled/;

/** Commands that print. */
const PRINTING: readonly (readonly string[])[] = [
  ['--help'],
  ['--version'],
  ['run', '--help'],
  ['schema'],
  ['schema', '--markdown'],
  ['completion'],
  ['bounds', '--examples', '1000', '--singleton-rate', '0.5', '--errors', '3'],
  ['estimate', training],
  ['estimate', training, '--json'],
  ['score', graded],
  ['score', graded, '--json'],
  ['corpus', experiment, '--out', path.join(folder, 'corpus')],
  ['run', experiment, '--dry-run'],
];

linux('stdout', () => {
  test.each(PRINTING)('whose reader has gone ends %s %s quietly', async (...args) => {
    // The writer starts after the reader has ended, so that no byte finds room.
    const { code, stderr } = await inShell('(sleep 0.3; exec "$@") | true; exit ${PIPESTATUS[0]}', ...args);
    expect(code).toBe(141);
    expect(stderr).not.toMatch(BUG);
    expect(stderr).not.toMatch(/EPIPE/);
  });

  test.each(PRINTING)('on a full disk ends %s %s in words', async (...args) => {
    const { code, stderr } = await inShell('"$@" > /dev/full', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no space left on device\n {2}where: {3}stdout\n/);
    expect(stderr).not.toMatch(BUG);
  });

  test('a run whose messages nobody reads goes on, and is stored', async () => {
    const store = path.join(folder, 'unread');
    const gone = await inShell(
      '(sleep 0.3; exec "$@") 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}',
      'run',
      experiment,
      '--out',
      store,
    );
    expect([gone.code, gone.stderr]).toEqual([0, '']);
    expect((await hallucinationRate('verify', store)).stdout).toMatch(/1 run of 1 experiment, \d+ files: no damage/);
  });

  test('a run whose reader has gone is stored before it ends', async () => {
    const store = path.join(folder, 'unread-results');
    const { code } = await inShell(
      '(sleep 0.3; exec "$@") | true; exit ${PIPESTATUS[0]}',
      'run',
      experiment,
      '--out',
      store,
    );
    expect(code).toBe(141);
    expect((await hallucinationRate('verify', store)).stdout).toMatch(/no damage/);
  });

  test('messages on a full disk change no exit code', async () => {
    expect((await inShell('"$@" 2> /dev/full', 'nonsense')).code).toBe(2);
    expect((await inShell('"$@" 2> /dev/full', 'estimate', training)).code).toBe(0);
  });
});

linux('the system refuses', () => {
  const LONG = 'a'.repeat(300);
  const cases: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    ['a name too long', '"$@"', ['explore', '--out', `${LONG}.html`], /name too long[^]*ENAMETOOLONG[^]*shorter/],
    ['a loop of links', 'ln -sf loop loop; "$@"', ['explore', '--out', 'loop/x.html'], /ELOOP[^]*links/],
    [
      'a limit of file size',
      'ulimit -f 4; "$@"',
      ['explore', '--out', 'big.html'],
      /file too large[^]*EFBIG[^]*ulimit -f/,
    ],
    [
      'a folder under the name',
      'mkdir -p dir.html/x; "$@"',
      ['explore', '--out', 'dir.html'],
      /EISDIR|ENOTEMPTY|EEXIST/,
    ],
    ['a file for a folder', 'touch plain; "$@"', ['explore', '--out', 'plain/x.html'], /ENOTDIR|EEXIST/],
    ['no more files while modules load', 'ulimit -n 40; "$@"', ['run', '--help'], /too many open files[^]*ulimit -n/],
    ['no working folder', 'mkdir gone; cd gone; rmdir ../gone; "$@"', ['estimate', 'x.csv'], /working folder/],
    ['an output that is a device', '"$@"', ['run', experiment, '--out', '/dev/null'], /cannot be written/],
  ];
  test.each(cases)('%s', async (_name, line, args, words) => {
    const { code, stderr, stdout } = await inShell(line, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(BUG);
  });
});

describe('numbers out of range', () => {
  const VALUES = ['-1', '1e308', '5e-324', '0.9999999999999999'];
  const bounds = ['bounds', '--examples', '1000', '--singleton-rate', '0.5', '--errors', '3'];
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['estimate', ['estimate', training]],
    ['score', ['score', graded]],
    ['bounds', bounds],
    ['run', ['run', experiment, '--dry-run']],
  ];

  test.each(commands)(
    'every number flag of %s ends in figures or in words',
    async (name, args) => {
      const help = (await hallucinationRate(name, '--help')).stdout.replace(/\n {20,}/g, ' ');
      const flags = help
        .split('\n')
        .flatMap((line) => (line.includes('[number]') ? (/--([\w-]+)/.exec(line)?.[1] ?? []) : []));
      expect(flags.length).toBeGreaterThan(3);
      for (const flag of flags) {
        const ended = await Promise.all(
          VALUES.map(
            async (value) => [`--${flag}=${value}`, await hallucinationRate(...args, `--${flag}=${value}`)] as const,
          ),
        );
        for (const [typed, { code, stderr }] of ended) {
          expect([typed, [0, 2].includes(code), BUG.exec(stderr)?.[0]]).toEqual([typed, true, undefined]);
          if (code === 2)
            expect([typed, stderr]).toEqual([typed, expect.stringMatching(/allowed|at least|needs|--rows/)]);
        }
        expect(ended.some(([, { code }]) => code === 2)).toBe(true);
      }
    },
    300_000,
  );

  test('amounts of memory are bounded', async () => {
    for (const memory of ['999999999999TB', '0GB', '1e9GB', '8', 'GB', '1KB']) {
      const { code, stderr } = await hallucinationRate('estimate', training, '--memory', memory);
      expect([memory, code]).toEqual([memory, 2]);
      expect(stderr).toMatch(/from 1MB to 1000TB/);
    }
  });

  test.each([
    ['estimate', '--prompt', 'a', '--prompt', 'b'],
    ['estimate', '--memory', '1GB', '--memory', '2GB'],
    ['runs', '--format', 'csv', '--format', 'json'],
    ['run', '--engine', 'eager', '--engine', 'eager'],
    ['run', '--threads', '1', '--threads', '2'],
    ['score', '--unit', 'auto', '--unit', 'auto'],
  ])('%s takes %s once', async (command, ...flags) => {
    const { code, stderr } = await hallucinationRate(command, training, ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(`where:   ${flags[0]}`);
    expect(stderr).not.toMatch(BUG);
  });
});

describe('names', () => {
  const ESCAPES = '\u001b]0;owned\u0007\u001b[31m\u009b2J\u202eX';

  linux('with escape sequences', () => {
    const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    const strange = path.join(folder, 'strange');
    mkdirSync(strange, { recursive: true });
    const bad = path.join(strange, `${ESCAPES}.csv`);
    writeFileSync(bad, 'model,question,outcome\nm,q,correct\nm,q2,banana\n');
    const good = path.join(strange, `${ESCAPES}train.csv`);
    writeFileSync(good, TRAINING);
    const yaml = path.join(strange, `${ESCAPES}.yaml`);
    writeFileSync(yaml, EXPERIMENT);
    const odd = path.join(strange, 'odd.csv');
    writeFileSync(odd, `"${ESCAPES}q","${ESCAPES}a"\na,1\nb,2\n`);
    const store = path.join(strange, `${ESCAPES}store`);
    const grouped = path.join(strange, 'grouped.csv');
    const rows = Array.from({ length: 20 }, (_, i) => `"${ESCAPES}${i % 9}","${ESCAPES}a","${ESCAPES}t${i % 2}"\n`);
    writeFileSync(grouped, `prompt,response,"${ESCAPES}t"\n${rows.join('')}`);

    test.each([
      ['score', bad],
      ['score', bad, '--skip-bad-rows'],
      ['score', bad, '--skip-bad-rows', '--plot', `${bad}.svg`],
      ['score', bad, '--skip-bad-rows', '--json'],
      ['score', `${bad}.gone`],
      ['estimate', good, '--singletons', `${good}.list.csv`],
      ['estimate', good, '--conflicts', bad, '--prompt', ESCAPES],
      ['estimate', odd, '--prompt', `${ESCAPES}q`, '--response', `${ESCAPES}a`],
      ['estimate', good, '--json'],
      ['estimate', grouped, '--by', `${ESCAPES}t`],
      ['estimate', grouped, '--document', `${ESCAPES}t`],
      ['run', yaml, '--dry-run'],
      ['run', yaml, '--out', store],
      ['run', `${yaml}.gone`],
      ['run', yaml, '--set', ESCAPES],
      ['corpus', yaml, '--out', `${store}-corpus`],
      ['verify', store],
      ['verify', `${store}.gone`],
      ['runs', path.join(store, 'tiny')],
      ['runs', path.join(store, 'tiny'), '--columns', ESCAPES],
      ['compare', path.join(store, 'tiny'), path.join(store, 'tiny')],
      ['compare', path.join(store, 'tiny'), path.join(store, 'tiny'), '--json'],
      ['explore', '--out', `${store}.html`],
      ['status', store],
      [ESCAPES],
    ])('reach no terminal: %s', async (...args) => {
      const { stdout, stderr } = await hallucinationRate(...args);
      expect(stdout).not.toMatch(raw);
      expect(stderr).not.toMatch(raw);
      expect(stdout + stderr).not.toBe('');
      if (args.includes('--json')) expect(typeof JSON.parse(stdout)).toBe('object');
    });

    test('a foreign file in a store fills one line of verify', async () => {
      writeFileSync(path.join(store, 'tiny', `${ESCAPES}\nmissing   all`), '');
      const { stdout } = await hallucinationRate('verify', store);
      expect(stdout).toMatch(/^foreign .*\\u001b\]0;owned\\u0007.*\\u000amissing {3}all: /m);
      expect(stdout).not.toMatch(raw);
    });
  });

  test('after -- are taken by every command, also with - before them', async () => {
    const at = temporaryFolder();
    const put = (name: string, text: string): void => writeFileSync(path.join(at, name), text);
    put('-train.csv', TRAINING);
    put('-graded.csv', GRADED);
    put('-tiny.yaml', EXPERIMENT);
    put('--json', TRAINING);
    const run = (...args: readonly string[]): Outcome => {
      try {
        return {
          code: 0,
          stdout: execFileSync(process.execPath, [MAIN, ...args], { cwd: at, encoding: 'utf8', stdio: 'pipe' }),
          stderr: '',
        };
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
        return { code: status, stdout, stderr };
      }
    };
    const plain = (await hallucinationRate('estimate', training, '--json')).stdout;
    expect(run('estimate', '--json', '--', '-train.csv')).toEqual({ code: 0, stdout: plain, stderr: '' });
    expect(run('estimate', '--json', '--', '--json').stdout).toBe(plain);
    expect(run('score', '--', '-graded.csv').stdout).toMatch(/^-graded\.csv: 3 rows/);
    expect(run('run', '--out', '-store', '--', '-tiny.yaml').code).toBe(2); // a flag's value needs = where it begins with -
    expect(run('run', '--out=-store', '--', '-tiny.yaml').stdout).toContain('wrote -store/tiny/runs.arrow');
    expect(readFileSync(path.join(at, '-store/tiny/report.html'), 'utf8')).toContain('run ./-tiny.yaml');
    expect(run('verify', '--', '-store').stdout).toMatch(/no damage/);
    expect(run('runs', '--', '-store/tiny').stdout).toMatch(/1 of 1 run\n/);
    expect(run('compare', '--', '-store/tiny', '-store/tiny').stdout).toMatch(/^A {2}-store\/tiny \(1 run\)/);
    expect(run('corpus', '--out=-corpus', '--', '-tiny.yaml').stdout).toContain('wrote -corpus/examples.arrow');
    for (const command of ['status', 'cancel'])
      expect(run(command, '--', '-store/tiny').stderr).toMatch(/no sweep of this folder[^]*where: {3}-store\/tiny\n/);
    expect(run('estimate', '--prompt', '--', '-train.csv')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no value[^]*--prompt/),
    });
  });
});

describe('outputs that are inputs, or each other, are refused before anything is written', () => {
  const at = temporaryFolder();
  const inside = (name: string): string => path.join(at, name);
  writeFileSync(inside('in.csv'), TRAINING);
  symlinkSync('in.csv', inside('link.csv'));
  linkSync(inside('in.csv'), inside('hard.csv'));
  symlinkSync(at, inside('itself'));
  writeFileSync(inside('graded.svg'), GRADED);
  writeFileSync(inside('prompts.arrow'), EXPERIMENT);
  mkdirSync(inside('store/tiny'), { recursive: true });
  writeFileSync(inside('store/tiny/report.html'), EXPERIMENT);
  const before = readdirSync(at).sort();

  test.each([
    ['estimate', inside('in.csv'), '--singletons', inside('in.csv')],
    ['estimate', inside('in.csv'), '--singletons', `${at}/./in.csv`],
    ['estimate', inside('in.csv'), '--singletons', inside('link.csv')],
    ['estimate', inside('link.csv'), '--conflicts', inside('in.csv')],
    ['estimate', inside('hard.csv'), '--singletons', inside('in.csv')],
    ['estimate', inside('in.csv'), '--singletons', inside('itself/in.csv')],
    ['estimate', inside('in.csv'), '--singletons', inside('new.csv'), '--conflicts', inside('itself/new.csv')],
    ['estimate', inside('*.csv'), '--singletons', inside('new.csv')],
    ['estimate', inside('itself/i*.csv'), '--singletons', inside('in2.csv')],
    ['estimate', inside('i[mn]*.csv'), '--singletons', inside('hard.csv')],
    ['estimate', inside('**/*.csv'), '--singletons', inside('store/new.csv')],
    ['estimate', '--frequency-counts', inside('graded.svg'), '--plot', inside('graded.svg')],
    ['score', inside('graded.svg'), '--plot', inside('graded.svg')],
    ['score', inside('*.svg'), '--plot', inside('new.svg')],
    ['corpus', inside('prompts.arrow'), '--out', at],
    ['run', inside('store/tiny/report.html'), '--out', inside('store')],
  ])('%s %s %s %s', async (...args) => {
    const { code, stdout, stderr } = await hallucinationRate(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/would overwrite|did not make/);
    expect(readdirSync(at).sort()).toEqual(before);
    expect(readFileSync(inside('in.csv'), 'utf8')).toBe(TRAINING);
    expect(readFileSync(inside('graded.svg'), 'utf8')).toBe(GRADED);
  });

  test('standard input and output are files, too', async () => {
    const line = (text: string, ...args: readonly string[]) => inShell(`cd ${at}; ${text}`, ...args);
    const first = await line('"$@" < in.csv', 'estimate', '-', '--singletons', 'in.csv');
    expect([first.code, first.stderr]).toEqual([2, expect.stringMatching(/would overwrite/)]);
    const second = await line('"$@" >> in.csv', 'estimate', 'in.csv');
    expect([second.code, second.stderr]).toEqual([2, expect.stringMatching(/would overwrite[^]*stdout/)]);
    expect(readFileSync(inside('in.csv'), 'utf8')).toBe(TRAINING);
  });

  test('a list beside files that a glob does not match is written', async () => {
    const { code } = await hallucinationRate('estimate', inside('h*.csv'), '--singletons', inside('rare.csv'));
    expect([code, existsSync(inside('rare.csv'))]).toEqual([0, true]);
  });
});

linux('an experiment from a pipe, and files without an end', () => {
  test('a pipe by name, a FIFO, /dev/stdin and - are the file', async () => {
    const ids = (text: string): readonly string[] => text.match(/^[0-9a-f]{12}/gm) ?? [];
    const expected = ids((await hallucinationRate('run', experiment, '--dry-run')).stdout);
    expect(expected).toHaveLength(1);
    const lines = [
      `"$@" <(cat ${experiment})`,
      `"$@" /dev/stdin < ${experiment}`,
      `cat ${experiment} | "$@" -`,
      `mkfifo fifo; (sleep 1; cat ${experiment} > fifo) & "$@" fifo`,
    ];
    for (const line of lines)
      expect([line, ids((await inShell(line, 'run', '--dry-run')).stdout)]).toEqual([line, expected]);
    expect(ids((await withInput(EXPERIMENT, 'run', '-', '--dry-run')).stdout)).toEqual(expected);
  });

  test.each([
    ['run', '/dev/zero'],
    ['corpus', '/dev/zero', '--out', path.join(folder, 'zero')],
    [
      'run',
      experiment,
      '--set',
      'model.kind=mlp',
      '--set',
      'training.resume=/dev/zero',
      '--out',
      path.join(folder, 'zero'),
    ],
  ])('%s %s ends in words', async (...args) => {
    const { code, stderr } = await inShell('ulimit -v 8000000; timeout 20 "$@"', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bytes|device/);
    expect(existsSync(path.join(folder, 'zero'))).toBe(false);
  });

  test('a FIFO that nobody writes to is given up', async () => {
    const { code, stderr } = await inShell('mkfifo silent; timeout 20 "$@"', 'run', 'silent');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/the pipe gives nothing/)]);
  });
});

describe('small things', () => {
  test('an empty table of runs, and a text where a number stands', async () => {
    const at = temporaryFolder();
    closeSync(openSync(path.join(at, 'runs.arrow'), 'w'));
    const empty = await hallucinationRate('runs', at);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringMatching(/cannot be read[^]*runs\.arrow/)]);
    const store = path.join(at, 'store');
    await hallucinationRate('run', experimentFile(EXPERIMENT), '--out', store);
    const text = await hallucinationRate('runs', path.join(store, 'tiny'), '--where', 'seed<abc');
    expect([text.code, text.stderr]).toEqual([2, expect.stringMatching(/column of numbers[^]*seed<abc/)]);
    expect((await hallucinationRate('runs', path.join(store, 'tiny'), '--where', 'seed<2')).stdout).toMatch(
      /1 of 1 run\n/,
    );
  });
});
