/** Executes runs in worker processes of this machine, one run a process at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { UserError } from '../errors/userError.js';
import { residentBytes } from '../store/processes.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { type FailedRun, recordFailure } from './failedRuns.js';
import { type Memory, memoryNow, memoryVerdict } from './memoryWatch.js';
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';
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
  /** Called where memory is short: a run waits until others have ended, and so many go on at once from now on. */
  readonly onFewer?: (task: RunTask, workers: number) => void;
  /** What memory there is, given the workers' process ids; left out: this machine's. */
  readonly memory?: (pids: readonly number[]) => Memory;
}

/**
 * A worker has a core: V8's helper threads would take it from another worker. A step's state lives for a step, and with room for many of
 * them the collector seldom copies one. Two workers on two cores make a sweep in a seventh less time, one alone takes as long as ever.
 */
const V8_FLAGS = ['--single-threaded', '--min-semi-space-size=16', '--max-semi-space-size=32'];

/** Milliseconds between two looks at the memory. */
const LOOK = 500;

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
export async function executeInWorkers(tasks: readonly RunTask[], options: WorkersOptions): Promise<Executed> {
  const queue = [...tasks];
  const failures: FailedRun[] = [];
  let unwritable: string | undefined;
  const next = (): RunTask | undefined =>
    failures.length < options.maxFailures && unwritable === undefined ? queue.shift() : undefined;
  const running = new Map<ChildProcess, RunTask>(); // the oldest first
  const ended = new Map<ChildProcess, 'fewer' | 'too large'>(); // for want of memory
  let lanes = Math.min(options.workers, tasks.length);
  const watch = setInterval(() => {
    const pids = [...running.keys()].map(({ pid }) => pid!);
    const verdict = memoryVerdict(
      (options.memory ?? memoryNow)(pids),
      pids.map((pid) => ({ bytes: residentBytes(pid) })),
    );
    const youngest = [...running.keys()].at(-1);
    if (verdict === 'enough' || youngest === undefined || ended.has(youngest)) return;
    ended.set(youngest, verdict);
    youngest.kill('SIGTERM');
  }, LOOK);
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let task = next(); task !== undefined; task = next()) {
      worker ??= fork(options.workerModule, {
        execArgv: [...process.execArgv, ...V8_FLAGS],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      options.onStart(task);
      running.set(worker, task);
      const end = memoryShort(await executeIn(worker, task, options), task, ended.get(worker));
      running.delete(worker);
      if (end.kind === 'waits') {
        queue.unshift(task);
        worker = undefined;
        const others = running.size > 0; // they may have ended meanwhile, and then nobody else would make it
        if (others) options.onFewer?.(task, --lanes);
        await removeLeftovers(options.store.directory);
        if (others) return;
        continue;
      }
      if (end.kind === 'unwritable') unwritable = end.message;
      if (end.kind === 'failed') {
        failures.push(end.failure);
        if (!end.wished)
          await recordFailure(options.store.directory, end.failure).catch(
            (error: Error) => (unwritable ??= error.message),
          );
      }
      if (worker.exitCode !== null || worker.signalCode !== null) worker = undefined;
      options.onEnd(task, end.kind !== 'done');
    }
    worker?.disconnect();
  };
  await Promise.all(Array.from({ length: lanes }, work)).finally(() => clearInterval(watch));
  if (unwritable === undefined) return { failures, unmade: queue };
  const hint = 'complete runs are kept: once that is mended, the same command continues';
  throw new UserError({
    code: 'unwritable',
    summary: 'runs cannot be written',
    where: options.store.directory,
    found: unwritable,
    hint,
  });
}

type RunEnd =
  | { readonly kind: 'done' }
  /** @property wished whether somebody ended the worker politely: no fault of the run's */
  | { readonly kind: 'failed'; readonly failure: FailedRun; readonly wished?: boolean }
  | { readonly kind: 'unwritable'; readonly message: string }
  /** Given up for now, for want of memory. */
  | { readonly kind: 'waits' };

/** How a run ended whose worker may have been ended for want of memory. */
function memoryShort(end: RunEnd, task: RunTask, why: 'fewer' | 'too large' | undefined): RunEnd {
  if (why === undefined || end.kind !== 'failed' || end.wished !== true) return end; // it was quicker
  if (why === 'fewer') return { kind: 'waits' };
  return {
    kind: 'failed',
    failure: { task, message: `it needs more memory than there is: ${REMEDY}`, usersMistake: true },
  };
}

const REMEDY = 'a smaller model, batch or corpus';

const POLITE: ReadonlySet<string | null> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

function executeIn(worker: ChildProcess, task: RunTask, { store, onStep }: WorkersOptions): Promise<RunEnd> {
  return new Promise((resolve) => {
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
      end({
        kind: 'failed',
        failure: { task, message, usersMistake: !isOurs, ...(isOurs && errors !== '' && { stack: errors }) },
        wished: POLITE.has(signal),
      });
    };
    worker.on('message', onMessage).on('exit', onExit);
    worker.stderr?.on('data', onErrors);
    worker.send({ task, store } satisfies WorkOrder, () => {}); // a worker that has just died takes no order, and onExit hears of it
  });
}

/** Why a worker is no more: for want of memory, mostly. */
function inWords(
  code: number | null,
  signal: NodeJS.Signals | null,
  errors: string,
): { readonly message: string; readonly isOurs: boolean } {
  const remedy = `fewer --workers, or ${REMEDY}`;
  if (/heap out of memory|Array buffer allocation failed/.test(errors))
    return { message: `its worker process ran out of memory: ${remedy}`, isOurs: false };
  if (signal === 'SIGKILL')
    return {
      message: `its worker process was killed (SIGKILL), which the system does for want of memory: ${remedy}`,
      isOurs: false,
    };
  return { message: `its worker process ended (${signal ?? `exit code ${code}`})`, isOurs: true };
}
