/** The progress of an experiment that began early. */
import { expect, test } from '@jest/globals';
import type { ProgressDisplay } from '../../src/cli/screen/progress.js';
import { waitingDisplay } from '../../src/cli/screen/waitingDisplay.js';
import type { RunTask } from '../../src/sweep/run/executeRun.js';

const task = { id: 'a' } as RunTask;
const prepared = { todo: [task], stored: 0, damaged: [], earlier: [], unseen: [] };

function recorded() {
  const events: unknown[][] = [];
  const display: ProgressDisplay = {
    onPlan: ({ todo }, began) => void events.push(['plan', todo.length, began]),
    onStart: ({ id }) => void events.push(['start', id]),
    onStep: ({ id }, step) => void events.push(['step', id, step]),
    onEnd: ({ id }, failed) => void events.push(['end', id, failed]),
    onAgain: ({ id }, why, workers) => void events.push(['again', id, why, workers]),
    onFewer: ({ id }, workers) => void events.push(['fewer', id, workers]),
    stop: () => void events.push(['stop']),
  };
  return { events, display };
}

test('nothing is told before it is shown, then all of it in its order, and the rest at once', () => {
  const { events, display } = recorded();
  const waiting = waitingDisplay(display);
  const before = performance.now();
  waiting.onPlan(prepared);
  waiting.onStart(task);
  waiting.onStep(task, 3, 0.5);
  waiting.onAgain?.(task, 'it died', 1);
  waiting.onFewer?.(task, 1);
  const after = performance.now();
  expect(events).toEqual([]);
  waiting.show();
  const [[, , began], ...others] = events;
  expect(others).toEqual([
    ['start', 'a'],
    ['step', 'a', 3],
    ['again', 'a', 'it died', 1],
    ['fewer', 'a', 1],
  ]);
  expect(began).toBeGreaterThanOrEqual(before);
  expect(began).toBeLessThanOrEqual(after);
  waiting.onEnd(task, false);
  waiting.stop();
  expect(events.slice(-2)).toEqual([['end', 'a', false], ['stop']]);
});

test('an experiment whose turn has come before its first run is told as any other, and tells when its runs are known', async () => {
  const { events, display } = recorded();
  const waiting = waitingDisplay(display);
  let isPlanned = false;
  void waiting.planned.then(() => (isPlanned = true));
  await Promise.resolve();
  expect(isPlanned).toBe(false);
  waiting.show();
  waiting.onPlan(prepared);
  waiting.onStart(task);
  expect(events).toEqual([
    ['plan', 1, undefined],
    ['start', 'a'],
  ]);
  await waiting.planned;
  expect(isPlanned).toBe(true);
});
