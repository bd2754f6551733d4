/** Reports a failure: a message on stderr, and an exit code that separates the user's mistakes from bugs. */
import { UserError } from '../errors/userError.js';

export const EXIT = { ours: 1, users: 2, interrupted: 130 } as const;

/** Error codes of the system that a user can repair: a file or disk is missing, not readable, not writable or full. */
const USERS_SYSTEM_ERRORS = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC', 'EEXIST']);

export function report(error: unknown): void {
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT.users;
    return;
  }
  const { code, message, stack } = error as NodeJS.ErrnoException;
  const usersMistake = code !== undefined && USERS_SYSTEM_ERRORS.has(code);
  process.stderr.write(
    usersMistake
      ? `${message}\n${code === 'ENOSPC' ? '  hint:    free some space: complete runs are kept, and the same command continues\n' : ''}`
      : `This is a bug of hallucination-rate. ${stack ?? message}\n`,
  );
  process.exitCode = usersMistake ? EXIT.users : EXIT.ours;
}
