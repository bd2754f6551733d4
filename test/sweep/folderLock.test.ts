import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors/userError.js';
import { ownIdentity, startOf } from '../../src/store/processes.js';
import { LEASE_SECONDS, lockFolder, unlockFolder } from '../../src/sweep/folderLock.js';

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
  expect(await readdir(dir)).toEqual([`.lock-${ownIdentity()}`]);
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

/** A lock of a process of this name and id in another container, whose last sign of life was that long ago. */
async function lockElsewhere(secondsAgo: number): Promise<string> {
  const name = `.lock-${ownIdentity().replace(/@[0-9a-f]{8}/, '@00000000')}`;
  await writeFile(join(dir, name), '.');
  const now = performance.timeOrigin + performance.now();
  await utimes(join(dir, name), (now - 1000 * secondsAgo) / 1000, (now - 1000 * secondsAgo) / 1000);
  return name;
}

describe('an owner in another container with the same host name and the same process id', () => {
  test('keeps its lock as long as it shows life', async () => {
    const name = await lockElsewhere(1);
    const life = setTimeout(() => void writeFile(join(dir, name), '.'), 600);
    expect((await refusal()).message).toMatch(/another machine or container[\s\S]*has shown life just now/);
    clearTimeout(life);
    expect(await readdir(dir)).toEqual([name]);
  });
  test('loses it when it is watched, and its lease ends', async () => {
    await lockElsewhere(LEASE_SECONDS - 1);
    const watched: number[] = [];
    const release = await lockFolder(dir, { onWatch: (seconds) => void watched.push(seconds) });
    expect(await readdir(dir)).toEqual([`.lock-${ownIdentity()}`]);
    expect(watched).toHaveLength(1);
    expect(watched[0]).toBeLessThanOrEqual(2);
    release();
  });
  test('is waited for when it steps back', async () => {
    const name = await lockElsewhere(1);
    setTimeout(() => void rm(join(dir, name)), 300);
    (await lockFolder(dir))();
    expect(await readdir(dir)).toEqual([]);
  });
  test('loses it when it has shown none for a lease', async () => {
    await lockElsewhere(LEASE_SECONDS + 20);
    const release = await lockFolder(dir);
    expect(await readdir(dir)).toEqual([`.lock-${ownIdentity()}`]);
    release();
  });
  test('is dead for unlock if it shows no life, and then what it left goes, too', async () => {
    const name = await lockElsewhere(5);
    await mkdir(join(dir, '.tmp-pod@00000000-7-8-abcdef'));
    expect(await unlockFolder(dir, 0.1)).toEqual([name]);
    expect(await readdir(dir)).toEqual([]);
  });
  test('is not unlocked while it shows life', async () => {
    const name = await lockElsewhere(5);
    const life = setInterval(() => void writeFile(join(dir, name), '.'), 20);
    try {
      await expect(unlockFolder(dir, 0.1)).rejects.toThrow(/another process is writing/);
    } finally {
      clearInterval(life);
    }
    expect(await readdir(dir)).toEqual([name]);
  });
});

test('an owner whose lock is gone is told', async () => {
  const lost = new Promise<void>((resolve) => {
    void lockFolder(dir, { onLost: resolve }).then(() => rm(join(dir, `.lock-${ownIdentity()}`)));
  });
  await lost;
  expect(await readdir(dir)).toEqual([]);
});

test('a lock under another name of this machine is judged by its process', async () => {
  const dead = spawnSync('true').pid;
  const own = ownIdentity().replace(/^.*@/, 'pod-a@');
  await writeFile(join(dir, `.lock-${own.replace(/-\d+-\d+$/, `-${dead}-5`)}`), '.');
  (await lockFolder(dir))();
  expect(await readdir(dir)).toEqual([]);
  await writeFile(join(dir, `.lock-${own}`), '.');
  expect((await refusal()).message).toContain(`process ${process.pid} on this machine`);
  await expect(unlockFolder(dir)).rejects.toThrow(/another process is writing/);
});

test('a process that has ended and was not reaped is dead', async () => {
  // The shell does not wait for its child, which stays a zombie as long as the shell sleeps.
  const shell = spawn('bash', ['-c', 'sleep 0.1 & echo $!; exec sleep 20']);
  try {
    const zombie = Number(await new Promise<Buffer>((line) => shell.stdout.once('data', line)));
    for (let waited = 0; waited < 100; waited++) {
      if (/\) Z /.test(await readFile(`/proc/${zombie}/stat`, 'utf8'))) break;
      await new Promise((resume) => setTimeout(resume, 50));
    }
    await writeFile(join(dir, `.lock-${hostname()}-${zombie}-${startOf(zombie)}`), '');
    (await lockFolder(dir))();
    expect(await readdir(dir)).toEqual([]);
  } finally {
    shell.kill();
  }
});

test('what has the name of a lock and is no file is told in words, and stays', async () => {
  await mkdir(join(dir, '.lock-vm-999999-5'));
  const { code, message } = await refusal();
  expect(code).toBe('not-ours');
  expect(message).toContain(join(dir, '.lock-vm-999999-5'));
  expect(await readdir(dir)).toEqual(['.lock-vm-999999-5']);
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
