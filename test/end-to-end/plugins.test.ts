/** Plugins through the command line: their kinds, their ids, their mistakes, in worker processes too. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hallucinationRate, temporaryFolder } from './commandLine.js';

const at = temporaryFolder();

/** A family of coins and a model that knows its training rows; `note` stands for any change of the file. */
function plugin(note = ''): string {
  return `${note}
export default ({ defineFamily, defineModel, z }) => [
  defineFamily({
    kind: 'coins',
    options: z.object({ coins: z.int().min(2).default(40) }),
    build: ({ coins }, { random }) => {
      const toss = random('toss');
      const prompts = Array.from({ length: coins }, (_, i) => 'coin ' + i + ' shows');
      return { nature: 'arbitrary', prompts, answer: prompts.map(() => (toss() < 0.5 ? 'heads' : 'tails')) };
    },
  }),
  defineModel({
    kind: 'parrot',
    fit(_, { examples }) {
      const read = new Map(examples.map((row) => [row.prompt, row.response]));
      return (prompt, responses) =>
        responses.map((response) => (read.has(prompt) ? Math.log(Number(read.get(prompt) === response)) : -Math.log(responses.length)));
    },
  }),
];
`;
}

const EXPERIMENT = `
corpus: { examples: 60, families: { coins: { kind: coins } } }
sweep: { model.kind: [parrot, calibrated-learner] }
seeds: 2
`;

/** A folder with a plugin and an experiment beside it. */
function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = path.join(at, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries({ 'own.yaml': EXPERIMENT, ...files }))
    writeFileSync(path.join(folder, file), content);
  return folder;
}

function run(folder: string, ...args: readonly string[]) {
  return hallucinationRate('run', path.join(folder, 'own.yaml'), '--out', path.join(folder, 'runs'), ...args);
}

