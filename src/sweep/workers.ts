/** Executes runs in worker processes of this machine, one run a process at a time. */
import { fork, type ChildProcess } from 'node:child_process';
import { UserError } from '../config/userError.js';
import type { RunTask } from './executeRun.js';
import { recordFailure, type FailedRun } from './failedRuns.js';
import type { StoreOptions } from './storedRun.js';
import type { WorkerMessage, WorkOrder } from './workerMessages.js';

export interface WorkersOptions {
  /** The module that a worker process runs. */
  readonly workerModule: URL;
  readonly workers: number;
  /** So many failures end the sweep. */
  readonly maxFailures: number;
  readonly store: StoreOptions;
  readonly onStart: (task: RunTask) => void;
  readonly onStep: (task: RunTask, step: number, loss: number | null) => void;
  readonly onEnd: (task: RunTask, failed: boolean) => void;
}

export interface Executed {
  readonly failures: readonly FailedRun[];
  /** Tasks that were not begun. */
  readonly unmade: readonly RunTask[];
}

/**
 * Executes all tasks; one that fails leaves a record, and does not stop the others unless it is one too many. What is under
 * way then is finished.
 * @throws UserError where the store can't be written
 */
export const executeInWorkers = async (tasks: readonly RunTask[], options: WorkersOptions): Promise<Executed> => {
  const queue = [...tasks];
  const failures: FailedRun[] = [];
  let unwritable: string | undefined;
  const next = (): RunTask | undefined => (failures.length < options.maxFailures && unwritable === undefined ? queue.shift() : undefined);
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let task = next(); task !== undefined; task = next()) {
      worker ??= fork(options.workerModule, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      options.onStart(task);
      const end = await executeIn(worker, task, options);
      if (end.kind === 'unwritable') unwritable = end.message;
      if (end.kind === 'failed') {
        failures.push(end.failure);
        if (!end.wished) await recordFailure(options.store.directory, end.failure).catch((error: Error) => (unwritable ??= error.message));
      }
      if (worker.exitCode !== null || worker.signalCode !== null) worker = undefined;
      options.onEnd(task, end.kind !== 'done');
    }
    worker?.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, tasks.length) }, work));
  if (unwritable === undefined) return { failures, unmade: queue };
  const hint = 'complete runs are kept: once that is mended, the same command continues';
  throw new UserError({ code: 'unwritable', summary: 'runs cannot be written', where: options.store.directory, found: unwritable, hint });
};

type RunEnd =
  | { readonly kind: 'done' }
  /** @property wished whether somebody ended the worker politely: no fault of the run's */
  | { readonly kind: 'failed'; readonly failure: FailedRun; readonly wished?: boolean }
  | { readonly kind: 'unwritable'; readonly message: string };

const POLITE: ReadonlySet<string | null> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

const executeIn = (worker: ChildProcess, task: RunTask, { store, onStep }: WorkersOptions): Promise<RunEnd> =>
  new Promise((resolve) => {
    let errors = '';
    const end = (how: RunEnd): void => {
      worker.off('message', onMessage).off('exit', onExit);
      worker.stderr?.off('data', onErrors);
      resolve(how);
    };
    const onErrors = (data: Buffer): void => void (errors += data.toString());
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'step') onStep(task, message.step, message.loss);
      else if (message.kind === 'failed') end({ kind: 'failed', failure: { task, ...message } });
      else end(message);
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      const { message, isOurs } = inWords(code, signal, errors);
      end({ kind: 'failed', failure: { task, message, usersMistake: !isOurs, ...(isOurs && errors !== '' && { stack: errors }) }, wished: POLITE.has(signal) });
    };
    worker.on('message', onMessage).on('exit', onExit);
    worker.stderr?.on('data', onErrors);
    worker.send({ task, store } satisfies WorkOrder, () => {}); // a worker that has just died takes no order, and onExit hears of it
  });

/** Why a worker is no more: for want of memory, mostly. */
const inWords = (code: number | null, signal: NodeJS.Signals | null, errors: string): { readonly message: string; readonly isOurs: boolean } => {
  const remedy = 'fewer --workers, or a smaller model, batch or corpus';
  if (/heap out of memory|Array buffer allocation failed/.test(errors)) return { message: `its worker process ran out of memory: ${remedy}`, isOurs: false };
  if (signal === 'SIGKILL') return { message: `its worker process was killed (SIGKILL), which the system does for want of memory: ${remedy}`, isOurs: false };
  return { message: `its worker process ended (${signal ?? `exit code ${code}`})`, isOurs: true };
};
