/** Messages about runs that failed, and about an interruption. */

import { seedWords } from '../../config/schema/seeds.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import type { SweepOutcome } from '../../sweep/runSweep.js';
import { typedCommand } from '../options/typedCommand.js';
import { onSignal } from '../processes/interruption.js';
import { countedRuns, runsThat } from './counted.js';
import { tell } from './print.js';

/** The swept values and the seed of a run, in words. */
export function settingOf({ parameters, config }: RunTask): string {
  return [...Object.entries(parameters).map(([path, value]) => `${path}=${value}`), seedWords(config.seed)].join(' ');
}

/** Prints each failed run with its parameters and its error; nothing if no run failed. */
export function printFailures({ runs, failures, unmade }: Omit<SweepOutcome, 'files'>): void {
  if (failures.length === 0) return;
  const total = runs.length + failures.length + unmade.length;
  tell(
    `\n${failures.length} of ${countedRuns(total)} failed${runs.length > 0 ? '; the tables hold the others' : ''}.\n`,
  );
  for (const { task, message, stack, earlier } of failures) {
    const when = earlier ? ' (in an earlier command; --retry-failed makes it again)' : '';
    tell(`  ${task.id} ${settingOf(task)}: ${message}${when}\n${stack === undefined ? '' : `${stack}\n`}`);
  }
  if (unmade.length > 0)
    tell(
      `Stopped at the limit of --max-failures: ${runsThat(unmade.length, 'was', 'were')} not begun; the same command continues the sweep.\n`,
    );
}

/** On Ctrl-C: calls `stop`, which removes the progress display, and prints how to continue. */
export function onInterruption(stop: () => void): void {
  onSignal(() => {
    stop();
    tell(
      `\nInterrupted. Complete runs are kept, and no file is left half written. To continue:\n  ${typedCommand()}\n`,
    );
  });
}