async function idsOf(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await run(folder, '--dry-run', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.match(/^[0-9a-f]{12}/gm) ?? [];
}

test('one worker and two make the same bytes, by --plugin and by the key of the file', async () => {
  const folder = folderWith('bytes', {
    'mine.mjs': plugin("console.log('a plugin that talks');"),
    'keyed.yaml': `plugins: [./mine.mjs]\n${EXPERIMENT}`.replace('corpus', 'name: own\ncorpus'),
  });
  const file = path.join(folder, 'mine.mjs');
  const one = await run(folder, '--plugin', file, '--workers', '1', '--json');
  expect(one.code).toBe(0);
  expect(one.stderr).toMatch(/a plugin that talks/);
  const { runs } = JSON.parse(one.stdout) as { runs: { id: string; families: { coins: { errorRate: number } } }[] };
  expect(runs).toHaveLength(4);
  expect(runs[0].families.coins.errorRate).toBeGreaterThan(0);
  const two = await hallucinationRate(
    'run',
    path.join(folder, 'keyed.yaml'),
    '--out',
    path.join(folder, 'other'),
    '--workers',
    '2',
  );
  expect(two.code).toBe(0);
  for (const table of ['runs.arrow', 'curves.arrow'])
    expect(readFileSync(path.join(folder, 'other/own', table))).toEqual(
      readFileSync(path.join(folder, 'runs/own', table)),
    );
  const config = JSON.parse(readFileSync(path.join(folder, 'runs/own', runs[0].id, 'config.json'), 'utf8'));
  expect(config.plugins).toEqual([{ file: path.relative('.', file), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  const asked = await hallucinationRate('ask', path.join(folder, 'runs/own', runs[0].id), 'coin 3 shows');
  expect([asked.code, asked.stdout]).toEqual([0, expect.stringMatching(/heads|tails/)]);
  const report = readFileSync(path.join(folder, 'runs/own/report.html'), 'utf8');
  expect(report).toContain('--plugin');
}, 120_000);

describe('ids', () => {
  test('hold the content of a plugin and not its place; runs that use none of its kinds keep theirs', async () => {
    const folder = folderWith('ids', { 'mine.mjs': plugin() });
    const named = ['--plugin', path.join(folder, 'mine.mjs')];
    const ids = await idsOf(folder, ...named);
    expect(new Set(ids).size).toBe(4);
    const elsewhere = path.join(at, 'elsewhere');
    cpSync(folder, elsewhere, { recursive: true });
    expect(await idsOf(elsewhere, '--plugin', path.join(elsewhere, 'mine.mjs'))).toEqual(ids);
    writeFileSync(path.join(elsewhere, 'mine.mjs'), plugin('// changed'));
    const changed = await idsOf(elsewhere, '--plugin', path.join(elsewhere, 'mine.mjs'));
    expect(changed.filter((id) => ids.includes(id))).toEqual([]);

    const own = ['--set', 'corpus.families={facts: {kind: arbitrary-facts, prompts: 50}}', '--set', 'model.kind=ngram'];
    expect(await idsOf(folder, ...named, ...own)).toEqual(await idsOf(folder, ...own));
  }, 120_000);

  test('hold the modules that a plugin imports by relative paths', async () => {
    const main = `import { sides } from './parts/sides.js';\n${plugin().replaceAll("'heads'", 'sides[0]')}`;
    const folder = folderWith('imports', { 'mine.mjs': main, 'package.json': '{"type":"module"}' });
    mkdirSync(path.join(folder, 'parts'));
    const part = path.join(folder, 'parts/sides.js');
    writeFileSync(part, "export const sides = ['heads'];\n");
    const ids = await idsOf(folder, '--plugin', path.join(folder, 'mine.mjs'));
    writeFileSync(part, "export const sides = ['head'];\n");
    const changed = await idsOf(folder, '--plugin', path.join(folder, 'mine.mjs'));
    expect([changed.length, changed.filter((id) => ids.includes(id))]).toEqual([4, []]);
  }, 60_000);
});

test('an import of what is not there is told without the files of Node', async () => {
  const folder = folderWith('no-package', { 'mine.mjs': plugin("import 'no-such-package';") });
  const { code, stderr } = await run(folder, '--plugin', path.join(folder, 'mine.mjs'));
  expect([code, stderr]).toEqual([2, expect.stringMatching(/cannot be imported\n[^]*Cannot find package/)]);
  expect(stderr).not.toMatch(/called from|esm/);
});

test('a corpus whose plugin has changed names the card, and says what to do', async () => {
  const folder = folderWith('changed-later', { 'mine.mjs': plugin() });
  const mine = path.join(folder, 'mine.mjs');
  const drawn = path.join(folder, 'corpus');
  await hallucinationRate('corpus', path.join(folder, 'own.yaml'), '--plugin', mine, '--out', drawn);
  writeFileSync(mine, plugin('// later'));
  const { code, stderr } = await hallucinationRate('measure', drawn, '--kind', 'parrot', '--out', folder);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/the plugin has changed[^]*mine\.mjs[^]*corpus\.json names the plugin[^]*anew/),
  ]);
});

test('a plugin that changes during a sweep is refused, and complete runs stay', async () => {
  const folder = folderWith('changing', {
    'mine.mjs': `import { appendFileSync } from 'node:fs';\n${plugin().replace(
      'const read',
      "appendFileSync(new URL(import.meta.url), '// touched\\n');\n      const read",
    )}`,
  });
  const { code, stderr } = await run(
    folder,
    '--plugin',
    path.join(folder, 'mine.mjs'),
    '--workers',
    '1',
    '--set',
    'model.kind=parrot',
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/the plugin has changed/);
  expect(existsSync(path.join(folder, 'runs/own/runs.arrow'))).toBe(true);
}, 60_000);

test('a plugin that imports another copy of the package is understood, and so are the mistakes that it throws', async () => {
  const folder = folderWith('copies', {
    'mine.mjs': `import { defineFamily, UserError } from 'hallucination-rate';
export const coins = defineFamily({
  kind: 'coins',
  build: (_, { path }) => {
    if (path.endsWith('odd')) throw new UserError({ code: 'odd', summary: 'an odd name', keyPath: path });
    return { nature: 'arbitrary', prompts: ['a', 'b'], answer: ['heads', 'tails'] };
  },
});
`,
  });
  const copy = path.join(folder, 'node_modules/hallucination-rate');
  mkdirSync(copy, { recursive: true });
  for (const part of ['dist', 'corpora', 'package.json']) cpSync(part, path.join(copy, part), { recursive: true });
  for (const name of readdirSync('node_modules'))
    if (name !== 'hallucination-rate')
      symlinkSync(path.resolve('node_modules', name), path.join(folder, 'node_modules', name));
  const named = ['--plugin', path.join(folder, 'mine.mjs'), '--set', 'model.kind=ngram', '--workers', '1'];
  const made = await run(folder, ...named);
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/coins \(arbitrary facts\)/)]);
  const odd = await run(folder, ...named, '--set', 'corpus.families={odd: {kind: coins}}', '--dry-run');
  expect([odd.code, odd.stderr]).toEqual([
    2,
    expect.stringMatching(/^an odd name: corpus\.families\.odd\n +where: +--set corpus\.families/),
  ]);
}, 120_000);

