/** Errors of reading Arrow, in the user's words. Kept apart from the readers, one of which loads the database. */
import { UserError } from '../../errors/userError.js';

export function arrowProblem(shown: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const reason = (error as Error).message;
  // Polars writes views of texts, a newer type, unless it is told otherwise.
  // A type that the library cannot even name is none that a program wrote.
  const unread = /unrecognized type|view/i.test(reason) && !reason.includes('undefined');
  return new UserError({
    code: unread ? 'unread-type' : 'malformed',
    summary: unread ? 'a column of Arrow is of a type that is not read' : 'the file is damaged, or is not Arrow',
    where: shown,
    // A TypeError is of the library's own variables.
    ...(!(error instanceof TypeError) &&
      !reason.includes('undefined') && { found: reason.split('\n', 1)[0].slice(0, 160) }),
    ...(unread && { hint: 'write it as Parquet; in Polars: frame.write_ipc(FILE, compat_level=CompatLevel.oldest())' }),
  });
}
