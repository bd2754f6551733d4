/** Messages between a sweep and its worker processes. */
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';

export interface WorkOrder {
  readonly task: RunTask;
  readonly store: StoreOptions;
}

export type WorkerMessage =
  /** The worker has started, and takes orders. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'step'; readonly step: number; readonly loss: number | null }
  | { readonly kind: 'done' }
  /** The store cannot be written: the run itself did not fail. */
  | { readonly kind: 'unwritable'; readonly message: string }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** The user can repair the cause. */
      readonly usersMistake: boolean;
      /** Stack trace of a bug. */
      readonly stack?: string;
    };
