/** Executes runs in worker processes of this machine, one run per process at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Problem, UserError } from '../errors/userError.js';
import { residentBytes } from '../store/processes.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { type FailedRun, recordFailure } from './failedRuns.js';
import { isAlive, lanesOf } from './lanes.js';
import { type Memory, memoryNow, memoryVerdict } from './memoryWatch.js';
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';
import type { SweepProgress } from './sweepProgress.js';
import type { WorkerMessage, WorkOrder } from './workerMessages.js';

/** The worker processes of a pool. */
export interface PoolOptions {
  /** The module that a worker process runs. */
  readonly workerModule: URL;
  /** Number of worker processes. */
  readonly workers: number;
  /** Seconds in which a worker must have started; by default `START_SECONDS`. */
  readonly startSeconds?: number;
  /** Measures memory, given the workers' process ids; by default that of this machine. */
  readonly memory?: (pids: readonly number[]) => Memory;
}

/** The store and the progress of the runs of one sweep, and the failures that end it. */
export interface RunsOptions {
  /** Number of failures after which no further run begins. */
  readonly maxFailures: number;
  readonly store: StoreOptions;
  readonly progress: SweepProgress;
}

/** Worker processes that several sweeps share: each process goes on with the next sweep, and keeps what it has read and compiled. */
export interface WorkerPool {
  /** Number of worker processes at the beginning. */
  readonly workers: number;
  /**
   * Executes all tasks in their order, after those of earlier calls. A run that fails leaves a record and does not
   * stop the others, until `maxFailures` have failed: then the runs under way are finished and no further run begins. A run whose worker
   * dies, killed for memory or stuck at its start, is made again once, with fewer workers; if it dies again, it leaves no record, so that
   * the same command makes it again.
   * @throws UserError if the store cannot be written, or no worker can be started
   */
  readonly execute: (tasks: readonly RunTask[], options: RunsOptions) => Promise<Executed>;
  /** From now on a worker that finds no further run ends. */
  readonly close: () => void;
  /** No further run begins. */
  readonly stop: () => void;
}

/**
 * Each worker has one core, which V8's helper threads would take from another worker. The state of a training step lives
 * for one step: with room for many steps the garbage collector seldom copies one. Two workers on two cores then make a sweep
 * in a seventh less time; a single worker takes as long as without these flags.
 */
const V8_FLAGS = ['--single-threaded', '--min-semi-space-size=16', '--max-semi-space-size=32'];

/** Seconds in which a worker must have started: it takes one or two, and some more from a slow network disk. */
const START_SECONDS = 120;

/** Times that a single worker process is tried to be started, a second apart, where the system has no room for it. */
const START_TRIES = 4;

/** Milliseconds between two measurements of the memory. */
const MEMORY_INTERVAL = 500;

export interface Executed {
  readonly failures: readonly FailedRun[];
  /** Tasks that were not begun. */
  readonly unmade: readonly RunTask[];
}

/** Executes the tasks of one sweep in workers of their own. */
export function executeInWorkers(tasks: readonly RunTask[], options: PoolOptions & RunsOptions): Promise<Executed> {
  return poolOfOne(options).execute(tasks, options);
}

/** Workers for one sweep: each ends when it finds no further run. */
export function poolOfOne(options: PoolOptions): WorkerPool {
  const pool = workerPool(options);
  pool.close();
  return pool;
}

