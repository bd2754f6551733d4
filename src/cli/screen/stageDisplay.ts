/** Progress of a command with several stages: a bar on a terminal, nothing elsewhere. */
import { Presets, SingleBar } from 'cli-progress';
import { printableName } from '../../errors/printable.js';
import { clock } from './progress.js';

export interface StageDisplay {
  /** @param progress share done in [0, 1]; null if it is not known */
  onStage(stage: string, progress: () => number | null): void;
  stop(): void;
}

const REFRESH_MS = 200;

export function stageDisplay(stream: NodeJS.WriteStream): StageDisplay {
  if (!stream.isTTY) return { onStage: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      stream,
      format: '{bar} {percentage}% {stage} {passed}',
      hideCursor: true,
      barsize: 16,
      linewrap: false,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  let current = { stage: '', progress: (): number | null => null, started: performance.now() };
  const show = (): void =>
    bar.update(100 * (current.progress() ?? 0), {
      stage: current.stage,
      passed: clock((performance.now() - current.started) / 1000),
    });
  let timer: NodeJS.Timeout | undefined;
  return {
    onStage: (stage, progress) => {
      current = { stage: printableName(stage), progress, started: performance.now() };
      if (timer === undefined) {
        bar.start(100, 0, { stage: current.stage, passed: clock(0) });
        timer = setInterval(show, REFRESH_MS);
      }
      show();
    },
    stop: () => {
      clearInterval(timer);
      if (timer !== undefined) bar.stop();
    },
  };
}
