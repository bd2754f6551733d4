/** The short form of the network's part of `npm run test:faults`; the whole one trains for 20 seconds. */
import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('nothing leaves the machine in a training of 3 s, and in a use of DuckDB and resvg', async () => {
  const out = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      ['test/faults/run.js', '--quick', '--only', 'network', '--seconds', '3'],
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  expect(out).toMatch(/nothing leaves the machine: (\d+) tried, \1 held, 0 failed/);
}, 120_000);
