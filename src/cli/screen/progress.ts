/** Progress of a sweep on stderr: a bar with the time left on a terminal, one line for each run elsewhere. */

import { relative } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { seedWords } from '../../config/schema/seeds.js';
import { printableName } from '../../errors/printable.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import type { PreparedSweep } from '../../sweep/prepareSweep.js';
import { type RunTask, stepsOf } from '../../sweep/run/executeRun.js';
import { workOf, workOfStep } from '../../sweep/run/runWork.js';
import type { SweepProgress } from '../../sweep/sweepProgress.js';
import { countedRuns, runsThat } from './counted.js';
import { clearLine, tell } from './print.js';

/** A run in a few words: its kind, its swept values, its seed. */
export function label({ config, parameters }: RunTask): string {
  const { kind } = isStudy(config) ? config.study : config.model;
  const values = Object.entries(parameters)
    .filter(([path]) => path !== 'model.kind')
    .map(([path, value]) => `${path.split('.').at(-1)}=${value}`);
  return printableName([kind, ...values, seedWords(config.seed)].join(' '));
}

export function clock(seconds: number): string {
  return Number.isFinite(seconds)
    ? `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
    : '–:––';
}

/** Messages about a sweep before it begins; empty if all runs are new. */
export function planText({ todo, stored, damaged, earlier, unseen }: PreparedSweep): string {
  return [
    ...damaged.map(
      ({ task, damage, aside }) =>
        `${task.id} is damaged and is made again: ${damage}; the damaged run is now ${printableName(relative('.', aside))}\n`,
    ),
    ...unseen.map(
      (folder) =>
        `${printableName(relative('.', folder))} belongs to another machine or container and stays: if no process there writes, \`hallucination-rate unlock\` removes it\n`,
    ),
    ...(earlier.length > 0
      ? [
          `${runsThat(earlier.length, 'failed before and is', 'failed before and are')} not made again; to make failed runs again, add --retry-failed\n`,
        ]
      : []),
    ...(stored > 0 ? [`${runsThat(stored, 'is', 'are')} in the store already, ${todo.length} to do\n`] : []),
  ].join('');
}

/** Milliseconds without a line after which a run under way gets one, where there is no bar. */
const QUIET_MS = 60_000;

/** Progress that is shown until it is stopped: a bar on a terminal; elsewhere a line for each run, and one a minute for long runs. */
export interface ProgressDisplay extends SweepProgress {
  /** @param began `performance.now()` at the first run, if it began before it could be shown */
  readonly onPlan: (prepared: PreparedSweep, began?: number) => void;
  stop(): void;
}

export function progressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  const done = new Map<RunTask, number>();
  const steps = new Map<RunTask, number>();
  const losses = new Map<RunTask, number | null>(); // of the runs under way
  let total = 0;
  let started = 0;
  let runs = 0;
  let ended = 0;
  let failures = 0;
  let told = 0;
  const work = (): number => [...done.values()].reduce((sum, steps) => sum + steps, 0);
  const timeLeft = (): number => {
    const elapsed = (performance.now() - started) / 1000;
    return work() === 0 ? Infinity : (elapsed * (total - work())) / work();
  };
  const bar = stream.isTTY
    ? new SingleBar(
        {
          stream,
          format: '{bar} {percentage}% {ended}/{runs} runs{failures} {left} left | {current}',
          hideCursor: true,
          barsize: 16,
          linewrap: false,
          fps: 10,
        },
        Presets.shades_classic,
      )
    : undefined;
  const current = (): string =>
    [...losses]
      .map(
        ([task, loss]) =>
          `${loss === null ? '' : `loss ${loss.toFixed(4)} `}step ${steps.get(task)}/${stepsOf(task)} ${label(task)}`,
      )
      .join(' | ');
  const update = (): void =>
    bar?.update(work(), {
      ended,
      runs,
      failures: failures === 0 ? '' : `, ${failures} failed,`,
      left: clock(timeLeft()),
      current: current(),
    });
  return {
    onPlan: (prepared, began = performance.now()) => {
      started = began;
      told = performance.now();
      total = prepared.todo.reduce((sum, task) => sum + workOf(task), 0);
      runs = prepared.todo.length;
      tell(planText(prepared));
      if (runs > 0) bar?.start(total, 0, { ended, runs, failures: '', left: clock(Infinity), current: '' });
    },
    onStart: (task) => void done.set(task, 0),
    onStep: (task, step, loss) => {
      done.set(task, step * workOfStep(task));
      steps.set(task, step);
      losses.set(task, loss);
      update();
      if (bar === undefined && performance.now() - told >= QUIET_MS) {
        told = performance.now();
        const share = Math.floor((100 * step) / stepsOf(task));
        tell(`${label(task)}: ${share} % (${clock((told - started) / 1000)}, ${clock(timeLeft())} left)\n`);
      }
    },
    onEnd: (task, failed) => {
      done.set(task, workOf(task));
      const loss = losses.get(task);
      losses.delete(task);
      ended++;
      failures += Number(failed);
      update();
      if (bar === undefined) {
        told = performance.now();
        const ending = failed ? ', failed' : typeof loss !== 'number' ? '' : `, loss ${loss.toFixed(4)}`;
        tell(
          `[${ended}/${runs}] ${label(task)}${ending} (${clock((performance.now() - started) / 1000)}, ${clock(timeLeft())} left)\n`,
        );
      }
    },
    onAgain: (task, why, workers) => {
      clearLine(stream);
      tell(`${label(task)} is made again: ${why}; from now on at most ${countedRuns(workers)} at a time\n`);
    },
    onFewer: (task, workers) => {
      clearLine(stream);
      tell(`memory is short: ${label(task)} waits; from now on ${countedRuns(workers)} at a time\n`);
    },
    stop: () => bar?.stop(),
  };
}
