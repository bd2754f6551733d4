/** The text of an experiment file: a file, or a pipe, which can be read only once. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type Problem, UserError } from '../../errors/userError.js';

// Experiments are a few kilobytes; a result table given by mistake should not be parsed, and a device has no end.
const MAX_BYTES = 1_000_000;

/** Milliseconds between two looks at a pipe that has given nothing yet, and the time after which it is given up. */
const LOOK_MS = 20;
const PATIENCE_MS = 10_000;

/** Names of standard input, which cannot be opened by name where it is a socket. */
const STANDARD_INPUT: ReadonlySet<string> = new Set(['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

/**
 * @throws UserError for a missing file, a folder, a file that cannot be read, one that is too large for an experiment, or a
 *   pipe that gives nothing
 */
export function readExperimentFile(file: string): string {
  const refuse = (problem: Omit<Problem, 'where'>): never => {
    throw new UserError({ where: file, ...problem });
  };
  try {
    const { bytes, isWhole } = readAtMost(file, MAX_BYTES);
    if (!isWhole)
      return refuse({
        code: 'file-too-large',
        summary: 'not an experiment',
        found: `more than ${MAX_BYTES} bytes`,
        allowed: `at most ${MAX_BYTES}`,
      });
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return refuse({
        code: 'missing-file',
        summary: 'no such file',
        allowed: 'the path of an experiment file (YAML)',
      });
    if (code === 'EISDIR')
      return refuse({
        code: 'directory',
        summary: 'a folder, not a file',
        allowed: 'the path of an experiment file (YAML)',
      });
    return refuse({ code: 'unreadable-file', summary: 'the file cannot be read', found: message });
  }
}

/** @returns the first bytes, at most `most`, and whether they are all */
function readAtMost(file: string, most: number): { readonly bytes: Buffer; readonly isWhole: boolean } {
  // A pipe without a writer would stop the whole program in `open`.
  const isInput = STANDARD_INPUT.has(file);
  const descriptor = isInput ? 0 : openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const mayWait = !fstatSync(descriptor).isFile();
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    let heard = performance.now();
    while (length <= most) {
      const read = readSome(descriptor, bytes, length);
      // A pipe whose writer has not come yet looks like one that has ended.
      const ended = read === 0 && (length > 0 || !mayWait || isInput);
      if (ended) break;
      if (read > 0) {
        length += read;
        heard = performance.now();
      } else if (performance.now() - heard > PATIENCE_MS)
        throw new UserError({
          code: 'empty-file',
          summary: 'the pipe gives nothing',
          where: file,
          found: `nothing for ${PATIENCE_MS / 1000} seconds`,
          hint: 'write the experiment to a file, and name the file',
        });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    }
    return { bytes: bytes.subarray(0, Math.min(length, most)), isWhole: length <= most };
  } finally {
    if (!isInput) closeSync(descriptor);
  }
}

/** Bytes read: 0 at the end, −1 where a pipe has none for now. */
function readSome(descriptor: number, bytes: Buffer, from: number): number {
  try {
    return readSync(descriptor, bytes, from, bytes.length - from, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return -1;
    if (code === 'EOF') return 0; // Windows says so at the end of a pipe
    throw error;
  }
}
