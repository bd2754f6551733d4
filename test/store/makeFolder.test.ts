import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolder } from '../../src/store/makeFolder.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

describe('makeFolder', () => {
  const at = temporaryFolder();

  test('makes what is missing, at once and by two at a time, and leaves what is there', async () => {
    const deep = path.join(at, 'a/b/c');
    await Promise.all([makeFolder(deep), makeFolder(`${deep}/`), makeFolder(path.join(at, 'a/b/d'))]);
    writeFileSync(path.join(deep, 'kept'), '');
    await makeFolder(deep);
    expect([existsSync(path.join(deep, 'kept')), existsSync(path.join(at, 'a/b/d'))]).toEqual([true, true]);
  });

  test('a file in its place, or above it, is told', async () => {
    const file = path.join(at, 'file');
    writeFileSync(file, '');
    await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(path.join(file, 'x/y'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test('a loop of links is told as such', async () => {
    const loop = path.join(at, 'loop');
    symlinkSync(loop, loop);
    await expect(makeFolder(loop)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(makeFolder(path.join(loop, 'x'))).rejects.toMatchObject({ code: 'ELOOP' });
  });

  (existsSync('/proc/self') ? test : test.skip)('a disk that makes no folders ends in words', async () => {
    await expect(makeFolder('/proc/none/x')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
