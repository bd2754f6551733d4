/** Answers of a server on the disk, in the order in which they came: an unchanged question is never asked again. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalJson } from '../config/canonicalJson.js';
import { systemProblem } from '../errors/systemProblem.js';
import { UserError } from '../errors/userError.js';
import { hexDigest } from '../store/hexDigest.js';

export interface KeptAnswers {
  /** Number of answers that are kept. */
  readonly size: () => number;
  /** The answer to a request; undefined where it was never asked. @throws UserError for an answer that was altered on the disk */
  find(request: object): unknown;
  /** Keeps an answer. It is on the disk when the process is killed, and after `close` when the machine fails. */
  keep(request: object, answer: unknown): void;
  close(): void;
}

/** Bytes that are read at once. */
const PART = 2 ** 20;
const LINE_FEED = 10;
/** The beginning of a line: the digests of the request and of the answer as text. */
const HEAD = /^\{"asked":"([0-9a-f]{64})","digest":"([0-9a-f]{16})","answer":/;
const HEAD_START = '{"asked":"';
const HEAD_LENGTH = `{"asked":"","digest":"","answer":`.length + 64 + 16;

/** The place of an answer: its file, the number and the first byte of its line, and the number of its bytes. */
interface Place {
  readonly file: string;
  readonly descriptor: number;
  readonly line: number;
  readonly start: number;
  readonly length: number;
}

/**
 * Opens a file of answers, a line of JSON each, and makes it where there is none. One process at a time may write it: the
 * caller holds the lock of its folder. A last line that is torn, because a process was killed, is cut off.
 * @param others files of answers that other processes write, or wrote; they are only read
 * @throws UserError for a file that cannot be opened, or that holds something else
 */
export function openAnswers(file: string, others: readonly string[] = []): KeptAnswers {
  const places = new Map<string, Place>();
  const descriptors = others.map((other) => {
    const descriptor = inFile(other, () => openSync(other, 'r'));
    placesIn(other, descriptor, places);
    return descriptor;
  });
  const descriptor = opened(file);
  descriptors.push(descriptor);
  let { end, lines } = placesIn(file, descriptor, places);
  ftruncateSync(descriptor, end);
  return {
    size: () => places.size,
    find: (request) => {
      const place = places.get(hexDigest(canonicalJson(request)));
      if (place === undefined) return undefined;
      const bytes = Buffer.alloc(place.length);
      const line = inFile(place.file, () =>
        bytes.toString('utf8', 0, readSync(place.descriptor, bytes, 0, bytes.length, place.start)),
      );
      const [, , digest] = HEAD.exec(line) ?? [];
      const answer = line.slice(HEAD_LENGTH, -1);
      if (hexDigest(answer).slice(0, 16) !== digest) throw damaged(place.file, place.line);
      return JSON.parse(answer);
    },
    keep: (request, answer) => {
      const asked = hexDigest(canonicalJson(request));
      const text = JSON.stringify(answer);
      const line = `{"asked":"${asked}","digest":"${hexDigest(text).slice(0, 16)}","answer":${text}}`;
      const bytes = Buffer.from(`${line}\n`);
      inFile(file, () => writeSync(descriptor, bytes, 0, bytes.length, end));
      places.set(asked, { file, descriptor, line: ++lines, start: end, length: bytes.length - 1 });
      end += bytes.length;
    },
    close: () => {
      inFile(file, () => fsyncSync(descriptor));
      descriptors.forEach(closeSync);
    },
  };
}

/**
 * Adds the places of the answers of a file.
 * @returns the end of its last whole line in bytes, and the number of its lines
 */
function placesIn(
  file: string,
  descriptor: number,
  places: Map<string, Place>,
): { readonly end: number; readonly lines: number } {
  let [end, lines] = [0, 0];
  for (const [head, length] of linesIn(descriptor)) {
    const [, asked] = HEAD.exec(head) ?? [];
    lines++;
    if (asked === undefined) throw damaged(file, lines);
    places.set(asked, { file, descriptor, line: lines, start: end, length });
    end += length + 1;
  }
  if (!isTorn(descriptor, end)) throw damaged(file, lines + 1);
  return { end, lines };
}

/** True if what follows the last whole line is the beginning of one of ours, or nothing. */
function isTorn(descriptor: number, from: number): boolean {
  const bytes = Buffer.alloc(HEAD_START.length);
  const rest = bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, from));
  return HEAD_START.startsWith(rest);
}

function opened(file: string): number {
  return inFile(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    try {
      return openSync(file, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return openSync(file, 'wx+', 0o600);
    }
  });
}

/** Calls `use`, and words errors of the system. @throws UserError */
function inFile<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({ ...problem, where: file });
  }
}

/** The beginning of each whole line, enough for its head, and the number of its bytes. */
function* linesIn(descriptor: number): Generator<readonly [string, number]> {
  const size = fstatSync(descriptor).size;
  const part = Buffer.alloc(Math.min(PART, Math.max(1, size)));
  let head = Buffer.alloc(0);
  let length = 0;
  for (let at = 0; at < size; ) {
    const read = readSync(descriptor, part, 0, part.length, at);
    if (read === 0) return;
    at += read;
    for (let from = 0; from < read; ) {
      const to = part.subarray(0, read).indexOf(LINE_FEED, from);
      const piece = part.subarray(from, to < 0 ? read : to);
      head = Buffer.concat([head, piece.subarray(0, Math.max(0, HEAD_LENGTH - head.length))]);
      length += piece.length;
      if (to < 0) break;
      yield [head.toString('utf8'), length];
      [head, length] = [Buffer.alloc(0), 0];
      from = to + 1;
    }
  }
}

function damaged(file: string, line: number): UserError {
  return new UserError({
    code: 'damaged',
    summary: 'a kept answer is damaged',
    where: `${file}, line ${line}`,
    hint: 'remove that line, and its question is asked again; remove the file, and all are',
  });
}
