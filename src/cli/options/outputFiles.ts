/** Files that flags name for output, held against the files that the command reads, before anything is written. */
import { existsSync, fstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileIdentity } from '../../data/fileIdentity.js';
import { GLOB_CHARACTERS } from '../../data/findFiles.js';
import { UserError } from '../../errors/userError.js';

/** A file that a command writes, and the flag that names it. */
export interface Output {
  readonly flag: string;
  readonly path: string;
}

/**
 * A file is the same under another name, through a link, or as a hard link.
 * @param outputs those that are not named are undefined
 * @param inputs files, globs, `-` for standard input
 * @throws UserError where an output is an input, would be one the next time, or is another output
 */
export function refuseOverwriting(
  outputs: Readonly<Record<string, string | readonly string[] | undefined>>,
  inputs: readonly string[],
): void {
  const named = Object.entries(outputs).flatMap(([flag, paths = []]) => [paths].flat().map((path) => ({ flag, path })));
  const read = new Map(inputs.flatMap((input) => placesOf(input).map((place) => [place, input] as const)));
  const written = new Map<string, Output>();
  for (const output of named) {
    const place = placeOf(output.path);
    const input = read.get(place) ?? inputs.find((each) => matches(each, output.path));
    if (input !== undefined) throw overwritten(output, `the input ${input === '-' ? 'on stdin' : input}`);
    const other = written.get(place);
    if (other !== undefined) throw overwritten(output, `the file of ${other.flag}`);
    written.set(place, output);
  }
  const stdout = placeOfDescriptor(1);
  if (stdout === undefined) return;
  const [input, output] = [read.get(stdout), written.get(stdout)];
  if (input !== undefined) throw overwritten({ flag: 'stdout', path: input }, `the input ${input}`);
  if (output !== undefined) throw overwritten({ flag: 'stdout', path: output.path }, `the file of ${output.flag}`);
}

function overwritten({ flag, path }: Output, other: string): UserError {
  return new UserError({
    code: 'overwrites',
    summary: 'the output would overwrite a file that this command reads or writes',
    where: flag,
    found: `${path}, which is ${other}`,
    hint: 'nothing was written: choose another name',
  });
}

function placesOf(input: string): readonly string[] {
  if (input === '-') return [placeOfDescriptor(0) ?? []].flat();
  const glob = globOf(input);
  return glob === undefined ? [placeOf(input)] : filesOf(glob).map(placeOf);
}

/** The file itself, where it exists; otherwise its name in its folder. */
function placeOf(path: string): string {
  try {
    return fileIdentity(statSync(path, { bigint: true }), path);
  } catch {
    return realName(path); // reading or writing it says what is wrong with it
  }
}

/** The regular file behind a descriptor; undefined for a pipe, a terminal or a device. */
function placeOfDescriptor(descriptor: number): string | undefined {
  try {
    const found = fstatSync(descriptor, { bigint: true });
    return found.isFile() ? fileIdentity(found, null) : undefined;
  } catch {
    return undefined; // it is closed
  }
}

/** The whole name, with the links of its folder followed. */
function realName(path: string): string {
  const whole = resolve(path);
  try {
    return join(realpathSync(dirname(whole)), basename(whole));
  } catch {
    return whole; // the folder does not exist
  }
}

interface Glob {
  /** The folder above the first part with a glob character, its links followed. */
  readonly folder: string;
  /** Holds for whole names that match. */
  readonly pattern: RegExp;
}

function globOf(input: string): Glob | undefined {
  if (!GLOB_CHARACTERS.test(input) || existsSync(input)) return undefined;
  const parts = resolve(input).split('/');
  const first = parts.findIndex((part) => GLOB_CHARACTERS.test(part));
  const folder = dirname(realName(join(parts.slice(0, first).join('/') || '/', '_')));
  const rest = parts.slice(first).join('/');
  return { folder, pattern: new RegExp(`^${escaped(join(folder, '/'))}${expressionOf(rest)}$`, 's') };
}

function matches(input: string, output: string): boolean {
  return globOf(input)?.pattern.test(realName(output)) === true;
}

function filesOf({ folder, pattern }: Glob): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => pattern.test(name));
  } catch {
    return []; // the reader says what is wrong with it
  }
}

/** The regular expression of a glob: `**` for folders, `*`, `?`, `[ab]`, `[!ab]`. */
function expressionOf(glob: string): string {
  return glob.replace(/\*\*\/|\*\*|\*|\?|\[!?[^\]]+\]|[^*?[]+|\[/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1 && part.startsWith('['))
      return `[${part.slice(1, -1).replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
    return escaped(part);
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
