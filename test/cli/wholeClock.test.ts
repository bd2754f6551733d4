import { expect, test } from '@jest/globals';
import { type ProgressDisplay, workOf } from '../../src/cli/screen/progress.js';
import { wholeClock } from '../../src/cli/screen/wholeClock.js';
import type { RunTask } from '../../src/sweep/run/executeRun.js';

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

test('tells nothing before there is anything to go by, and leaves stored runs out of what was made', () => {
  const planned: number[] = [];
  const display = {
    onPlan: (todo: readonly RunTask[]) => void planned.push(todo.length),
  } as unknown as ProgressDisplay;
  const clock = wholeClock([{ tasks: [task(100), task(100)] }, { tasks: [task(300)] }]);
  expect(clock.told(0)).toBe('');
  clock.counting(display).onPlan([], 2, { damaged: [], earlier: [] });
  expect(clock.told(1)).toBe('');
  clock.counting(display).onPlan([task(100)], 1, { damaged: [], earlier: [] });
  expect(clock.told(1)).toMatch(/^ \(0:0\d so far, roughly [1-3] min left\)$/);
  expect(planned).toEqual([0, 1]);
});

test('reckons with the batch and the width', () => {
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
