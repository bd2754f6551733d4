/** The progress of an experiment that begins before the one before it has ended. */
import type { ProgressDisplay } from './progress.js';

export interface WaitingDisplay extends ProgressDisplay {
  /** Shows what has happened, and from now on what happens. */
  readonly show: () => void;
  /** Resolves when the runs are known, and are about to begin. */
  readonly planned: Promise<void>;
}

/** A display that keeps what happens to itself until it is shown. */
export function waitingDisplay(display: ProgressDisplay): WaitingDisplay {
  let kept: (() => void)[] | undefined = [];
  let began: number | undefined;
  let plan = (): void => {};
  const planned = new Promise<void>((resolve) => {
    plan = resolve;
  });
  const act = (event: () => void): void => {
    if (kept === undefined) event();
    else kept.push(event);
  };
  return {
    planned,
    onPlan: (prepared) => {
      plan();
      act(() => display.onPlan(prepared, began));
    },
    onStart: (task) => {
      began ??= performance.now();
      act(() => display.onStart(task));
    },
    onStep: (task, step, loss) => act(() => display.onStep(task, step, loss)),
    onEnd: (task, failed) => act(() => display.onEnd(task, failed)),
    onAgain: (task, why, workers) => act(() => display.onAgain?.(task, why, workers)),
    onFewer: (task, workers) => act(() => display.onFewer?.(task, workers)),
    stop: () => act(() => display.stop()),
    show: () => {
      const events = kept ?? [];
      kept = undefined;
      for (const event of events) event();
    },
  };
}
