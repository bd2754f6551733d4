/** Errors of the system and of memory, as opposed to bugs: named in the system's own words, with a remedy. */
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { isSystemError } from './systemError.js';
import type { Problem } from './userError.js';

const CODES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno).map(([code, number]) => [number, code]),
);

/** Words for errors that Node's own map lacks. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  EDQUOT: 'disk quota exceeded',
  ESTALE: 'stale file handle',
};

const FREE_SPACE = 'free some space, or inodes (df -h, df -i): complete runs are kept, and the same command continues';
const PERMISSION = 'change its permissions, or choose another place';
const IN_USE = 'another program uses it: wait for that program, or end it, then give the same command again';
const AGAIN = 'give the same command again; if the error stays, look at the disk or the network (dmesg)';

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: FREE_SPACE,
  EDQUOT: `${FREE_SPACE}; your quota is used up (quota -s)`,
  EFBIG: 'the limit of a file is too low: raise it (ulimit -f), or choose another disk',
  EMFILE: 'the limit of open files is too low: raise it (ulimit -n), or use fewer --workers',
  ENFILE: 'the whole system has too many open files: end other programs, then give the same command again',
  ENAMETOOLONG: 'choose a shorter name',
  ELOOP: 'links lead to each other: name the file itself',
  EROFS: 'the disk can only be read: choose another folder',
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  ENOENT: 'look whether the file, and the folder that holds it, are there',
  ENOTDIR: 'a part of the path is a file: name a folder',
  EISDIR: 'a folder has this name: name a file, or move the folder away',
  EEXIST: 'a file or folder has this name: choose another name, or move it away',
  ENOTEMPTY: 'the folder holds other files: choose another one, or move them away',
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EADDRINUSE: IN_USE,
  EIO: AGAIN,
  ESTALE: AGAIN,
  ENODEV: AGAIN,
  ENXIO: AGAIN,
  ETIMEDOUT: AGAIN,
  ENOMEM: 'memory is short: end other programs, or use fewer --workers, then give the same command again',
  EAGAIN: 'the system gives no more processes or memory: raise the limit (ulimit -u), or use fewer --workers',
  EXDEV: 'the path leads to another disk: name a folder on one disk',
  EINVAL: 'the disk, or the system, does not support this: choose another disk',
  ENOSYS: 'the disk, or the system, does not support this: choose another disk',
  ENOTSUP: 'the disk, or the system, does not support this: choose another disk',
};

const ANY_REMEDY = 'the system refuses, not the program: mend the cause, then give the same command again';

/** Errors of Node for texts and files that are larger than it can hold. */
const TOO_LARGE: ReadonlySet<unknown> = new Set([
  'ERR_STRING_TOO_LONG',
  'ERR_FS_FILE_TOO_LARGE',
  'ERR_BUFFER_TOO_LARGE',
]);

const NO_MEMORY = /^(?:Array buffer allocation failed|std::bad_alloc|.*heap out of memory)/;

/**
 * The problem behind an error of a system call: any error that has a number of the system and the name of the call.
 * Memory that is used up, and data larger than Node can hold, count as well.
 * @returns undefined for every other error
 */
export function systemProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errno, syscall, path, code, message } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (isSystemError(error) && errno !== undefined && syscall !== undefined) {
    const name = nameOf(errno, code);
    return {
      code: 'system',
      summary: wordsOf(errno, name, message),
      where: path ?? (syscall === 'uv_cwd' ? 'the working folder' : undefined),
      found: `${name} (${syscall})`,
      hint:
        syscall === 'uv_cwd'
          ? 'the working folder has been removed: go to another one'
          : (REMEDIES[name] ?? ANY_REMEDY),
    };
  }
  if (TOO_LARGE.has(code))
    return {
      code: 'too-large',
      summary: 'the data are too large to be held in memory at once',
      found: message,
      hint: 'use smaller files',
    };
  if (NO_MEMORY.test(message))
    return { code: 'out-of-memory', summary: 'memory is used up', found: message, hint: REMEDIES.ENOMEM };
  return systemProblemIn(message);
}

/** Words of the system for a disk that takes no more, as other libraries hand them on in their own messages. */
const HANDED_ON: readonly (readonly [words: RegExp, code: string])[] = [
  [/no space left on device/i, 'ENOSPC'],
  [/disk quota exceeded/i, 'EDQUOT'],
  [/file too large/i, 'EFBIG'],
  [/too many open files in system/i, 'ENFILE'],
  [/too many open files/i, 'EMFILE'],
  [/read-only file system/i, 'EROFS'],
  [/input\/output error/i, 'EIO'],
  [/stale (?:nfs )?file handle/i, 'ESTALE'],
  [/file name too long/i, 'ENAMETOOLONG'],
  [/too many levels of symbolic links/i, 'ELOOP'],
  [/permission denied/i, 'EACCES'],
  [/cannot allocate memory/i, 'ENOMEM'],
  [/text file busy/i, 'ETXTBSY'],
];

/** The problem that a message of the database hands on from the system; undefined for other messages. */
function systemProblemIn(message: string): Problem | undefined {
  if (!/^(?:IO|Permission|TransactionContext|FATAL|INTERNAL)? ?(?:Error|Exception)\b/.test(message)) return undefined;
  const handedOn = HANDED_ON.find(([words]) => words.test(message));
  if (handedOn === undefined) return undefined;
  const [words, code] = handedOn;
  return { code: 'system', summary: words.exec(message)![0].toLowerCase(), found: code, hint: REMEDIES[code] };
}

function nameOf(errno: number, code: string | undefined): string {
  return CODES.get(Math.abs(errno)) ?? code ?? String(errno);
}

function wordsOf(errno: number, name: string, message: string): string {
  return getSystemErrorMap().get(-Math.abs(errno))?.[1] ?? OTHER_WORDS[name] ?? message;
}
