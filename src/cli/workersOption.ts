/** The flag `--workers`, which commands that make runs share. */
import { availableParallelism } from 'node:os';
import type { Options } from 'yargs';
import { UserError } from '../config/userError.js';

export const workersOption = {
  type: 'number',
  requiresArg: true,
  default: availableParallelism(),
  defaultDescription: 'the number of cores',
  coerce: (workers: number): number => {
    if (Number.isInteger(workers) && workers >= 1) return workers;
    throw new UserError({ code: 'out-of-range', summary: 'not a number of workers', where: '--workers', found: String(workers), allowed: 'a whole number from 1' });
  },
  describe: 'runs at a time, a process each',
} as const satisfies Options;
