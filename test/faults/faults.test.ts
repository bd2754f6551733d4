/** A few of the faults of which `npm run test:faults` tries hundreds. */
import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('a sweep survives kill -9, and a full disk where one can be mounted; hostile files are refused in words', async () => {
  const { code, out } = await new Promise<{ code: number; out: string }>((resolve) => {
    execFile(
      process.execPath,
      [
        'test/faults/run.js',
        '--kills',
        '2',
        '--checkpoints',
        '0',
        '--disks',
        '1',
        '--damages',
        '0',
        '--mutations',
        '0',
        '--hostile',
        '8',
      ],
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), out: stdout + stderr }),
    );
  });
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(
      /kill -9: 2 \(.*none lost, none made twice\n.*full disk: (1 of 1|0 of 1|SKIPPED).*\nhostile files: \d+ refused/s,
    ) as unknown,
  });
}, 180_000);
