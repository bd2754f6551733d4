import { expect, test } from '@jest/globals';
import { peakMiB } from '../../bench/memory.js';

test('the most that the process has held rises with what it holds, and stays', () => {
  const before = peakMiB();
  new Uint8Array(300 * 2 ** 20).fill(1);
  const peak = peakMiB();
  expect(peak).toBeGreaterThan(before);
  expect(peak).toBeGreaterThan(300);
  // Linux counts a process's pages per thread and adds them up late: readings may differ by some hundred kilobytes.
  expect(peakMiB()).toBeGreaterThan(peak - 4);
});
