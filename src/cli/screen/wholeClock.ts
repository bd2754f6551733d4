/** How long several experiments will take together, told as well as it can be. */
import type { RunTask } from '../../sweep/run/executeRun.js';
import { clock, type ProgressDisplay, workOf } from './progress.js';

export interface WholeClock {
  /** Before the experiment of that place: " (1:02 so far, roughly 12 min left)"; nothing while there is nothing to go by. */
  told(place: number): string;
  /** The same display, whose work is counted. */
  counting(display: ProgressDisplay): ProgressDisplay;
}

/** Rough: by the work that runs are reckoned to take; an upper estimate where a later one is in the store. */
export function wholeClock(experiments: readonly { readonly tasks: readonly RunTask[] }[]): WholeClock {
  const started = performance.now();
  const sum = (tasks: readonly RunTask[]): number => tasks.reduce((total, task) => total + workOf(task), 0);
  let made = 0;
  return {
    told: (place) => {
      if (made === 0) return '';
      const seconds = (performance.now() - started) / 1000;
      const left = (seconds * sum(experiments.slice(place).flatMap(({ tasks }) => tasks))) / made;
      return ` (${clock(seconds)} so far, roughly ${Math.ceil(left / 60)} min left)`;
    },
    counting: (display) => ({
      ...display,
      onPlan: (todo, ...others) => {
        made += sum(todo);
        display.onPlan(todo, ...others);
      },
    }),
  };
}