/** Workers for several sweeps: they end when it is closed. */
export function workerPool(options: PoolOptions): WorkerPool {
  const running = new Map<ChildProcess, RunTask>(); // the oldest first
  const ended = new Map<ChildProcess, 'fewer' | 'too large'>(); // because memory was short
  const lanes = lanesOf(options.workers);
  let watch: NodeJS.Timeout | undefined;
  const watchMemory = (): void => {
    const pids = [...running.keys()].map(({ pid }) => pid!);
    const verdict = memoryVerdict(
      (options.memory ?? memoryNow)(pids),
      pids.map((pid) => ({ bytes: residentBytes(pid) })),
    );
    const youngest = [...running.keys()].at(-1);
    if (verdict === 'enough' || youngest === undefined || ended.has(youngest)) return;
    ended.set(youngest, verdict);
    youngest.kill('SIGTERM');
  };
  let calls = 0;
  let busy = 0; // calls under way
  let isStopped = false;
  const execute: WorkerPool['execute'] = async (tasks, { maxFailures, store, progress }) => {
    const turn = calls++;
    const queue = [...tasks];
    const failures: FailedRun[] = [];
    let obstacle: Obstacle | undefined;
    const next = (): RunTask | undefined =>
      failures.length < maxFailures && obstacle === undefined && !isStopped ? queue.shift() : undefined;
    const died = new Set<RunTask>();
    const work = async (): Promise<void> => {
      let worker = await lanes.take(turn);
      let tries = 0; // to start this worker
      for (let task = next(); task !== undefined; task = next()) {
        const isNew = worker === undefined;
        worker ??= startWorker(options.workerModule);
        progress.onStart(task);
        if (worker.pid !== undefined) running.set(worker, task);
        const found = await executeIn(worker, task, isNew, { store, progress, startSeconds: options.startSeconds });
        const end = memoryShort(found, task, ended.get(worker));
        running.delete(worker);
        if (end.kind === 'waits' || end.kind === 'no process' || (end.kind === 'died' && !died.has(task))) {
          queue.unshift(task);
          worker = undefined;
          const others = running.size > 0; // if they have ended meanwhile, no other worker is left to make this run
          if (others) lanes.limit(running.size);
          if (end.kind === 'died') {
            died.add(task);
            progress.onAgain?.(task, end.message, lanes.most());
          } else if (end.kind === 'waits') {
            if (others) progress.onFewer?.(task, lanes.most());
          } else if (others) progress.onAgain?.(task, end.message, lanes.most());
          else if (++tries === START_TRIES) obstacle ??= noProcess(end.message);
          else await wait(1000);
          await removeLeftovers(store.directory);
          if (!others) continue;
          lanes.give(undefined);
          worker = await lanes.take(turn);
          continue;
        }
        tries = 0;
        if (end.kind === 'unwritable') obstacle ??= unwritable(end.message);
        if (end.kind === 'died') {
          const message = `${end.message}; it was tried twice, and the same command tries it again`;
          failures.push({
            task,
            message,
            usersMistake: !end.isOurs,
            ...(end.stack !== undefined && { stack: end.stack }),
          });
        }
        if (end.kind === 'failed') {
          failures.push(end.failure);
          await recordFailure(store.directory, end.failure).catch(
            (error: Error) => (obstacle ??= unwritable(error.message)),
          );
        }
        if (!isAlive(worker)) worker = undefined;
        progress.onEnd(task, end.kind !== 'done');
      }
      lanes.give(worker);
    };
    if (busy++ === 0) watch = setInterval(watchMemory, MEMORY_INTERVAL);
    await Promise.all(Array.from({ length: Math.min(options.workers, tasks.length) }, work)).finally(() => {
      if (--busy === 0) clearInterval(watch);
    });
    if (obstacle === undefined) return { failures, unmade: queue };
    throw new UserError({ ...obstacle, where: store.directory });
  };
  return { workers: options.workers, execute, close: lanes.close, stop: () => void (isStopped = true) };
}

/** A cause that stops all runs. */
type Obstacle = Omit<Problem, 'where'>;

function unwritable(found: string): Obstacle {
  const hint = 'complete runs are kept: repair the store, then the same command continues';
  return { code: 'unwritable', summary: 'runs cannot be written', found, hint };
}

function noProcess(found: string): Obstacle {
  return {
    code: 'no-process',
    summary: 'the system starts no worker process',
    found,
    hint: 'complete runs are kept: end other processes or raise their limit (ulimit -u), or use fewer --workers; then the same command continues',
  };
}

