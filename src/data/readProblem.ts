/** The database's errors about files that it cannot read, in the user's words. */
import { type Problem, UserError } from '../errors/userError.js';
import { UTF8_HINT } from './decodeText.js';
import { KEY_TWICE, ONE_OF_TWO, TWICE } from './repeatedKeys.js';

interface Reading {
  readonly pattern: RegExp;
  /** @param only the file, where only one is read */
  readonly problem: (match: RegExpExecArray, message: string, only: string | undefined) => Problem;
}

const READINGS: readonly Reading[] = [
  // Errors of the system come first: a full disk under a Parquet file is no damaged Parquet file.
  {
    pattern: /No space left on device/i,
    problem: (_, message) => ({
      code: 'disk-full',
      summary: 'the disk is full, or holds as many files as it can',
      found: firstLine(message),
      hint: 'free space where the file lies; TMPDIR names another temporary folder',
    }),
  },
  {
    pattern:
      /Disk quota exceeded|File too large|Too many open files|Input\/output error|Read-only file system|Permission denied|Stale file handle|File name too long|Too many levels of symbolic links|Cannot allocate memory/i,
    problem: ([reason], message) => ({
      code: 'system',
      summary: `the system does not read or write a file: ${reason.toLowerCase()}`,
      found: firstLine(message),
    }),
  },
  {
    pattern: new RegExp(`${TWICE} ("(?:[^"\\\\]|\\\\.)*") in .*?: (\\{[^]*)`),
    problem: ([, key, row]) => ({
      code: 'key-twice',
      summary: KEY_TWICE,
      found: `${key} in ${row.split('\n', 1)[0]}`,
      hint: ONE_OF_TWO,
    }),
  },
  {
    pattern: /Expected Number of Columns: (\d+) Found: (\d+)/,
    problem: ([, expected, found]) => ({
      code: 'wrong-columns',
      summary: 'a row does not have the columns of the first line',
      found: `${found} columns`,
      allowed: `${expected} columns`,
      hint: 'put texts that hold the delimiter or a line break in double quotes',
    }),
  },
  {
    pattern: /Invalid unicode|not utf-8|invalid UTF-?8|low surrogate|high surrogate/i,
    problem: () => ({ code: 'encoding', summary: 'the text is not in UTF-8', hint: UTF8_HINT }),
  },
  {
    pattern: /unterminated quote/i,
    problem: () => ({
      code: 'unterminated-quote',
      summary: 'a double quote is opened and not closed',
      hint: 'write a double quote inside a text twice: ""',
    }),
  },
  {
    pattern:
      /Maximum line size|Parallel CSV Reader currently does not support|maximum_object_size|maximum object size/i,
    problem: () => ({ code: 'long-line', summary: 'a row is too long', allowed: 'up to 32 MiB a row' }),
  },
  {
    pattern: /state machine reached an invalid state/i,
    problem: () => ({
      code: 'malformed',
      summary: 'the file is not CSV as RFC 4180 has it',
      hint: 'its quotes do not match, or lines end in two ways (\\n and \\r\\n)',
    }),
  },
  {
    pattern: /Malformed JSON.*?(?:in (?:line|record\/value) \d+)?: ([^\n]*)/,
    problem: ([, reason]) => ({ code: 'malformed', summary: 'the file is not JSON', found: reason.trim() }),
  },
  {
    pattern: /footer|magic bytes|parquet|thrift|snappy|zstd/i,
    problem: () => ({ code: 'malformed', summary: 'the file is damaged, or is not Parquet' }),
  },
  {
    pattern: /doesn't match checksum/i,
    problem: (_, __, only) => ({
      code: 'malformed',
      summary: 'the Zstandard file is damaged: its checksum is wrong',
      where: only,
      hint: 'was it copied whole? zstd -t FILE checks it',
    }),
  },
  {
    pattern: /gzip|decompress|inflate/i,
    problem: () => ({ code: 'malformed', summary: 'the file is damaged, or is not gzip' }),
  },
  {
    pattern: /could not allocate block of size ([\d.]+) (B|bytes|[KMGT]iB) \([^/]*\/([\d.]+) (B|bytes|[KMGT]iB) used\)/,
    problem: ([, block, blockUnit, limit, limitUnit]) => ({
      code: 'out-of-memory',
      summary: 'the memory that the database may use does not suffice',
      found: `${block} ${blockUnit} more are needed at once, ${limit} ${limitUnit} are allowed`,
      hint: `give --memory ${enough(bytesOf(block, blockUnit) + bytesOf(limit, limitUnit))} or more, or --threads 1; or count elsewhere and give --frequency-counts`,
    }),
  },
  {
    pattern: /Out of Memory|failed to (?:allocate|offload)|max_temp_directory_size/i,
    problem: () => ({
      code: 'out-of-memory',
      summary: 'memory or temporary disk space is used up',
      hint: 'give more --memory or fewer --threads, free disk space in the temporary folder (TMPDIR), or count elsewhere and give --frequency-counts',
    }),
  },
];

/** The database's errors that come from data and not from the query. */
const OF_DATA =
  /^(?:Invalid Input|IO|Out of Memory|Serialization|Conversion|Invalid|Out of Range|Not implemented|Permission|Parquet|Invalid Unicode|TransactionContext)\s?(?:Error|Exception)/i;

/** The database's own fault: it stumbles over a text that is not UTF-8 where a later column is not asked for. */
const STUMBLED = /^INTERNAL Error: Attempted to access index \d+ within vector/;

/** @returns a UserError for a mistake that a user can mend, otherwise the error itself */
export function readProblem(error: unknown, shownAs: ReadonlyMap<string, string>): unknown {
  const { message } = error as Error;
  const files = [...new Set(shownAs.values())];
  const only = files.length === 1 ? files[0] : undefined;
  if (STUMBLED.test(message)) {
    return new UserError({
      code: 'encoding',
      summary: 'a row cannot be read; probably a text is not in UTF-8',
      where: only,
      hint: UTF8_HINT,
    });
  }
  if (!OF_DATA.test(message)) return error;
  const reading = READINGS.find(({ pattern }) => pattern.test(message));
  const problem = reading?.problem(reading.pattern.exec(message)!, message, only) ?? {
    code: 'unreadable',
    summary: 'the file cannot be read',
    found: firstLine(message),
  };
  return new UserError({ ...problem, where: whereIn(message, shownAs) ?? problem.where });
}

function whereIn(message: string, shownAs: ReadonlyMap<string, string>): string | undefined {
  const path = [...shownAs.keys()].find((each) => message.includes(each));
  const file = path !== undefined ? shownAs.get(path) : undefined;
  const line = /on Line: (\d+)|in line (\d+)/i.exec(message);
  if (line === null) return file;
  const number = line[1] ?? line[2];
  return file === undefined ? `line ${number}` : `${file}:${number}`;
}

/** Bytes of the units in which the database tells sizes: MiB, GiB … */
const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

function bytesOf(number: string, unit: string): number {
  return Number(number) * (UNITS[unit[0]] ?? 1);
}

/** A limit of memory that leaves a half more than what was asked for, as the command line takes it. */
function enough(bytes: number): string {
  return `${Math.ceil((1.5 * bytes) / 1e8) * 100}MB`;
}

function firstLine(message: string): string {
  return message
    .split('\n', 1)[0]
    .replace(/^[\w ]+(?:Error|Exception): /, '')
    .slice(0, 160);
}
