/** Progress of requests to a server on stderr: a bar with the time left on a terminal, a line at each tenth elsewhere. */
import { Presets, SingleBar } from 'cli-progress';
import { printableName } from '../../errors/printable.js';
import { clearLine, tell } from './print.js';
import { clock } from './progress.js';

export interface AnswersProgress {
  /** @param done answers that are there, kept ones included */
  show(stage: string, done: number, all: number): void;
  /** Says why a request is tried again; not each time where many are. */
  again(reason: string, seconds: number): void;
  stop(): void;
}

/** Milliseconds between two messages of the same kind. */
const QUIET_MS = 10_000;

export function answersProgress(stream: NodeJS.WriteStream): AnswersProgress {
  const bar = stream.isTTY
    ? new SingleBar(
        {
          stream,
          format: '{bar} {percentage}% {value}/{total} {stage}, {left} left',
          hideCursor: true,
          barsize: 16,
          linewrap: false,
          clearOnComplete: true,
        },
        Presets.shades_classic,
      )
    : undefined;
  let current = { stage: '', before: 0, started: 0, tenth: -1 };
  let told = -QUIET_MS;
  return {
    show: (stage, done, all) => {
      const now = performance.now();
      if (stage !== current.stage) {
        bar?.stop();
        current = { stage, before: done - 1, started: now, tenth: Math.floor((10 * (done - 1)) / all) };
        bar?.start(all, done, { stage, left: clock(Infinity) });
      }
      const answered = done - current.before;
      const left = answered <= 1 ? Infinity : ((now - current.started) / 1000 / (answered - 1)) * (all - done);
      bar?.update(done, { stage, left: clock(left) });
      const tenth = Math.floor((10 * done) / all);
      if (bar === undefined && tenth > current.tenth) tell(`${done} of ${all} ${stage}, ${clock(left)} left\n`);
      current.tenth = Math.max(current.tenth, tenth);
    },
    again: (reason, seconds) => {
      if (performance.now() - told < QUIET_MS) return;
      told = performance.now();
      clearLine(stream);
      tell(`tried again in ${Math.ceil(seconds)} s: ${printableName(reason)}\n`);
    },
    stop: () => bar?.stop(),
  };
}
