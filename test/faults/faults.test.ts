/** A few of the faults of which `npm run test:faults` tries hundreds. */
import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('a sweep survives kill -9, and a full disk where one can be mounted; hostile files are refused in words', async () => {
  const { code, out } = await new Promise<{ code: number; out: string }>((resolve) => {
    execFile(
      process.execPath,
      ['test/faults/run.js', ...['--only', 'kills,disks,hostile', '--kills', '2', '--disks', '1', '--hostile', '8']],
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), out: stdout + stderr }),
    );
  });
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(
      /kill -9 .*: 2 tried, 2 held, 0 failed\nfull disks.*: (1 tried, 1|0 tried, 0) held, 0 failed\n.*hostile files .*: 8 tried, 8 held, 0 failed\nall held/s,
    ) as unknown,
  });
}, 180_000);
