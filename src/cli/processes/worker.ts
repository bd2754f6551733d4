/** A worker process of a sweep: executes orders of its parent, one at a time, until the parent disconnects. */
import { checkLexicon } from '../../corpus/lexicon.js';
import { isSystemError } from '../../errors/systemError.js';
import { UserError } from '../../errors/userError.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { removeOpenFolders } from '../../store/temporaryFolder.js';
import { installPluginsOf } from '../../sweep/run/pluginsOfRun.js';
import { storeRun } from '../../sweep/run/storedRun.js';
import type { WorkerMessage, WorkOrder } from '../../sweep/workerMessages.js';
import { DivergenceError } from '../../training/optimiser.js';
import { endWithParent } from './parentWatch.js';

/** Milliseconds between two reports of progress. */
const REPORT_INTERVAL = 100;

const lexicon = checkLexicon(loadLexicon());

function report(message: WorkerMessage): void {
  process.send?.(message);
}

// If the parent ends or is killed, its workers end too, and leave nothing behind.
process.once('exit', removeOpenFolders);
process.on('disconnect', () => process.exit());
endWithParent();
// A terminal sends these to the parent as well, which ends its workers.
process.on('SIGINT', () => {}).on('SIGHUP', () => {});

process.on('message', ({ task, store }: WorkOrder) => {
  let reported = 0;
  let last: WorkerMessage | undefined; // not reported yet
  const onStep = (step: number, loss: number | null): void => {
    last = { kind: 'step', step, loss };
    const now = performance.now();
    if (now - reported < REPORT_INTERVAL) return;
    reported = now;
    report(last);
    last = undefined;
  };
  const stored = installPluginsOf(task.config).then(() => storeRun(task, lexicon, store, onStep, process.env));
  stored.then(
    () => {
      // The loss that is shown for a run is that of its last step.
      if (last !== undefined) report(last);
      report({ kind: 'done' });
    },
    (error: Error) => {
      // Any run would meet an error of the system: a full disk, a folder that is gone, a model that cannot be read.
      const isOfSystem = isSystemError(error) || (error instanceof UserError && error.code === 'not-readable');
      if (isOfSystem) return report({ kind: 'unwritable', message: error.message });
      const usersMistake = error instanceof UserError || error instanceof DivergenceError;
      report({
        kind: 'failed',
        message: error.message,
        usersMistake,
        ...(!usersMistake && error.stack && { stack: error.stack }),
      });
    },
  );
});

report({ kind: 'ready' });