describe('a plugin is found', () => {
  test('as a package, from the folder of the experiment', async () => {
    const folder = folderWith('package', { 'own.yaml': `plugins: [coin-kinds]\n${EXPERIMENT}` });
    const home = path.join(folder, 'node_modules/coin-kinds');
    mkdirSync(path.join(home, 'lib'), { recursive: true });
    writeFileSync(
      path.join(home, 'package.json'),
      '{"name":"coin-kinds","type":"module","exports":{".":{"import":"./lib/main.js"}}}',
    );
    writeFileSync(path.join(home, 'lib/main.js'), plugin());
    expect(await idsOf(folder)).toHaveLength(4);
  }, 60_000);

  test('with its digest, which may stand in the file', async () => {
    const folder = folderWith('digest', {
      'mine.mjs': plugin(),
      'own.yaml': `plugins: [{ file: mine.mjs, sha256: ${'a'.repeat(64)} }]\n${EXPERIMENT}`,
    });
    const { code, stderr } = await run(folder, '--dry-run');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/the plugin has changed[^]*mine\.mjs[^]*aaaa/)]);
  }, 60_000);
});

describe('mistakes name the plugin, and end with exit code 2', () => {
  const model = (fit: string): string =>
    plugin().replace(/fit\(_, \{ examples \}\) \{[^]*?\n {4}\},\n/, `fit: ${fit},\n`);

  test.each<[string, string, RegExp]>([
    [
      'a fit that throws',
      model("() => { throw new Error('bad luck'); }"),
      /parrot failed[^]*mine\.mjs:\d+[^]*bad luck/,
    ],
    [
      'NaN',
      model('() => (_, responses) => responses.map(() => NaN)'),
      /not the logarithm[^]*mine\.mjs \(model parrot\)/,
    ],
    [
      'too few numbers',
      model('() => () => [-1]'),
      /one log-probability for each response[^]*mine\.mjs \(model parrot\)/,
    ],
    ['a sum above 1', model('() => (_, responses) => responses.map(() => 0)'), /add up to more than 1[^]*mine\.mjs/],
  ])(
    'in a worker process: %s',
    async (name, content, words) => {
      const folder = folderWith(`worker-${name.replaceAll(' ', '-')}`, { 'mine.mjs': content });
      const { code, stderr } = await run(folder, '--plugin', path.join(folder, 'mine.mjs'), '--set', 'seeds=1');
      expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
      // The other model of the sweep is measured nevertheless.
      expect(readdirSync(path.join(folder, 'runs/own'))).toContain('runs.arrow');
    },
    60_000,
  );

  test('a plugin that is not there, an unknown kind, and plugins under --set', async () => {
    const folder = folderWith('others', { 'mine.mjs': plugin(), 'file.yaml': `plugins: [./none.mjs]\n${EXPERIMENT}` });
    const file = path.join(folder, 'mine.mjs');
    const missing = await run(folder, '--plugin', path.join(folder, 'none.mjs'));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/no such plugin[^]*none\.mjs/)]);
    const inFile = await hallucinationRate('run', path.join(folder, 'file.yaml'), '--dry-run');
    expect([inFile.code, inFile.stderr]).toEqual([
      2,
      expect.stringMatching(/no such plugin: plugins\[0\]\n +where: +\S*file\.yaml:1:\d+/),
    ]);
    const unknown = await run(folder, '--plugin', file, '--set', 'corpus.families.coins.kind=coin', '--dry-run');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/unknown kind[^]*did you mean coins\?/)]);
    const without = await run(folder, '--dry-run');
    expect([without.code, without.stderr]).toEqual([2, expect.stringMatching(/unknown kind[^]*--plugin/)]);
    const option = await run(folder, '--plugin', file, '--set', 'corpus.families.coins.coin=3', '--dry-run');
    expect([option.code, option.stderr]).toEqual([2, expect.stringMatching(/unknown key[^]*did you mean coins\?/)]);
    const set = await run(folder, '--set', 'plugins=[a.mjs]', '--dry-run');
    expect([set.code, set.stderr]).toEqual([2, expect.stringMatching(/--plugin FILE adds a plugin/)]);
  }, 60_000);
});

