/** Errors of the operating system, told from those of the program. */

/**
 * True for an error that the system gave to a call: a full disk, a file that cannot be read, too many open files. Node has no
 * word for some of them, such as EDQUOT and ESTALE, so the number of the error is what tells.
 */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === 'number';
}
