/** Errors of reading Arrow, in the user's words. Kept apart from the readers, one of which loads the database. */
import { UserError } from '../errors/userError.js';

export function arrowProblem(shown: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const reason = (error as Error).message;
  const compressed = /compress|codec/i.test(reason);
  return new UserError({
    code: compressed ? 'compressed' : 'malformed',
    summary: compressed ? 'compressed Arrow is not read' : 'the file is damaged, or is not Arrow',
    where: shown,
    // A TypeError is of the library's own variables.
    ...(!(error instanceof TypeError) && { found: reason.split('\n', 1)[0].slice(0, 160) }),
    ...(compressed && { hint: 'write it without compression, or as Parquet' }),
  });
}