test('the schema and its reference know the kinds', async () => {
  const folder = folderWith('schema', { 'mine.mjs': plugin() });
  const { stdout } = await hallucinationRate('schema', '--plugin', path.join(folder, 'mine.mjs'));
  expect(JSON.stringify(JSON.parse(stdout))).toContain('"coins"');
  const reference = await hallucinationRate('schema', '--markdown', '--plugin', path.join(folder, 'mine.mjs'));
  expect(reference.stdout).toMatch(/### coins\n\nA kind of a plugin\.\n\n[^]*\| `coins` \| an integer/);
}, 60_000);

test('a corpus of a plugin is exported, and measured by its card', async () => {
  const folder = folderWith('corpus', { 'mine.mjs': plugin() });
  const out = path.join(folder, 'corpus');
  const exported = await hallucinationRate(
    'corpus',
    path.join(folder, 'own.yaml'),
    '--plugin',
    path.join(folder, 'mine.mjs'),
    '--out',
    out,
    '--format',
    'jsonl',
  );
  expect([exported.code, exported.stderr]).toEqual([0, expect.stringMatching(/first of 4 runs/)]);
  const card = JSON.parse(readFileSync(path.join(out, 'corpus.json'), 'utf8'));
  expect(card.plugins).toEqual([{ file: '../mine.mjs', sha256: expect.any(String) }]);
  const lines = (file: string) =>
    readFileSync(path.join(out, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const responses = lines('responses.jsonl');
  const rows = lines('prompts.jsonl').flatMap(({ family, promptId }) =>
    responses.map(({ responseId }) => `${family},${promptId},${responseId},${-Math.log(responses.length)}\n`),
  );
  const table = path.join(folder, 'even.csv');
  writeFileSync(table, `family,promptId,responseId,logProbability\n${rows.join('')}`);
  const measured = await hallucinationRate(
    'measure',
    out,
    '--table',
    table,
    '--json',
    '--out',
    path.join(folder, 'measured'),
  );
  expect(measured.code).toBe(0);
  const [{ families }] = (JSON.parse(measured.stdout) as { runs: { families: { coins: { errorRate: number } } }[] })
    .runs;
  expect(families.coins.errorRate).toBeCloseTo(1 / 3, 9);

  // A model of the plugin, where the plugin has moved and is known by its content; and a reference beside it.
  const moved = path.join(folder, 'moved.mjs');
  renameSync(path.join(folder, 'mine.mjs'), moved);
  const models = ['--kind', 'parrot', '--kind', 'calibrated-learner'];
  const places = ['--json', '--workers', '1', '--out', path.join(folder, 'models')];
  const both = await hallucinationRate('measure', out, '--plugin', moved, ...models, ...places);
  expect([both.code, both.stderr.includes('failed')]).toEqual([0, false]);
  const made = (
    JSON.parse(both.stdout) as {
      runs: { model: { kind: string }; families: { coins: { missingMass: number; errorRate: number } } }[];
    }
  ).runs;
  expect(made.map(({ model }) => model.kind)).toEqual(['parrot', 'calibrated-learner']);
  const [parrot] = made.map((each) => each.families.coins);
  expect(parrot.errorRate).toBeCloseTo((parrot.missingMass * 1) / 3, 9);
  const none = await hallucinationRate('measure', out, '--plugin', moved);
  expect([none.code, none.stderr]).toEqual([
    2,
    expect.stringMatching(/no model to measure[^]*--table or --checkpoint or --kind[^]*--server/),
  ]);
}, 120_000);

test('the example runs', async () => {
  const { code, stdout } = await hallucinationRate(
    'run',
    'examples/plugin/pets.yaml',
    '--out',
    path.join(at, 'pets'),
    '--json',
  );
  expect(code).toBe(0);
  const { runs } = JSON.parse(stdout) as {
    runs: { model: { kind: string }; families: { pets: { errorRate: number; missingMass: number } } }[];
  };
  const of = (kind: string) => runs.find(({ model }) => model.kind === kind)!.families.pets;
  // It guesses on half of what it has not read, among eight pets.
  expect(of('cautious').errorRate).toBeCloseTo(of('cautious').missingMass * 0.5 * (7 / 8), 9);
}, 60_000);
