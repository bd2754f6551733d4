import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { manifestText, quickDamage, writeManifest } from '../../src/store/manifest.js';
import { completeRuns, removeRunFolder, writeRunFolder } from '../../src/store/runFolder.js';
import { verifyStore } from '../../src/store/verifyStore.js';

const IDS = ['0123456789ab', 'ba9876543210'];
let store = '';
function inExperiment(...names: string[]): string {
  return join(store, 'exp', ...names);
}

beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'verify-'));
  for (const id of IDS) {
    await writeRunFolder(inExperiment(), id, async (dir) => {
      await writeFile(join(dir, 'result.json'), `{"id": "${id}"}\n`);
      await writeFile(join(dir, 'large.arrow'), Buffer.alloc(2 ** 22 + 1, 7));
      await mkdir(join(dir, 'more'));
      await writeFile(join(dir, 'more', 'file'), '');
    });
  }
  await writeFile(inExperiment('runs.arrow'), 'table');
  await writeManifest(inExperiment(), ['runs.arrow']);
});
afterEach(() => rm(store, { recursive: true }));

async function flip(path: string, at: number, bit: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] ^= 1 << bit;
  await writeFile(path, bytes);
}
async function faults(dir = store): Promise<string[]> {
  return (await verifyStore(dir)).findings.map(({ file, fault }) => `${fault} ${file}`);
}

test('an undamaged store, experiment or run has no findings', async () => {
  expect(await verifyStore(store)).toEqual({ experiments: 1, runs: 2, files: 7, findings: [], unsealed: [] });
  expect(await verifyStore(inExperiment())).toMatchObject({ experiments: 1, runs: 2, findings: [] });
  expect(await verifyStore(inExperiment(IDS[0]!))).toMatchObject({ experiments: 0, runs: 1, files: 3, findings: [] });
  for (const id of IDS) expect(quickDamage(inExperiment(id))).toBeUndefined();
});

test('each kind of damage is named with its file', async () => {
  await truncate(inExperiment(IDS[0]!, 'large.arrow'), 100);
  await flip(inExperiment(IDS[0]!, 'result.json'), 3, 5);
  await rm(inExperiment(IDS[1]!, 'more', 'file'));
  await writeFile(inExperiment(IDS[1]!, 'notes.txt'), 'mine');
  await appendFile(inExperiment('runs.arrow'), 'x');
  await writeFile(inExperiment('my.ipynb'), '{}');
  expect(await faults()).toEqual([
    `truncated exp/${IDS[0]}/large.arrow`,
    `altered exp/${IDS[0]}/result.json`,
    `missing exp/${IDS[1]}/more/file`,
    `foreign exp/${IDS[1]}/notes.txt`,
    'foreign exp/my.ipynb',
    'altered exp/runs.arrow',
  ]);
});

test('the report of all experiments is checked where it has checksums, and its checksums are', async () => {
  await writeFile(join(store, 'report.html'), '<p>');
  expect(await verifyStore(store)).toMatchObject({ files: 7, findings: [] });
  await writeManifest(store, ['report.html']);
  expect(await verifyStore(store)).toEqual({ experiments: 1, runs: 2, files: 8, findings: [], unsealed: [] });
  await appendFile(join(store, 'report.html'), 'x');
  expect(await faults()).toEqual(['altered report.html']);
  await flip(join(store, 'manifest.json'), 20, 0);
  expect(await faults()).toEqual(['altered manifest.json']);
});

test('a checkpoint is not a foreign file', async () => {
  await writeFile(inExperiment(`.checkpoint-${IDS[0]}`), 'x');
  await writeFile(inExperiment('.checkpoint-of-mine'), 'x');
  expect(await faults()).toEqual(['foreign exp/.checkpoint-of-mine']);
});

test('a bit anywhere in a large file is found, by the quick look where the file is needed', async () => {
  await flip(inExperiment(IDS[0]!, 'large.arrow'), 2 ** 22, 0);
  expect(await faults()).toEqual([`altered exp/${IDS[0]}/large.arrow`]);
  expect(quickDamage(inExperiment(IDS[0]!))).toBeUndefined();
  expect(quickDamage(inExperiment(IDS[0]!), ['large.arrow'])).toMatchObject({ file: 'large.arrow', fault: 'altered' });
  expect(quickDamage(inExperiment(IDS[1]!), ['large.arrow'])).toBeUndefined();
  await truncate(inExperiment(IDS[0]!, 'large.arrow'), 2 ** 22);
  expect(quickDamage(inExperiment(IDS[0]!))).toMatchObject({ file: 'large.arrow', fault: 'truncated' });
});

