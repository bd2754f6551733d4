/** Reports a failure: a message on stderr, and an exit code that separates the user's mistakes from bugs. */
import { systemProblem } from '../errors/systemProblem.js';
import { UserError } from '../errors/userError.js';
import { tell } from './screen/print.js';

/** `brokenPipe` is what a shell says of a program that SIGPIPE ends. */
export const EXIT = { ours: 1, users: 2, interrupted: 130, brokenPipe: 141 } as const;

/** Sets the exit code of a sweep with failed runs: ours, unless the user can repair all of them. */
export function setFailureCode(failures: readonly { readonly usersMistake: boolean }[]): void {
  if (failures.length === 0) return;
  process.exitCode = failures.every(({ usersMistake }) => usersMistake) ? EXIT.users : EXIT.ours;
}

export function report(error: unknown): void {
  const users = error instanceof UserError ? error : ofSystem(error);
  if (users !== undefined) {
    tell(`${users.message}\n`);
    process.exitCode = EXIT.users;
    return;
  }
  const { stack, message } = error as Error;
  tell(`This is a bug of hallucination-rate. ${stack ?? message ?? String(error)}\n`);
  process.exitCode = EXIT.ours;
}

function ofSystem(error: unknown): UserError | undefined {
  const problem = systemProblem(error);
  return problem && new UserError(problem);
}

/**
 * Ends the process in words where an error reaches no other place: a reader of stdout that has gone, a full disk behind
 * stdout, an error of a stream or a child process. Messages on stderr that nobody can read are dropped, and work goes on.
 */
export function guardProcess(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.brokenPipe);
    const problem = systemProblem(error);
    report(problem === undefined ? error : new UserError({ ...problem, where: 'stdout' }));
    process.exit();
  });
  process.on('uncaughtException', (error) => {
    report(error);
    process.exit();
  });
}
