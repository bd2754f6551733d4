/** A rough estimate of the time that several experiments take together. */
import type { RunTask } from '../../sweep/run/executeRun.js';
import { workOf } from '../../sweep/run/runWork.js';
import { clock, type ProgressDisplay } from './progress.js';

export interface WholeClock {
  /** Words before the experiment at that place: " (1:02 so far, roughly 12 min left)"; empty before the first run is made. */
  timeBefore(place: number): string;
  /** The same display, with its runs counted as work done. */
  counting(display: ProgressDisplay): ProgressDisplay;
}

/** Estimates by the work that runs are reckoned to take; too high if later runs are in the store. */
export function wholeClock(experiments: readonly { readonly tasks: readonly RunTask[] }[]): WholeClock {
  const started = performance.now();
  const sum = (tasks: readonly RunTask[]): number => tasks.reduce((total, task) => total + workOf(task), 0);
  let made = 0;
  return {
    timeBefore: (place) => {
      if (made === 0) return '';
      const seconds = (performance.now() - started) / 1000;
      const left = (seconds * sum(experiments.slice(place).flatMap(({ tasks }) => tasks))) / made;
      return ` (${clock(seconds)} so far, roughly ${Math.ceil(left / 60)} min left)`;
    },
    counting: (display) => ({
      ...display,
      onPlan: (prepared, began) => {
        made += sum(prepared.todo);
        display.onPlan(prepared, began);
      },
    }),
  };
}
