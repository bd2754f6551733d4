/** Executes runs in worker processes of this machine, one run a process at a time. */
import { fork, type ChildProcess } from 'node:child_process';
import type { RunTask } from './executeRun.js';
import type { StoreOptions } from './storedRun.js';
import type { WorkerMessage, WorkOrder } from './workerMessages.js';

export interface FailedRun {
  readonly task: RunTask;
  readonly message: string;
  readonly usersMistake: boolean;
  readonly stack?: string;
}

export interface WorkersOptions {
  /** The module that a worker process runs. */
  readonly workerModule: URL;
  readonly workers: number;
  readonly store: StoreOptions;
  readonly onStart: (task: RunTask) => void;
  readonly onStep: (task: RunTask, step: number, loss: number | null) => void;
  readonly onEnd: (task: RunTask) => void;
}

/** Executes all tasks; one that fails does not stop the others. @returns those that failed */
export const executeInWorkers = async (tasks: readonly RunTask[], options: WorkersOptions): Promise<readonly FailedRun[]> => {
  const queue = [...tasks];
  const failures: FailedRun[] = [];
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      worker ??= fork(options.workerModule, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      options.onStart(task);
      const failure = await executeIn(worker, task, options);
      if (failure !== undefined) failures.push(failure);
      if (worker.exitCode !== null || worker.signalCode !== null) worker = undefined;
      options.onEnd(task);
    }
    worker?.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, tasks.length) }, work));
  return failures;
};

const executeIn = (worker: ChildProcess, task: RunTask, { store, onStep }: WorkersOptions): Promise<FailedRun | undefined> =>
  new Promise((resolve) => {
    let errors = '';
    const end = (failure?: FailedRun): void => {
      worker.off('message', onMessage).off('exit', onExit);
      worker.stderr?.off('data', onErrors);
      resolve(failure);
    };
    const onErrors = (data: Buffer): void => void (errors += data.toString());
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'step') onStep(task, message.step, message.loss);
      else if (message.kind === 'done') end();
      else end({ task, ...message });
    };
    const onExit = (code: number | null, signal: string | null): void =>
      end({ task, message: `its worker process ended (${signal ?? `exit code ${code}`})`, usersMistake: false, stack: errors });
    worker.on('message', onMessage).on('exit', onExit);
    worker.stderr?.on('data', onErrors);
    worker.send({ task, store } satisfies WorkOrder);
  });
