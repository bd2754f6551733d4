/** Errors in the code of plugins, told as such: with the plugin's file, the line, and the kind. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Problem, UserError } from '../errors/userError.js';
import type { Category } from './definition.js';

/** A kind of a plugin, for messages. */
export interface Origin {
  readonly category: Category;
  readonly kind: string;
  /** File of the plugin; left out for a definition that was handed over in memory. */
  readonly file?: string;
}

const WORDS: Readonly<Record<Category, string>> = {
  family: 'family',
  frequency: 'frequency law',
  model: 'model',
  grader: 'grader',
};

/** Returns the function with its errors told as those of the plugin, whether it answers at once or by a promise. */
export function guarded<Args extends readonly unknown[], Result>(
  call: (...args: Args) => Result,
  origin: Origin,
): (...args: Args) => Result {
  return (...args) => {
    try {
      const result = call(...args);
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        throw pluginError(error, origin);
      }) as Result;
    } catch (error) {
      throw pluginError(error, origin);
    }
  };
}

function pluginError(error: unknown, { category, kind, file }: Origin): UserError {
  const place = file === undefined ? undefined : `${file} (${WORDS[category]} ${kind})`;
  const users = usersError(error);
  if (users !== undefined) return users.amended((problem) => placed(problem, place));
  return new UserError({
    code: 'plugin-failed',
    summary: `the code of the ${WORDS[category]} ${kind} failed`,
    ...thrown(error, file),
  });
}

/** A problem of an option stays where the user wrote the option; a problem of the plugin's own is told with its file. */
function placed(problem: Problem, place: string | undefined): Problem {
  const isOfDefinition = problem.where === undefined || /^define[A-Z]\w+\(/.test(problem.where);
  return problem.keyPath !== undefined || !isOfDefinition || place === undefined
    ? problem
    : { ...problem, where: place };
}

/** The error as a user's mistake, also where another copy of this package made it; undefined for every other error. */
export function usersError(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  const { name, problems } = (error ?? {}) as { readonly name?: unknown; readonly problems?: readonly Problem[] };
  if (name !== 'UserError' || !Array.isArray(problems) || problems.length === 0) return undefined;
  return new UserError(problems[0], problems.slice(1));
}

/** Frames of a stack that a message shows. */
const FRAMES = 4;

/**
 * An error that code of a plugin threw: where, what, and the calls that led there.
 * @param file of the plugin, whose line is named; without it the first line outside of this program is
 */
export function thrown(error: unknown, file: string | undefined): Pick<Problem, 'where' | 'found' | 'hint'> {
  const { name, message, stack } = (error ?? {}) as Partial<Error>;
  const found = typeof message === 'string' ? `${name ?? 'Error'}: ${message}` : String(error);
  const frames = framesOf(stack ?? '');
  return {
    where: frames[0] ?? file,
    found,
    ...(frames.length > 1 && { hint: `called from ${frames.slice(1, FRAMES).join(', ')}` }),
  };
}

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** True for a module of this program, of its packages, or of another copy of it. */
function isOurs(path: string): boolean {
  const inside = path.startsWith(PACKAGE) ? path.slice(PACKAGE.length) : '';
  return /^(?:dist|src|node_modules)[\\/]/.test(inside) || /[\\/]node_modules[\\/]hallucination-rate[\\/]/.test(path);
}

/** A line of a stack: the URL of a module, or the path of a CommonJS one, with line and column. Those of Node itself are none. */
const FRAME = /(?<!\bnode:\S*)((?:file:\/\/)?\/[^\s()?]+?)(?:\?[^\s():]*)?:(\d+):(\d+)(?=\)|\s|$)/g;

/** Places of a stack outside of this program, `file:line:column`, the innermost first. */
function framesOf(stack: string): readonly string[] {
  return [...stack.matchAll(FRAME)].flatMap(([, place, line, column]) => {
    const path = place.startsWith('file:') ? fileURLToPath(place) : place;
    return isOurs(path) ? [] : [`${shortPath(path)}:${line}:${column}`];
  });
}

/** The path from the present folder, if that is shorter. */
export function shortPath(path: string): string {
  const near = relative('.', path);
  return near.length < path.length ? near : path;
}
