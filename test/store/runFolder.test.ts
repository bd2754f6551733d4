import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { replaceFile, writeFileAtomically } from '../../src/store/atomicFile.js';
import {
  completeRuns,
  removeRunFolder,
  removeSetAside,
  setRunAside,
  writeRunFolder,
} from '../../src/store/runFolder.js';
import { removeLeftovers } from '../../src/store/temporaryFolder.js';

const ID = '0123456789ab';
let parent = '';
let store = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'store-'));
  store = join(parent, 'runs');
});
afterEach(() => rm(parent, { recursive: true }));

describe('run folders', () => {
  test('appear under their id when they are complete, and not before', async () => {
    const folder = await writeRunFolder(store, ID, async (dir) => {
      await writeFile(join(dir, 'result.json'), '{}');
      await mkdir(join(dir, 'more'));
      await writeFile(join(dir, 'more', 'file'), 'x');
      expect(await completeRuns(store)).toEqual([]);
    });
    expect(folder).toBe(join(store, ID));
    expect(await completeRuns(store)).toEqual([ID]);
    expect((await readdir(folder)).sort()).toEqual(['manifest.json', 'more', 'result.json']);
    expect(await readdir(store)).toEqual([ID]);
  });

  test('leave nothing when writing fails', async () => {
    const failing = writeRunFolder(store, ID, async (dir) => {
      await writeFile(join(dir, 'result.json'), '{}');
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await readdir(store)).toEqual([]);
  });

  test('stay when the same run comes a second time', async () => {
    await writeRunFolder(store, ID, (dir) => writeFile(join(dir, 'result.json'), 'first'));
    await writeRunFolder(store, ID, (dir) => writeFile(join(dir, 'result.json'), 'second'));
    expect(await readFile(join(store, ID, 'result.json'), 'utf8')).toBe('first');
    expect(await readdir(store)).toEqual([ID]);
  });

  test('of many writers at once are all there, whole', async () => {
    const ids = Array.from({ length: 8 }, (_, at) => String(at).repeat(12));
    await Promise.all(
      [...ids, ...ids].map((id) => writeRunFolder(store, id, (dir) => writeFile(join(dir, 'result.json'), id))),
    );
    expect(await completeRuns(store)).toEqual(ids);
    expect(await readdir(store)).toHaveLength(8);
    for (const id of ids) expect(await readFile(join(store, id, 'result.json'), 'utf8')).toBe(id);
  });

  test('need an id of 12 hex digits', async () => {
    await expect(writeRunFolder(store, '../escape', async () => {})).rejects.toThrow(
      /12 hex digits, found "..\/escape"/,
    );
    await expect(readdir(store)).rejects.toThrow();
  });

  test('complete ones are listed without tables, leftovers and other folders; no store has none', async () => {
    expect(await completeRuns(store)).toEqual([]);
    await Promise.all(
      ['ffffffffffff', '000000000000', 'notes', '.tmp-host-1-abcdef'].map((name) =>
        mkdir(join(store, name), { recursive: true }),
      ),
    );
    await writeFile(join(store, 'aaaaaaaaaaaa'), 'a file, no run');
    expect(await completeRuns(store)).toEqual(['000000000000', 'ffffffffffff']);
  });
});

describe('runs that are linked from elsewhere', () => {
  const elsewhere = () => join(parent, 'elsewhere', ID);
  beforeEach(async () => {
    await writeRunFolder(join(parent, 'elsewhere'), ID, (dir) => writeFile(join(dir, 'result.json'), '{}'));
    await mkdir(store);
    await symlink(join('..', 'elsewhere', ID), join(store, ID));
  });

  test('are runs; where the link leads nowhere now, that is told', async () => {
    expect(await completeRuns(store)).toEqual([ID]);
    await rename(elsewhere(), join(parent, 'away'));
    await expect(completeRuns(store)).rejects.toThrow(/ENOENT.*0123456789ab/);
  });

  test('are never removed through the link, nor when they are set aside', async () => {
    await removeRunFolder(store, ID);
    expect([await readdir(store), await readdir(elsewhere())]).toEqual([[], ['manifest.json', 'result.json']]);
    await symlink(join('..', 'elsewhere', ID), join(store, ID));
    const aside = await setRunAside(store, ID);
    expect(await completeRuns(store)).toEqual([]);
    expect(await readdir(join(store, aside))).toEqual(['manifest.json', 'result.json']);
    expect(await removeSetAside(parent)).toBe(1);
    expect([await readdir(store), await readdir(elsewhere())]).toEqual([[], ['manifest.json', 'result.json']]);
  });
});

test('damaged runs are set aside, each under a name of its own, and removed on request with nothing else', async () => {
  for (const content of ['first', 'second']) {
    await writeRunFolder(store, ID, (dir) => writeFile(join(dir, 'result.json'), content));
    await setRunAside(store, ID);
  }
  const names = await readdir(join(store, 'damaged'));
  expect(names.sort()).toEqual([`${ID}-1`, `${ID}-2`]);
  expect(await readFile(join(store, 'damaged', names[0]!, 'result.json'), 'utf8')).toBe('first');
  await writeFile(join(store, 'damaged', 'notes'), 'mine');
  expect(await removeSetAside(parent)).toBe(2);
  expect(await readdir(join(store, 'damaged'))).toEqual(['notes']);
});

describe('leftovers', () => {
  test('of this process are removed when it is stopped, and those of a killed one by the next start', async () => {
    const program = `
      import { endInOrder } from ${JSON.stringify(resolve('dist/cli/processes/interruption.js'))};
      import { makeDataFolder, withTemporaryFolder } from ${JSON.stringify(resolve('dist/store/temporaryFolder.js'))};
      endInOrder();
      makeDataFolder();
      await withTemporaryFolder(process.argv[1], async () => {
        console.log('made');
        await new Promise((resume) => setTimeout(resume, 60_000));
      });`;
    const stopped = async (signal: NodeJS.Signals) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, store], {
        env: { ...process.env, TMPDIR: parent },
      });
      await new Promise((made) => child.stdout.once('data', made));
      child.kill(signal);
      const code = await new Promise((done) => child.once('exit', done));
      const ofData = (await readdir(parent)).filter((name) => name.startsWith('hallucination-rate-data-'));
      return { code, left: [...(await readdir(store)), ...ofData].length };
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      expect([signal, await stopped(signal)]).toEqual([signal, { code: 130, left: 0 }]);
    expect(await stopped('SIGKILL')).toEqual({ code: null, left: 2 });
    const next = spawnSync(process.execPath, [resolve('dist/cli/main.js'), '--version'], {
      env: { ...process.env, TMPDIR: parent },
    });
    expect(next.status).toBe(0);
    await writeFileAtomically(join(store, 'list.csv'), 'x');
    expect([await readdir(store), await readdir(parent)]).toEqual([['list.csv'], ['runs']]);
  });

  test('of a dead writer are removed; those of living ones and of other machines stay', async () => {
    const dead = spawnSync('true').pid;
    const names = [
      `.tmp-${hostname()}-${dead}-abc123`,
      `.tmp-${hostname()}-${process.pid}-abc123`,
      `.tmp-elsewhere-${dead}-abc123`,
      ID,
    ];
    await Promise.all(names.map((name) => mkdir(join(store, name), { recursive: true })));
    expect(await removeLeftovers(store)).toEqual({ removed: [names[0]], unseen: [names[2]] });
    expect((await readdir(store)).sort()).toEqual(names.slice(1).sort());
    expect(await removeLeftovers(join(parent, 'nowhere'))).toEqual({ removed: [], unseen: [] });
  });

  test('of a writer that is killed in the middle are not a complete run, and are removed', async () => {
    await mkdir(store);
    const killed = spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `
      import { mkdtempSync, writeFileSync } from 'node:fs';
      import { hostname } from 'node:os';
      const dir = mkdtempSync(process.argv[1] + '/.tmp-' + hostname() + '-' + process.pid + '-');
      writeFileSync(dir + '/result.json', '{"half":');
      process.kill(process.pid, 'SIGKILL');
    `,
      store,
    ]);
    expect(killed.signal).toBe('SIGKILL');
    expect(await readdir(store)).toHaveLength(1);
    expect(await completeRuns(store)).toEqual([]);
    await removeLeftovers(store);
    expect(await readdir(store)).toEqual([]);
  });
});

describe('files', () => {
  test('are replaced as a whole: a failing writer leaves the old file and no other', async () => {
    const path = join(store, 'report.html');
    await writeFileAtomically(path, 'old');
    const failing = replaceFile(path, async (temporaryPath) => {
      await writeFile(temporaryPath, 'half of the n');
      expect(await readFile(path, 'utf8')).toBe('old');
      throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(store)).toEqual(['report.html']);
    await writeFileAtomically(path, Uint8Array.of(110, 101, 119));
    expect(await readFile(path, 'utf8')).toBe('new');
  });
});
