import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pageHtml } from '../../src/report/page/page.js';
import { writeManifest } from '../../src/store/manifest.js';
import { writeRunFolder } from '../../src/store/runFolder.js';
import { writeTable } from '../../src/store/tables.js';
import { refuseForeignCorpus, refuseForeignExperiment, refuseForeignReproduction } from '../../src/sweep/ownFiles.js';

let dir = '';
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'own-'))));
afterEach(() => rm(dir, { recursive: true }));

const FILES = ['report.html', 'manifest.json', 'responses.arrow', 'runs.arrow', 'curves.arrow'];

/** The files of a sweep, whose list of checksums was not written yet. */
async function gathered(): Promise<void> {
  await writeRunFolder(dir, '0123456789ab', (folder) => writeFile(join(folder, 'result.json'), '{}'));
  for (const name of ['runs.arrow', 'curves.arrow'])
    await writeTable(join(dir, name), { seed: { type: 'int32', values: [1] } }, { schemaVersion: '1' });
  await writeFile(join(dir, 'report.html'), pageHtml('title', '<p>text</p>'));
}

describe("a user's file in the folder of an experiment is refused, and named", () => {
  test.each(FILES)('%s, without runs', async (name) => {
    await writeFile(join(dir, name), 'mine');
    await expect(refuseForeignExperiment(dir)).rejects.toThrow(join(dir, name));
    expect(await readdir(dir)).toEqual([name]);
  });
  test('one that the list of checksums does not name', async () => {
    await gathered();
    await writeManifest(dir, ['runs.arrow', 'curves.arrow', 'report.html']);
    await refuseForeignExperiment(dir);
    await writeFile(join(dir, 'responses.arrow'), 'mine');
    await expect(refuseForeignExperiment(dir)).rejects.toThrow(join(dir, 'responses.arrow'));
  });
  test.each(['failed', 'slurm', 'damaged'])('a file in place of the folder %s', async (name) => {
    await writeFile(join(dir, name), 'mine');
    await expect(refuseForeignExperiment(dir)).rejects.toThrow(join(dir, name));
  });
  test('a folder in place of a file', async () => {
    await mkdir(join(dir, 'report.html'));
    await expect(refuseForeignExperiment(dir)).rejects.toThrow(/a folder where/);
  });
});

describe('own files are not refused', () => {
  test('in no folder, an empty one, or one with other files', async () => {
    await refuseForeignExperiment(join(dir, 'nowhere'));
    await refuseForeignExperiment(dir);
    await writeFile(join(dir, 'notes.txt'), 'mine');
    await refuseForeignExperiment(dir);
  });
  test('when gathering of many runs was interrupted, whose tables are longer than what is looked at', async () => {
    await gathered();
    const values = Float64Array.from({ length: 1_300_000 }, (_, row) => row);
    await writeTable(join(dir, 'runs.arrow'), { seed: { type: 'float64', values } }, { schemaVersion: '1' });
    await refuseForeignExperiment(dir);
    await writeFile(join(dir, 'runs.arrow'), Buffer.alloc(10_000_000, 'mine'));
    await expect(refuseForeignExperiment(dir)).rejects.toThrow(join(dir, 'runs.arrow'));
  });
  test('when gathering was interrupted, or the list of checksums is damaged', async () => {
    await gathered();
    await refuseForeignExperiment(dir);
    await writeFile(join(dir, 'manifest.json'), '{"files": half');
    await refuseForeignExperiment(dir);
    await writeFile(join(dir, 'report.html'), 'mine');
    await expect(refuseForeignExperiment(dir)).rejects.toThrow('report.html');
  });
});

test("a user's report or claims.json in the folder of reproduce is refused, own ones are not", async () => {
  refuseForeignReproduction(dir);
  await writeFile(join(dir, 'claims.json'), '{"seed":null,"claims":[]}');
  refuseForeignReproduction(dir);
  await writeManifest(dir, ['claims.json']);
  refuseForeignReproduction(dir);
  await writeFile(join(dir, 'report.html'), 'mine');
  expect(() => refuseForeignReproduction(dir)).toThrow(join(dir, 'report.html'));
  await rm(join(dir, 'report.html'));
  await rm(join(dir, 'manifest.json'));
  await writeFile(join(dir, 'claims.json'), 'mine');
  expect(() => refuseForeignReproduction(dir)).toThrow(join(dir, 'claims.json'));
});

test.each(['examples.arrow', 'prompts.arrow'])(
  "a user's %s in the folder of corpus is refused, an own one is not",
  async (name) => {
    refuseForeignCorpus(dir);
    await writeTable(join(dir, name), { promptId: { type: 'int32', values: [1] } });
    refuseForeignCorpus(dir);
    await writeTable(join(dir, name), { prompt: { type: 'text', values: ['mine'] } });
    expect(() => refuseForeignCorpus(dir)).toThrow(join(dir, name));
  },
);
