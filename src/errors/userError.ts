/**
 * A mistake of the user's, as opposed to a bug: the command line prints the message without a stack and exits with
 * code 2. Everything that reads what a user wrote (config, corpus, command line) throws this and nothing else.
 */

/** What is wrong, where, and what would be right. Everything but code and summary is optional, and left out of the message. */
export interface Problem {
  /** Stable, in kebab case, for tests and programs: `unknown-key`, `out-of-range`, … */
  readonly code: string;
  /** A few words, without the key path: "unknown key". */
  readonly summary: string;
  /** Where the user wrote it: `file:line:column`, a file, or `--set key=value`. */
  readonly where?: string | undefined;
  /** Dotted path in the config, e.g. `corpus.families.birthdays.responses`. */
  readonly keyPath?: string | undefined;
  /** What stands there, as the user would write it. */
  readonly found?: string | undefined;
  /** What may stand there, in words: "an integer from 2 to 10000". */
  readonly allowed?: string | undefined;
  /** A remedy: "did you mean examples?". */
  readonly hint?: string | undefined;
}

// A file with more mistakes than this is the wrong file; the first ones say so.
const LISTED = 12;

/**
 * A mistake of the user's: exit code 2 on the command line. `problems` name the key or file, what was found there, what is
 * allowed, and a hint.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** The first one is shown in full, the others in a line each. */
  readonly problems: readonly Problem[];

  /** @param problem a bare string is a problem of code `user-error` whose summary says everything */
  constructor(problem: Problem | string, others: readonly Problem[] = []) {
    const first = typeof problem === 'string' ? { code: 'user-error', summary: problem } : problem;
    super(message(first, others));
    this.problems = [first, ...others];
  }

  /** The same error with each problem changed: for whoever knows more of where it came from. */
  amended(change: (problem: Problem) => Problem): UserError {
    const [first, ...others] = this.problems.map(change);
    return new UserError(first, others);
  }

  /** Code of the first problem. */
  get code(): string {
    return this.problems[0].code;
  }
}

/** Characters of each part of a message: what stands in a file may be long. */
const LONGEST = 1000;

/** What a terminal may be sent: users' texts may hold what moves its cursor, or hides what follows. */
function printable(text: string): string {
  const cut =
    text.length > LONGEST
      ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`
      : text;
  return cut.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
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
  return [
    titled(summary, keyPath),
    ...rows.map(([label, value]) => `  ${`${label}:`.padEnd(9)}${printable(value!)}`),
  ].join('\n');
}

function inOneLine({ summary, keyPath, where, found, allowed, hint }: Problem): string {
  const details = [found && `found ${printable(found)}`, allowed && `allowed ${allowed}`, hint]
    .filter(Boolean)
    .join('; ');
  return `${where === undefined ? '' : `${where} `}${titled(summary, keyPath)}${details === '' ? '' : ` (${details})`}`;
}

function titled(summary: string, keyPath: string | undefined): string {
  return keyPath === undefined ? summary : `${summary}: ${printable(keyPath)}`;
}
