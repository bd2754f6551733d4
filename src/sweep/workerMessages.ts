/** What the sweep and its worker processes say to each other. */
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';

export interface WorkOrder {
  readonly task: RunTask;
  readonly store: StoreOptions;
}

export type WorkerMessage =
  | { readonly kind: 'step'; readonly step: number; readonly loss: number | null }
  | { readonly kind: 'done' }
  /** The store can't be written: no fault of the run's. */
  | { readonly kind: 'unwritable'; readonly message: string }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Whether the user can mend it. */
      readonly usersMistake: boolean;
      /** For a bug: where it is. */
      readonly stack?: string;
    };
