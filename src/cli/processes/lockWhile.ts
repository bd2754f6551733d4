/** Work for which this process needs a folder for itself. */
import { UserError } from '../../errors/userError.js';
import { lockFolder } from '../../sweep/folderLock.js';
import { EXIT, report } from '../errors.js';
import { tell } from '../screen/print.js';

/**
 * Locks a folder, made if missing, while `use` works in it. The lock is removed whatever happens, also by a signal.
 * @throws UserError that names the process that has the folder
 */
export async function lockWhile<T>(directory: string, use: () => Promise<T>): Promise<T> {
  const release = await lockFolder(directory, {
    onLost: () => endWithoutLock(directory),
    onWatch: (seconds) =>
      tell(
        `a process of another container or machine has locked ${directory}: it is watched for a sign of life, for ${seconds} seconds at most\n`,
      ),
  });
  process.once('exit', release); // an interruption does not wait for `finally`
  try {
    return await use();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Ends the process: another one may write to the folder now. */
function endWithoutLock(directory: string): never {
  report(
    new UserError({
      code: 'locked',
      summary: 'the lock of this folder is gone, so another process may be writing to it',
      where: directory,
      hint: 'complete runs are kept: the same command continues',
    }),
  );
  process.exit(EXIT.users);
}
