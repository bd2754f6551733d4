import { expect, test } from '@jest/globals';
import type { ProgressDisplay } from '../../src/cli/screen/progress.js';
import { wholeClock } from '../../src/cli/screen/wholeClock.js';
import type { PreparedSweep } from '../../src/sweep/prepareSweep.js';
import type { RunTask } from '../../src/sweep/run/executeRun.js';
import { workOf } from '../../src/sweep/run/runWork.js';

function task(steps: number): RunTask {
  return {
    id: '0',
    parameters: {},
    config: {
      model: { kind: 'transformer', width: 64 },
      training: { steps, batchSize: 128 },
    } as unknown as RunTask['config'],
  };
}

test('gives no estimate before a run is made, and does not count stored runs as made', () => {
  const planned: number[] = [];
  const display = {
    onPlan: ({ todo }: PreparedSweep) => void planned.push(todo.length),
  } as unknown as ProgressDisplay;
  const clock = wholeClock([{ tasks: [task(100), task(100)] }, { tasks: [task(300)] }]);
  expect(clock.timeBefore(0)).toBe('');
  clock.counting(display).onPlan({ todo: [], stored: 2, damaged: [], earlier: [], unseen: [] });
  expect(clock.timeBefore(1)).toBe('');
  clock.counting(display).onPlan({ todo: [task(100)], stored: 1, damaged: [], earlier: [], unseen: [] });
  expect(clock.timeBefore(1)).toMatch(/^ \(0:0\d so far, roughly [1-3] min left\)$/);
  expect(planned).toEqual([0, 1]);
});

test('the estimate grows with the batch and the width', () => {
  const of = (width: number, batchSize: number): number =>
    workOf({
      id: '0',
      parameters: {},
      config: {
        model: { kind: 'transformer', width },
        training: { steps: 1000, batchSize },
      } as unknown as RunTask['config'],
    });
  expect(of(64, 256) / of(64, 128)).toBeGreaterThan(1.9);
  expect(of(112, 128) / of(48, 128)).toBeCloseTo(2, 1);
});

test('the estimate of running text grows with its window, and untrained models take little', () => {
  const of = (kind: string, corpus: object): number =>
    workOf({
      id: '0',
      parameters: {},
      config: { model: { kind }, corpus, training: { steps: 1000, batchSize: 32 } } as unknown as RunTask['config'],
    });
  expect(of('transformer', { text: { window: 96 } }) / of('transformer', { text: { window: 48 } })).toBeGreaterThan(
    1.9,
  );
  // Two such runs of `facts-in-prose` took 22 s each, beside one another, where those of `singleton-rate` took 20 s.
  expect(of('transformer', { text: { window: 48 } }) / of('transformer', {})).toBeGreaterThan(5);
  expect(of('memoriser', {})).toBeLessThan(of('transformer', {}) / 20);
});
