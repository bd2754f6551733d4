/** Ending in order when a signal stops the process: what is temporary is removed. */
import { removeOpenFolders } from '../../store/temporaryFolder.js';
import { EXIT } from '../errors.js';

/** SIGHUP comes when a terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that work may take to end. */
const PATIENCE_MS = 1500;

const last: (() => void | Promise<unknown>)[] = [];
let isInOrder = false;
let code: number = EXIT.interrupted;

/** Calls `act` if the process is interrupted, before it ends. A promise is waited for, but not for long. */
export function onSignal(act: () => void | Promise<unknown>): void {
  last.push(act);
}

/** From now on a signal is the normal end, as of a server, and the exit code is 0. */
export function signalEndsNormally(): void {
  code = 0;
}

/** From now on temporary folders are removed when the process ends, also by a signal. */
export function endInOrder(): void {
  if (isInOrder) return;
  isInOrder = true;
  process.once('exit', removeOpenFolders);
  for (const signal of SIGNALS)
    process.once(signal, () => {
      const waiting = last.map((act) => act()).filter((each) => each instanceof Promise);
      if (waiting.length === 0) process.exit(code);
      setTimeout(() => process.exit(code), PATIENCE_MS);
      void Promise.allSettled(waiting).then(() => process.exit(code));
    });
}
