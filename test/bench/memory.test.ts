import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** Reads the peak before, while and after 300 MiB are held, in a process of its own: a worker of jest may have held more. */
const PROGRAM = `
  import { peakMiB } from './bench/memory.js';
  const before = peakMiB();
  let held = new Uint8Array(300 * 2 ** 20).fill(1);
  const during = peakMiB();
  held = undefined;
  console.log(JSON.stringify([before, during, peakMiB()]));
`;

test('the most that the process has held rises with what it holds, and stays', () => {
  const args = ['--input-type=module', '--eval', PROGRAM];
  const [before, during, after] = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(during).toBeGreaterThan(before + 250);
  // Linux counts a process's pages per thread and adds them up late: readings may differ by some hundred kilobytes.
  expect(after).toBeGreaterThan(during - 4);
});
