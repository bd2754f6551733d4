/** The built library in plain JavaScript, in a folder of its own. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { hallucinationRate, temporaryFolder } from './commandLine.js';

const LIBRARY = JSON.stringify(pathToFileURL(path.resolve('dist/index.js')).href);

/** Runs a program and returns what it logs as JSON. */
async function logged(folder: string, program: string): Promise<unknown> {
  writeFileSync(path.join(folder, 'program.mjs'), program);
  const { stdout } = await promisify(execFile)(process.execPath, ['program.mjs'], { cwd: folder });
  return JSON.parse(stdout);
}

const PLUGIN = `export default ({ defineFamily }) => defineFamily({
  kind: 'coins',
  build: () => ({ nature: 'arbitrary', prompts: ['a', 'b', 'c'], answer: ['heads', 'tails', 'heads'] }),
});
`;

test('an experiment in a folder, by worker processes, is that of the command line', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'mine.mjs'), PLUGIN);
  const yaml = 'corpus: { examples: 30, families: { coins: coins } }\nmodel: ngram\nseeds: 3\nname: coins\n';
  writeFileSync(path.join(folder, 'coins.yaml'), yaml);
  const errors = await logged(
    folder,
    `import { runExperiment } from ${LIBRARY};
    const counted = [];
    const { runs, tables } = await runExperiment(${JSON.stringify(yaml)}, {
      out: 'store', workers: 2, plugins: ['./mine.mjs'], onRun: (ended, all) => counted.push(ended + '/' + all),
    });
    const again = await runExperiment('coins.yaml', { plugins: ['mine.mjs'] });
    const rates = tables.runs.columns['families.coins.errorRate'];
    console.log(JSON.stringify([rates, runs.map((run) => run.families.coins.errorRate), again.tables.runs.columns['families.coins.errorRate'], counted]));`,
  );
  const [stored, given, inMemory, counted] = errors as readonly unknown[][];
  expect(counted).toEqual(['1/3', '2/3', '3/3']);
  expect(stored).toHaveLength(3);
  expect([given, inMemory]).toEqual([stored, stored]);
  const { code } = await hallucinationRate(
    'run',
    path.join(folder, 'coins.yaml'),
    '--plugin',
    path.join(folder, 'mine.mjs'),
    '--out',
    path.join(folder, 'command'),
  );
  expect(code).toBe(0);
  expect(readFileSync(path.join(folder, 'command/coins/runs.arrow'))).toEqual(
    readFileSync(path.join(folder, 'store/coins/runs.arrow')),
  );
  expect((await hallucinationRate('verify', path.join(folder, 'store'))).stdout).toMatch(/no damage/);
  expect(existsSync(path.join(folder, 'store/coins/.lock'))).toBe(false);
}, 120_000);

test('a plugin that is changed and stands alone is imported anew', async () => {
  const folder = temporaryFolder();
  const found = await logged(
    folder,
    `import { writeFileSync } from 'node:fs';
    import { createCorpus } from ${LIBRARY};
    const seen = [];
    for (const side of ['heads', 'crown', 'heads']) {
      writeFileSync('mine.mjs', ${JSON.stringify(PLUGIN)}.replaceAll('heads', side));
      const { world } = await createCorpus({ examples: 20, families: { f: 'coins' } }, { plugins: ['./mine.mjs'] });
      seen.push(world.families[0].responseTexts.find((text) => !/tails|know/.test(text)));
    }
    console.log(JSON.stringify(seen));`,
  );
  expect(found).toEqual(['heads .', 'crown .', 'heads .']);
}, 60_000);
