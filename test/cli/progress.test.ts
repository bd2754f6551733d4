/** Lines of progress where stderr is no terminal. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { progressDisplay } from '../../src/cli/screen/progress.js';
import type { RunTask } from '../../src/sweep/run/executeRun.js';

afterEach(() => void jest.restoreAllMocks());

test('a long run says once a minute how far it is, a short one only that it ended', () => {
  const task = {
    id: '0',
    parameters: {},
    config: { model: { kind: 'transformer', width: 64 }, training: { steps: 1000, batchSize: 128 }, seed: 7 },
  } as unknown as RunTask;
  const lines: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  const progress = progressDisplay({ isTTY: false } as NodeJS.WriteStream);
  progress.onPlan({ todo: [task], stored: 0, damaged: [], earlier: [], unseen: [] });
  progress.onStart(task);
  for (let step = 1; step <= 1000; step++) {
    now.mockReturnValue(150 * step); // 150 seconds in all
    progress.onStep(task, step, 0.5);
  }
  progress.onEnd(task, false);
  // The time left counts the measurement at the end, too.
  expect(lines.filter((line) => line !== '')).toEqual([
    'transformer seed=7: 40 % (1:00, 1:33 left)\n',
    'transformer seed=7: 80 % (2:00, 0:33 left)\n',
    '[1/1] transformer seed=7, loss 0.5000 (2:30, 0:00 left)\n',
  ]);
});
