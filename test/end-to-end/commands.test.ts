import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { experimentFile, hallucinationRate, SMALL, temporaryFolder } from './commandLine.js';

describe('a mistake of the user: exit code 2, one message, nothing written, nothing on stdout', () => {
  const cases: readonly (readonly [string, string, readonly string[], readonly RegExp[]])[] = [
    [
      'misspelt key',
      SMALL.replace('examples:', 'exampels:'),
      [],
      [/small\.yaml:4/, /corpus\.exampels/, /did you mean examples/],
    ],
    ['wrong type', SMALL.replace('examples: 300', 'examples: many'), [], [/corpus\.examples/, /many/]],
    ['zero examples', SMALL.replace('examples: 300', 'examples: 0'), [], [/corpus\.examples/, /found: +0/]],
    [
      'impossible probability',
      SMALL.replace('0.8', '1.2'),
      [],
      [/corpus\.families\.birthdays\.answerProbability/, /1\.2/, /0 to 1/],
    ],
    [
      'too few responses',
      SMALL,
      ['--set', 'corpus.families.birthdays.responses=1'],
      [/responses/, /--set/, /2 to 10000/],
    ],
    ['unknown kind', SMALL.replace('model.kind: [transformer', 'model.kind: [transfomer'), [], [/transformer/]],
    ['broken YAML', `${SMALL}\n  : [`, [], [/small\.yaml:\d+/]],
    ['empty file', '', [], [/empty/]],
    [
      'heads that do not divide the width',
      SMALL,
      ['--set', 'model.heads=3', '--set', 'model.kind=transformer'],
      [/model\.heads/, /--set model\.heads=3/],
    ],
    [
      'singleton rate out of reach',
      SMALL,
      ['--set', 'corpus.families.birthdays.frequency={kind: singleton-rate, target: 0.79}'],
      [/frequency\.target/, /0\.79/, /prompts/, /--set/],
    ],
    [
      'a family without examples',
      SMALL,
      ['--set', 'corpus.examples=1'],
      [/corpus\.examples/, /weight/, /--set corpus\.examples=1/],
    ],
    ['override without a value', SMALL, ['--set', 'seed'], [/seed/]],
    ['flag without a value', SMALL, ['--set'], [/set/]],
    ['unknown flag', SMALL, ['--job', '3'], [/job/]],
    ['unknown engine', SMALL, ['--engine', 'steam'], [/steam/]],
    ['unknown device', SMALL, ['--device', 'abacus'], [/abacus/]],
    [
      'a device that is not there',
      SMALL,
      ['--device', process.platform === 'darwin' ? 'dml' : 'coreml'],
      [/engine\.device/, /allowed: +cpu/, /doctor/],
    ],
    ['a device for the eager engine', SMALL, ['--device', 'cuda', '--engine', 'eager'], [/engine\.device/, /eager/]],
    ['no threads', SMALL, ['--threads', '0'], [/engine\.threads/]],
    ['no workers', SMALL, ['--workers', '0'], [/workers/]],
  ];

  test.each(cases)('%s', async (_name, text, args, patterns) => {
    const store = path.join(temporaryFolder(), 'store');
    const { code, stdout, stderr } = await hallucinationRate('run', experimentFile(text), '--out', store, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const pattern of patterns) expect(stderr).toMatch(pattern);
    expect(stderr).not.toMatch(/\n\s+at .*\(/);
    expect(existsSync(store)).toBe(false);
  });

  test('missing file', async () => {
    const { code, stderr } = await hallucinationRate('run', 'no/such.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('no/such.yaml');
  });

  test('a shipped experiment has a name that works in every folder', async () => {
    const { code, stdout } = await hallucinationRate(
      'run',
      'guess-or-abstain',
      '--quick',
      '--dry-run',
      '--out',
      temporaryFolder(),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^guess-or-abstain: \d+ runs/m);
    const unknown = await hallucinationRate('run', 'guess-or-abstane');
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no such file[^]*did you mean guess-or-abstain\?/),
    });
  });

  test('a store that cannot be written', async () => {
    const file = experimentFile();
    const { code, stderr } = await hallucinationRate('run', file, '--out', file, '--set', 'model.kind=ngram');
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/bug/);
  });

  test.each([[['--quick']], [['frobnicate']], [['run']]])('%j points to the help', async (args) => {
    const { code, stdout, stderr } = await hallucinationRate(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/--help/);
  });
});

const COMMANDS = [
  'run',
  'reproduce',
  'corpus',
  'measure',
  'audit',
  'score',
  'estimate',
  'bounds',
  'runs',
  'compare',
  'verify',
  'schema',
  'doctor',
];

