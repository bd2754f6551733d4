import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors/userError.js';
import { startOf } from '../../src/store/processes.js';
import { lockFolder } from '../../src/sweep/folderLock.js';

let dir = '';
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'lock-'))));
afterEach(() => rm(dir, { recursive: true }));

async function refusal(): Promise<UserError> {
  const error: unknown = await lockFolder(dir).then(
    (release) => release(),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

test('a folder is locked, released, and locked again', async () => {
  const release = await lockFolder(dir);
  expect(await readdir(dir)).toEqual([`.lock-${hostname()}-${process.pid}-${startOf(process.pid)}`]);
  expect((await refusal()).message).toContain(`process ${process.pid} on this machine`);
  release();
  release();
  expect(await readdir(dir)).toEqual([]);
  (await lockFolder(dir))();
});

test('a living owner is named, and keeps its lock', async () => {
  const owner = spawn('sleep', ['30']);
  try {
    const name = `.lock-${hostname()}-${owner.pid}-${startOf(owner.pid!)}`;
    await writeFile(join(dir, name), '');
    const error = await refusal();
    expect(error.code).toBe('locked');
    expect(error.message).toContain(`process ${owner.pid} on this machine`);
    expect(await readdir(dir)).toEqual([name]);
  } finally {
    owner.kill();
  }
});

test('a lock of a dead process is removed, even if another process has its id now', async () => {
  const dead = spawnSync('true').pid;
  await writeFile(join(dir, `.lock-${hostname()}-${dead}-12345`), '');
  await writeFile(join(dir, `.lock-${hostname()}-${process.ppid}-${startOf(process.ppid) + 1}`), '');
  const release = await lockFolder(dir);
  expect(await readdir(dir)).toHaveLength(1);
  release();
});

test('a lock of another machine stays, and the message names the remedy', async () => {
  await writeFile(join(dir, '.lock-node-17.cluster-4711-99'), '');
  const { message } = await refusal();
  expect(message).toContain('process 4711 on node-17.cluster');
  expect(message).toContain(`remove the file ${join(dir, '.lock-node-17.cluster-4711-99')}`);
  expect(await readdir(dir)).toEqual(['.lock-node-17.cluster-4711-99']);
});

test('of many processes at once, never two have the folder', async () => {
  const program = `
    import { lockFolder } from ${JSON.stringify(resolve('dist/sweep/folderLock.js'))};
    import { mkdirSync, rmdirSync } from 'node:fs';
    const critical = process.argv[1] + '-taken';
    let taken = 0;
    for (let attempt = 0; attempt < 15; attempt++) {
      const release = await lockFolder(process.argv[1]).catch((error) => { if (error.code !== 'locked') throw error; });
      if (!release) continue;
      mkdirSync(critical); // fails if another process is here
      await new Promise((resume) => setTimeout(resume, 5));
      rmdirSync(critical);
      release();
      taken++;
    }
    console.log(taken);
  `;
  const outcomes = await Promise.all(
    Array.from(
      { length: 3 },
      () =>
        new Promise<{ code: number | null; taken: number; errors: string }>((done) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', program, dir]);
          let [out, errors] = ['', ''];
          child.stdout.on('data', (data) => void (out += data));
          child.stderr.on('data', (data) => void (errors += data));
          child.on('exit', (code) => done({ code, taken: Number(out), errors }));
        }),
    ),
  );
  expect(outcomes.map(({ code, errors }) => ({ code, errors }))).toEqual(outcomes.map(() => ({ code: 0, errors: '' })));
  expect(outcomes.reduce((sum, { taken }) => sum + taken, 0)).toBeGreaterThan(0);
  expect(await readdir(dir)).toEqual([]);
});