function startWorker(module: URL): ChildProcess {
  const worker = fork(module, {
    execArgv: [...process.execArgv, ...V8_FLAGS],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // A worker that cannot be started, or has died, is reported by `executeIn`; without a listener the event would end the sweep.
  return worker.on('error', () => {});
}

type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: FailedRun }
  /** The worker process ended, and not by the run's own fault. @property requested a signal asked it to end */
  | {
      readonly kind: 'died';
      readonly message: string;
      readonly isOurs: boolean;
      readonly stack?: string;
      readonly requested: boolean;
    }
  /** The system started no worker process. */
  | { readonly kind: 'no process'; readonly message: string }
  | { readonly kind: 'unwritable'; readonly message: string }
  /** Stopped because memory is short; made again later. */
  | { readonly kind: 'waits' };

/** The end of a run, given the reason why its worker was ended if memory was short. */
function memoryShort(end: RunEnd, task: RunTask, why: 'fewer' | 'too large' | undefined): RunEnd {
  if (why === undefined || end.kind !== 'died' || !end.requested) return end; // the run ended first
  if (why === 'fewer') return { kind: 'waits' };
  return {
    kind: 'failed',
    failure: { task, message: `it needs more memory than this machine has: use ${REMEDY}`, usersMistake: true },
  };
}

const REMEDY = 'a smaller model, batch or corpus';

const REQUESTS: ReadonlySet<string | null> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @param isNew the worker was started just now */
function executeIn(
  worker: ChildProcess,
  task: RunTask,
  isNew: boolean,
  {
    store,
    progress,
    startSeconds = START_SECONDS,
  }: Pick<RunsOptions, 'store' | 'progress'> & { readonly startSeconds?: number | undefined },
): Promise<RunEnd> {
  return new Promise((resolve) => {
    let errors = '';
    let isStuck = false;
    const start = isNew
      ? setTimeout(() => {
          isStuck = true;
          worker.kill('SIGKILL');
        }, 1000 * startSeconds)
      : undefined;
    const end = (how: RunEnd): void => {
      clearTimeout(start);
      worker.off('message', onMessage).off('exit', onExit).off('error', onError);
      worker.stderr?.off('data', onErrors);
      resolve(how);
    };
    const onErrors = (data: Buffer): void => void (errors += data.toString());
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'ready') clearTimeout(start);
      else if (message.kind === 'step') progress.onStep(task, message.step, message.loss);
      else if (message.kind === 'failed') end({ kind: 'failed', failure: { task, ...message } });
      else end(message);
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (/heap out of memory|Array buffer allocation failed/.test(errors)) {
        end({ kind: 'failed', failure: { task, message: OUT_OF_MEMORY, usersMistake: true } });
        return;
      }
      const isOurs = signal !== 'SIGKILL' && !LACK.test(errors);
      end({
        kind: 'died',
        message: `its worker process ${worker.pid} ${isStuck ? `did not start within ${startSeconds} seconds, and was ended` : endInWords(code, signal)}`,
        isOurs,
        requested: REQUESTS.has(signal),
        ...(errors !== '' && { stack: errors }),
      });
    };
    // Other errors belong to messages that a dying worker did not take.
    const onError = (error: Error): void => {
      if (worker.pid === undefined) end({ kind: 'no process', message: error.message });
    };
    worker.on('message', onMessage).on('exit', onExit).on('error', onError);
    worker.stderr?.on('data', onErrors);
    // A worker that has just died cannot take an order: onExit reports it.
    if (worker.connected) worker.send({ task, store } satisfies WorkOrder, () => {});
  });
}

const OUT_OF_MEMORY = `its worker process ran out of memory: use fewer --workers, or ${REMEDY}`;

/** Words with which Node or its libraries end where the system has no room for a thread, a file or memory. */
const LACK =
  /Resource temporarily unavailable|EAGAIN|EMFILE|ENOMEM|bad_alloc|Cannot allocate memory|Too many open files/;

/** The end of a worker process in words; mostly memory ran out. */
function endInWords(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === 'SIGKILL'
    ? `was killed (SIGKILL), which the system does when memory runs out: use fewer --workers, or ${REMEDY}`
    : `ended (${signal ?? `exit code ${code}`})`;
}
