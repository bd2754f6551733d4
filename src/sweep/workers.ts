/** Executes runs in worker processes of this machine, one run per process at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { UserError } from '../errors/userError.js';
import { residentBytes } from '../store/processes.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { type FailedRun, recordFailure } from './failedRuns.js';
import { type Memory, memoryNow, memoryVerdict } from './memoryWatch.js';
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';
import type { SweepProgress } from './sweepProgress.js';
import type { WorkerMessage, WorkOrder } from './workerMessages.js';

export interface WorkersOptions {
  /** The module that a worker process runs. */
  readonly workerModule: URL;
  /** Number of worker processes. */
  readonly workers: number;
  /** Number of failures after which no further run begins. */
  readonly maxFailures: number;
  readonly store: StoreOptions;
  readonly progress: SweepProgress;
  /** Measures memory, given the workers' process ids; by default that of this machine. */
  readonly memory?: (pids: readonly number[]) => Memory;
}

/**
 * Each worker has one core, which V8's helper threads would take from another worker. The state of a training step lives
 * for one step: with room for many steps the garbage collector seldom copies one. Two workers on two cores then make a sweep
 * in a seventh less time; a single worker takes as long as without these flags.
 */
const V8_FLAGS = ['--single-threaded', '--min-semi-space-size=16', '--max-semi-space-size=32'];

/** Milliseconds between two measurements of the memory. */
const MEMORY_INTERVAL = 500;

export interface Executed {
  readonly failures: readonly FailedRun[];
  /** Tasks that were not begun. */
  readonly unmade: readonly RunTask[];
}

/**
 * Executes all tasks. A run that fails leaves a record and does not stop the others, until `maxFailures` have failed: then
 * the runs under way are finished and no further run begins.
 * @throws UserError if the store cannot be written
 */
export async function executeInWorkers(tasks: readonly RunTask[], options: WorkersOptions): Promise<Executed> {
  const queue = [...tasks];
  const failures: FailedRun[] = [];
  let unwritable: string | undefined;
  const next = (): RunTask | undefined =>
    failures.length < options.maxFailures && unwritable === undefined ? queue.shift() : undefined;
  const running = new Map<ChildProcess, RunTask>(); // the oldest first
  const ended = new Map<ChildProcess, 'fewer' | 'too large'>(); // because memory was short
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
  }, MEMORY_INTERVAL);
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let task = next(); task !== undefined; task = next()) {
      worker ??= fork(options.workerModule, {
        execArgv: [...process.execArgv, ...V8_FLAGS],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      options.progress.onStart(task);
      running.set(worker, task);
      const end = memoryShort(await executeIn(worker, task, options), task, ended.get(worker));
      running.delete(worker);
      if (end.kind === 'waits') {
        queue.unshift(task);
        worker = undefined;
        const others = running.size > 0; // if they have ended meanwhile, no other worker is left to make this run
        if (others) options.progress.onFewer?.(task, --lanes);
        await removeLeftovers(options.store.directory);
        if (others) return;
        continue;
      }
      if (end.kind === 'unwritable') unwritable = end.message;
      if (end.kind === 'failed') {
        failures.push(end.failure);
        if (!end.requested)
          await recordFailure(options.store.directory, end.failure).catch(
            (error: Error) => (unwritable ??= error.message),
          );
      }
      if (worker.exitCode !== null || worker.signalCode !== null) worker = undefined;
      options.progress.onEnd(task, end.kind !== 'done');
    }
    worker?.disconnect();
  };
  await Promise.all(Array.from({ length: lanes }, work)).finally(() => clearInterval(watch));
  if (unwritable === undefined) return { failures, unmade: queue };
  const hint = 'complete runs are kept: repair the store, then the same command continues';
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
  /** @property requested the worker was asked to end by a signal, so the run itself is not at fault */
  | { readonly kind: 'failed'; readonly failure: FailedRun; readonly requested?: boolean }
  | { readonly kind: 'unwritable'; readonly message: string }
  /** Stopped because memory is short; made again later. */
  | { readonly kind: 'waits' };

/** The end of a run, given the reason why its worker was ended if memory was short. */
function memoryShort(end: RunEnd, task: RunTask, why: 'fewer' | 'too large' | undefined): RunEnd {
  if (why === undefined || end.kind !== 'failed' || end.requested !== true) return end; // the run ended first
  if (why === 'fewer') return { kind: 'waits' };
  return {
    kind: 'failed',
    failure: { task, message: `it needs more memory than this machine has: use ${REMEDY}`, usersMistake: true },
  };
}

const REMEDY = 'a smaller model, batch or corpus';

const REQUESTS: ReadonlySet<string | null> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

function executeIn(worker: ChildProcess, task: RunTask, { store, progress }: WorkersOptions): Promise<RunEnd> {
  return new Promise((resolve) => {
    let errors = '';
    const end = (how: RunEnd): void => {
      worker.off('message', onMessage).off('exit', onExit);
      worker.stderr?.off('data', onErrors);
      resolve(how);
    };
    const onErrors = (data: Buffer): void => void (errors += data.toString());
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'step') progress.onStep(task, message.step, message.loss);
      else if (message.kind === 'failed') end({ kind: 'failed', failure: { task, ...message } });
      else end(message);
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      const { message, isOurs } = workerEnd(code, signal, errors);
      end({
        kind: 'failed',
        failure: { task, message, usersMistake: !isOurs, ...(isOurs && errors !== '' && { stack: errors }) },
        requested: REQUESTS.has(signal),
      });
    };
    worker.on('message', onMessage).on('exit', onExit);
    worker.stderr?.on('data', onErrors);
    worker.send({ task, store } satisfies WorkOrder, () => {}); // a worker that has just died cannot take an order: onExit reports it
  });
}

/** Explains why a worker process ended; mostly memory ran out. */
function workerEnd(
  code: number | null,
  signal: NodeJS.Signals | null,
  errors: string,
): { readonly message: string; readonly isOurs: boolean } {
  const remedy = `use fewer --workers, or ${REMEDY}`;
  if (/heap out of memory|Array buffer allocation failed/.test(errors))
    return { message: `its worker process ran out of memory: ${remedy}`, isOurs: false };
  if (signal === 'SIGKILL')
    return {
      message: `its worker process was killed (SIGKILL), which the system does when memory runs out: ${remedy}`,
      isOurs: false,
    };
  return { message: `its worker process ended (${signal ?? `exit code ${code}`})`, isOurs: true };
}
