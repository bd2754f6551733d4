/** Commands as a reader would type them. */

import { relative } from 'node:path';
import { quotedForShell } from '../../errors/quotedForShell.js';

/** Flags of `run` on which results depend. */
export interface RunFlags {
  readonly file: string;
  readonly set?: readonly string[];
  readonly quick?: boolean;
  readonly engine?: string | undefined;
  readonly device?: string | undefined;
  readonly threads?: string | undefined;
  readonly plugin?: readonly string[];
}

/** The command that makes the same runs again. */
export function typedRun({ file, set = [], quick = false, engine, device, threads, plugin = [] }: RunFlags): string {
  return [
    `npx hallucination-rate run ${quoted(asName(relative('.', file)))}`,
    ...(quick ? ['--quick'] : []),
    ...plugin.map((name) => `--plugin ${quoted(name)}`),
    ...set.map((override) => `--set ${quoted(override)}`),
    ...Object.entries({ engine, device, threads }).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag} ${quoted(value)}`],
    ),
  ].join(' ');
}

/** A path that no program takes for a flag. */
function asName(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

/** The command of this process. */
export function typedCommand(): string {
  return ['npx hallucination-rate', ...process.argv.slice(2).map(quoted)].join(' ');
}

/** A longer command, such as one of many files, would be cut off in a message. */
const LONGEST = 200;

/** The command of this process with more flags; only these flags where the command is long. */
export function typedWith(flags: readonly (readonly [flag: string, value: string])[]): string {
  const command = typedCommand();
  const added = flags.map(([flag, value]) => `--${flag} ${quoted(value)}`);
  return [...(command.length > LONGEST ? ['add'] : [command]), ...added].join(' ');
}

/** A word of a command line, in quotes if a shell would change it. */
export function quoted(text: string): string {
  return /^[\w./=:,-]+$/.test(text) ? text : quotedForShell(text);
}