test('without a command the help is shown; a typo is told with the command that was meant', async () => {
  const bare = await hallucinationRate();
  expect(bare).toEqual({ ...(await hallucinationRate('--help')), code: 0 });
  const typo = await hallucinationRate('reproduec', '--quick');
  expect(typo).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/unknown command[^]*did you mean reproduce\?/),
  });
});

test('what a command needs is named as one types it', async () => {
  const needs: readonly (readonly [readonly string[], RegExp])[] = [
    [['run'], /`run` needs an argument[^]*hallucination-rate run <file>[^]*run --help/],
    [['run', '--quik', 'x.yaml'], /Unknown argument: quik\n[^]*did you mean --quick\?/],
    [
      ['audit', 'q.csv'],
      /`audit` needs --server and --model\n +allowed: hallucination-rate audit <questions..> --server … --model …\n/,
    ],
    [['plot', 'runs/x', '-x', 'sr', '--out', 'a.svg'], /`plot` needs -y\n/],
  ];
  for (const [words, message] of needs)
    expect(await hallucinationRate(...words)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
});

test.each(['', ...COMMANDS])('%s --help shows help with exit code 0, in 80 columns', async (command) => {
  const { code, stdout } = await hallucinationRate(...(command === '' ? [] : [command]), '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/--help/);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('help texts wrap at blanks', async () => {
  const text = (await hallucinationRate('--help')).stdout.replaceAll(/\s+/g, ' ');
  expect(text).toContain('run an experiment: corpora, models, measurements, tables and a report');
  expect(text).toContain('check every stored file against its checksum');
});

describe('completion', () => {
  test('knows all commands, and the flags and choices of one', async () => {
    const { stdout } = await hallucinationRate('--get-yargs-completions', 'hallucination-rate', '');
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^${command}\\b`, 'm'));
    expect((await hallucinationRate('--get-yargs-completions', 'run', '--engine', '')).stdout).toMatch(
      /^compiled\b[^]*^eager\b/m,
    );
  });

  test.each([
    [[], '/bin/bash', /^complete -o .* hallucination-rate$/m],
    [[], '/bin/zsh', /^#compdef hallucination-rate$/m],
    [[], '/usr/bin/fish', /^complete -c hallucination-rate -a '\(__hallucination_rate_completions\)'$/m],
    [['fish'], '/bin/bash', /^complete -c hallucination-rate /m],
    [['zsh'], '/bin/bash', /^#compdef /m],
    [['bash'], '/usr/bin/fish', /^complete -o /m],
  ])('prints the script of the shell that is named, or of $SHELL: %j in %s', (named, SHELL, pattern) => {
    const { status, stdout } = spawnSync(process.execPath, [path.resolve('dist/cli/main.js'), 'completion', ...named], {
      encoding: 'utf8',
      env: { ...process.env, SHELL, ZSH_NAME: '' },
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(pattern);
    expect(stdout).toContain('hallucination-rate --get-yargs-completions');
  });

  test('names the shells that it knows', async () => {
    const { code, stderr } = await hallucinationRate('completion', 'tcsh');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/found: +tcsh\n +allowed: +bash, zsh, fish/)]);
  });
});

describe('corpus', () => {
  test('writes examples and prompts that agree with each other and with the figures', async () => {
    const folder = path.join(mkdtempSync(path.join(temporaryFolder(), 'c')), 'corpus');
    const { code, stdout } = await hallucinationRate('corpus', experimentFile(), '--out', folder, '--json');
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['corpus.json', 'examples.arrow', 'prompts.arrow', 'responses.arrow']);
    const read = (name: string) =>
      tableFromIPC(readFileSync(path.join(folder, name)))
        .toArray()
        .map((row) => row.toJSON() as Record<string, never>);
    const [examples, prompts] = [read('examples.arrow'), read('prompts.arrow')];
    expect(examples).toHaveLength(300);
    const { families } = JSON.parse(stdout) as { families: Record<string, never>[] };
    for (const figures of families) {
      const rows = examples.filter(({ family }) => family === figures.family);
      const own = prompts.filter(({ family }) => family === figures.family);
      expect(rows).toHaveLength(figures.examples);
      expect(own).toHaveLength(figures.prompts);
      expect(own.reduce((sum, { mu }) => sum + mu, 0)).toBeCloseTo(1, 9);
      const [missing, singletons] = own.reduce(
        ([mm, n1], { promptId, prompt, answer, answered, abstained, mu, alpha }) => {
          const asked = rows.filter((row) => row.promptId === promptId);
          expect(
            asked.every((row) => row.prompt === prompt && row.response === (row.abstained ? "I don't know ." : answer)),
          ).toBe(true);
          expect(asked.filter((row) => row.abstained)).toHaveLength(abstained);
          expect(asked.filter((row) => !row.abstained)).toHaveLength(answered);
          return [mm + (answered === 0 ? mu * alpha : 0), n1 + Number(answered === 1)];
        },
        [0, 0],
      );
      expect(missing).toBeCloseTo(figures.missingMass, 9);
      expect(singletons / rows.length).toBeCloseTo(figures.singletonRate, 12);
    }
  });

  test('prints the figures in words', async () => {
    const { stdout } = await hallucinationRate('corpus', experimentFile(), '--out', temporaryFolder());
    for (const words of ['singleton rate sr', 'missing mass MM', 'Good–Turing', 'birthdays', 'prompts.arrow'])
      expect(stdout).toContain(words);
  });
});

test('doctor shows which engines work', async () => {
  const { code, stdout, stderr } = await hallucinationRate('doctor', '--json');
  // Libraries of graphics cards write past Node: what they say stands in the reason.
  expect([code, stderr]).toEqual([0, '']);
  const { engines } = JSON.parse(stdout) as {
    engines: {
      engine: string;
      backend: string;
      device?: string;
      availability: { available: boolean; reason?: string };
    }[];
  };
  const available = Object.fromEntries(
    engines.map(({ backend, device, availability }) => [device ?? backend, availability.available]),
  );
  expect(available).toMatchObject({ wasm: true, cpu: true });
  expect(engines[0]).toEqual({
    engine: 'compiled',
    backend: 'onnxruntime',
    device: 'cpu',
    availability: { available: true },
  });
  expect(available).toMatchObject(process.platform === 'darwin' ? { dml: false } : { coreml: false });
  for (const { availability } of engines) expect(availability.available || availability.reason).toBeTruthy();
});

describe('shipped experiments', () => {
  const shipped = [...readdirSync('experiments').map((name) => `experiments/${name}`), 'corpora/birthdays.yaml'];

  test.each(shipped)('%s is valid, and its name is its file', async (file) => {
    const { loadExperiment } = await import('../../src/config/load/loadExperiment.js');
    const { schemaOf } = await import('../../src/sweep/experimentSchemas.js');
    for (const quick of [false, true])
      expect(loadExperiment(file, { quick }, schemaOf).name).toBe(path.basename(file, '.yaml'));
  });

  test('the main job sweeps at least five singleton rates with three models', async () => {
    const { loadExperiment } = await import('../../src/config/load/loadExperiment.js');
    const { schema } = await import('../../src/sweep/experimentSchemas.js');
    const { runs } = loadExperiment('experiments/singleton-rate.yaml', {}, schema);
    const of = (key: string) => new Set(runs.map(({ parameters }) => parameters[key]));
    expect(of('corpus.families.birthdays.frequency.target').size).toBeGreaterThanOrEqual(5);
    expect(of('model.kind')).toEqual(new Set(['transformer', 'ngram', 'calibrated-learner']));
  });
});

describe('the store', () => {
  const ngram = ['--set', 'model.kind=ngram', '--workers', '1'];

  test('--out given empty or twice', async () => {
    for (const out of [
      ['--out', ''],
      ['--out', 'a', '--out', 'b'],
    ]) {
      const { code, stderr } = await hallucinationRate('run', experimentFile(), ...ngram, ...out);
      expect(code).toBe(2);
      expect(stderr).toMatch(/--out/);
    }
    expect(existsSync('a') || existsSync('b')).toBe(false);
  });

  test('responses.arrow of other runs does not stay beside the tables', async () => {
    const [store, file] = [temporaryFolder(), experimentFile()];
    const responses = path.join(store, 'small', 'responses.arrow');
    await hallucinationRate('run', file, '--out', store, '--responses', ...ngram);
    expect(existsSync(responses)).toBe(true);
    await hallucinationRate('run', file, '--out', store, '--set', 'seed=9', ...ngram);
    expect(existsSync(responses)).toBe(false);
  });

  test('a run that diverges is reported, and leaves only its record', async () => {
    const store = temporaryFolder();
    const { code, stdout, stderr } = await hallucinationRate(
      'run',
      experimentFile(),
      '--out',
      store,
      '--set',
      'model.kind=transformer',
      '--set',
      'training.learningRate=1e30',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/1 of 1 run failed[\s\S]*not finite at step \d+.*training\.learningRate/);
    expect(readdirSync(path.join(store, 'small'))).toEqual(['failed']);
  });
});
