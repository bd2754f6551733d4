/** The worker processes of a pool, and the lanes in which they work: as many as runs may go on at once. */
import type { ChildProcess } from 'node:child_process';

export interface Lanes {
  /** Waits for a lane, the lowest turn first. @returns its worker; undefined if it has none yet */
  readonly take: (turn: number) => Promise<ChildProcess | undefined>;
  /** Gives a lane back, with its worker. */
  readonly give: (worker: ChildProcess | undefined) => void;
  /** From now on at most so many lanes are taken at a time. */
  readonly limit: (lanes: number) => void;
  readonly most: () => number;
  /** Workers without a lane end. */
  readonly close: () => void;
}

/** Lanes in which runs go on at once, and the workers in them. */
export function lanesOf(workers: number): Lanes {
  let most = workers;
  let taken = 0;
  let isClosed = false;
  let idle: ChildProcess[] = [];
  const waiting: { readonly turn: number; readonly begin: (worker: ChildProcess | undefined) => void }[] = [];
  const serve = (): void => {
    idle = idle.filter(isAlive); // one may have died without a run
    while (taken < most && waiting.length > 0) {
      taken++;
      waiting.shift()!.begin(idle.pop());
    }
    if (!isClosed) return;
    for (const worker of idle) if (worker.connected) worker.disconnect();
    idle = [];
  };
  return {
    take: (turn) =>
      new Promise((begin) => {
        const later = waiting.findIndex((other) => other.turn > turn);
        waiting.splice(later < 0 ? waiting.length : later, 0, { turn, begin });
        serve();
      }),
    give: (worker) => {
      taken--;
      if (worker !== undefined) idle.push(worker);
      serve();
    },
    limit: (lanes) => void (most = Math.min(most, lanes)),
    most: () => most,
    close: () => {
      isClosed = true;
      serve();
    },
  };
}

/** True if a worker can take an order. */
export function isAlive({ exitCode, signalCode, connected }: ChildProcess): boolean {
  return exitCode === null && signalCode === null && connected;
}
