/** JSON files of a checkpoint, read key by key, with the refusal of what cannot be computed. */
import { readFileSync } from 'node:fs';
import { isMapping } from '../../config/paths.js';
import { foundWords } from '../../config/wording.js';
import { uniqueJson } from '../../data/repeatedKeys.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';

/** A JSON object in a file. */
export interface JsonFile {
  readonly file: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** @throws UserError for a file that cannot be read, or is no JSON object */
export function readJsonFile(file: string): JsonFile {
  let content: unknown;
  try {
    content = uniqueJson(readFileSync(file, 'utf8'), (line) => `${file}:${line}`);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UserError({ code: 'no-json', summary: 'not a JSON file', where: file, found: error.message });
    const problem = systemProblem(error);
    throw problem === undefined ? error : new UserError({ ...problem, where: file });
  }
  if (isMapping(content)) return { file, content };
  throw new UserError({ code: 'no-json', summary: 'not a JSON object', where: file, found: foundWords(content) });
}

/** Returns the refusal of a value that this program does not compute. */
export function unsupported({ file, content }: JsonFile, key: string, allowed: string, hint?: string): UserError {
  const found = key.split('.').reduce<unknown>((at, each) => (isMapping(at) ? at[each] : undefined), content);
  return new UserError({
    code: 'unsupported-checkpoint',
    summary: 'this program does not compute such a model',
    keyPath: key,
    where: file,
    found: found === undefined ? 'nothing' : JSON.stringify(found),
    allowed,
    ...(hint !== undefined && { hint }),
  });
}

/** The whole number at a key, at least 1. @param fallback for a key that is absent or null; left out where it must be there */
export function countAt(json: JsonFile, key: string, fallback?: number): number {
  const value = json.content[key] ?? fallback;
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  throw unsupported(json, key, 'a whole number of at least 1');
}

/** The positive number at a key. */
export function positiveAt(json: JsonFile, key: string, fallback: number): number {
  const value = json.content[key] ?? fallback;
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
  throw unsupported(json, key, 'a positive number');
}

/** The value of a switch. */
export function flagAt(json: JsonFile, key: string, fallback: boolean): boolean {
  const value = json.content[key] ?? fallback;
  if (typeof value === 'boolean') return value;
  throw unsupported(json, key, 'true or false');
}

/** Refuses every value of a key but the given ones; an absent key and null are allowed. */
export function requireOneOf(json: JsonFile, key: string, values: readonly unknown[], hint?: string): void {
  const value = json.content[key] ?? null;
  if (value === null || values.includes(value)) return;
  const allowed = [...values.map((each) => JSON.stringify(each)), 'nothing'].join(' or ');
  throw unsupported(json, key, allowed, hint);
}
