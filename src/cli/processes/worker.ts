/** A worker process of a sweep: executes orders of its parent, one at a time, until the parent disconnects. */
import { checkLexicon } from '../../corpus/lexicon.js';
import { UserError } from '../../errors/userError.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { storeRun } from '../../sweep/run/storedRun.js';
import type { WorkerMessage, WorkOrder } from '../../sweep/workerMessages.js';
import { DivergenceError } from '../../training/optimiser.js';

/** Milliseconds between two reports of progress. */
const REPORT_INTERVAL = 100;

/** System errors that any run would meet: a full disk, a folder that is gone or cannot be written. */
const STORE_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT', 'ENOTDIR']);

const lexicon = checkLexicon(loadLexicon());

function report(message: WorkerMessage): void {
  process.send?.(message);
}

// If the parent was killed, its workers end too.
process.on('disconnect', () => process.exit());

process.on('message', ({ task, store }: WorkOrder) => {
  let reported = 0;
  const onStep = (step: number, loss: number | null): void => {
    const now = performance.now();
    if (now - reported < REPORT_INTERVAL) return;
    reported = now;
    report({ kind: 'step', step, loss });
  };
  storeRun(task, lexicon, store, onStep).then(
    () => report({ kind: 'done' }),
    (error: NodeJS.ErrnoException) => {
      if (STORE_ERRORS.has(error.code ?? '')) return report({ kind: 'unwritable', message: error.message });
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