test('any flipped bit or cut of a small file or of the manifest itself is found by both', async () => {
  const files = ['result.json', 'manifest.json'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.option(fc.nat(7)),
      async (file, place, bit) => {
        const path = inExperiment(IDS[0]!, file);
        const whole = await readFile(path);
        const at = Math.floor(place * whole.length);
        if (bit === null) await truncate(path, at);
        else await flip(path, at, bit);
        expect(quickDamage(inExperiment(IDS[0]!))?.file).toBe(file);
        expect((await verifyStore(inExperiment(IDS[0]!))).findings).not.toEqual([]);
        await writeFile(path, whole);
      },
    ),
    { numRuns: 60 },
  );
  expect(await faults()).toEqual([]);
});

test('a manifest leads nowhere outside its folder', async () => {
  await writeFile(join(store, 'secret'), 'x');
  await writeFile(
    inExperiment(IDS[0]!, 'manifest.json'),
    manifestText({ '../../secret': { bytes: 1, sha256: createHash('sha256').update('x').digest('hex') } }),
  );
  expect(await faults()).toEqual([`altered exp/${IDS[0]}/manifest.json`]);
});

describe('what cannot be read now', () => {
  /** Replaces a file by a link that leads to itself: root, too, gets an error of the system. */
  async function makeUnreadable(path: string): Promise<void> {
    await rm(path);
    await symlink(path, path);
  }

  test.each(['result.json', 'manifest.json'])('is told apart from damage: %s', async (file) => {
    await makeUnreadable(inExperiment(IDS[0]!, file));
    const { findings } = await verifyStore(store);
    expect(findings).toEqual([
      { file: `exp/${IDS[0]}/${file}`, fault: 'unreadable', detail: expect.stringMatching(/^ELOOP/) as unknown },
    ]);
    expect(() => quickDamage(inExperiment(IDS[0]!))).toThrow(/ELOOP/);
  });

  test('also a model that is linked from a disk that is gone, and a run whose link leads nowhere', async () => {
    await rm(inExperiment(IDS[0]!, 'result.json'));
    await symlink('/nowhere/result.json', inExperiment(IDS[0]!, 'result.json'));
    await rm(inExperiment(IDS[1]!), { recursive: true });
    await symlink('/nowhere/run', inExperiment(IDS[1]!));
    expect(await faults()).toEqual([`unreadable exp/${IDS[0]}/result.json`, `unreadable exp/${IDS[1]}`]);
    expect(() => quickDamage(inExperiment(IDS[0]!))).toThrow(/ENOENT/);
  });
});

test('a store that is linked, and runs that are, are checked, and links that lead in a circle end', async () => {
  await rename(inExperiment(IDS[0]!), join(store, 'moved'));
  await symlink('../moved', inExperiment(IDS[0]!));
  const linked = join(store, 'linked');
  await symlink('.', linked);
  expect(await verifyStore(linked)).toMatchObject({ experiments: 1, runs: 2, findings: [] });
});

describe('what an interruption leaves', () => {
  test('tables without checksums are reported, but are not damage', async () => {
    await rm(inExperiment('manifest.json'));
    expect(await verifyStore(store)).toMatchObject({ findings: [], unsealed: [inExperiment()] });
  });

  test('locks, records and unfinished folders are not foreign', async () => {
    for (const name of ['failed', 'damaged', '.tmp-host-1-abcdef']) await mkdir(inExperiment(name));
    await writeFile(inExperiment('.lock-host-1-2'), '');
    expect(await faults()).toEqual([]);
  });

  test('a removed run is gone in one step', async () => {
    await removeRunFolder(inExperiment(), IDS[0]!);
    expect(await completeRuns(inExperiment())).toEqual([IDS[1]]);
  });
});

test('a folder without runs has none', async () => {
  expect(await verifyStore(join(store, 'nowhere'))).toMatchObject({ runs: 0 });
});
