/**
 * Mistakes of the user, as opposed to bugs: the command line prints the message without a stack and exits with code 2.
 * Every part that reads a user's text (config, corpus, command line) throws only this error for it.
 */

import { printable } from './printable.js';

/** One mistake: its place, the value found, the allowed values and a remedy. Only `code` and `summary` are required. */
export interface Problem {
  /** Stable, in kebab case, for tests and programs: `unknown-key`, `out-of-range`, … */
  readonly code: string;
  /** A few words, without the key path: "unknown key". */
  readonly summary: string;
  /** The place in which the user wrote it: `file:line:column`, a file, or `--set key=value`. */
  readonly where?: string | undefined;
  /** Dotted path in the config, e.g. `corpus.families.birthdays.responses`. */
  readonly keyPath?: string | undefined;
  /** The value found there, as the user would write it. */
  readonly found?: string | undefined;
  /** The allowed values, in words: "an integer from 2 to 10000". */
  readonly allowed?: string | undefined;
  /** A remedy: "did you mean examples?". */
  readonly hint?: string | undefined;
}

// A file with more mistakes than this is probably the wrong file; the first ones show that.
const LISTED = 12;

/** A mistake of the user: exit code 2 on the command line. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** The first problem is shown in full, each of the others on one line. */
  readonly problems: readonly Problem[];

  /** @param problem a string is the summary of a problem with the code `user-error` */
  constructor(problem: Problem | string, others: readonly Problem[] = []) {
    const first = typeof problem === 'string' ? { code: 'user-error', summary: problem } : problem;
    super(message(first, others));
    this.problems = [first, ...others];
  }

  /** The same error with each problem changed, for callers that know more about its place. */
  amended(change: (problem: Problem) => Problem): UserError {
    const [first, ...others] = this.problems.map(change);
    return new UserError(first, others);
  }

  /** Code of the first problem. */
  get code(): string {
    return this.problems[0].code;
  }
}

/** Most characters of each part of a message, because a user's text may be long. */
const LONGEST = 1000;

/** A part of a message: cut, and without characters that move a terminal's cursor or hide text. */
function shown(text: string): string {
  return printable(
    text.length > LONGEST
      ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`
      : text,
  );
}

function message(first: Problem, others: readonly Problem[]): string {
  const lines = [inFull(first)];
  if (others.length > 0)
    lines.push(`${others.length} more:`, ...others.slice(0, LISTED).map((each) => `  ${inOneLine(each)}`));
  if (others.length > LISTED) lines.push(`  … and ${others.length - LISTED} others`);
  return lines.join('\n');
}

function inFull({ summary, keyPath, where, found, allowed, hint }: Problem): string {
  const rows = Object.entries({ where, found, allowed, hint }).filter(([, value]) => value !== undefined);
  return [titled(summary, keyPath), ...rows.map(([label, value]) => `  ${`${label}:`.padEnd(9)}${shown(value!)}`)].join(
    '\n',
  );
}

function inOneLine({ summary, keyPath, where, found, allowed, hint }: Problem): string {
  const details = [found && `found ${shown(found)}`, allowed && `allowed ${shown(allowed)}`, hint && shown(hint)]
    .filter(Boolean)
    .join('; ');
  return `${where === undefined ? '' : `${shown(where)} `}${titled(summary, keyPath)}${details === '' ? '' : ` (${details})`}`;
}

function titled(summary: string, keyPath: string | undefined): string {
  return keyPath === undefined ? printable(summary) : `${printable(summary)}: ${shown(keyPath)}`;
}
