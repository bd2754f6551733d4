/** File formats of lists, by the ending of a name. Kept apart from the lists, which load the database. */
import { UserError } from '../errors/userError.js';

const FORMATS: readonly (readonly [ending: RegExp, options: string])[] = [
  [/\.csv$/i, 'FORMAT csv, HEADER'],
  [/\.(?:jsonl|ndjson)$/i, 'FORMAT json'],
  [/\.parquet$/i, 'FORMAT parquet'],
];

/** Options of the database's COPY; undefined where the ending is not one of a format. */
export function listFormat(path: string): string | undefined {
  return FORMATS.find(([ending]) => ending.test(path))?.[1];
}

/** Returns whether a list of this name is CSV. */
export function isCsv(path: string): boolean {
  return FORMATS[0][0].test(path);
}

/** @throws UserError where the ending of a file's name is not one of a format; the error names the option */
export function checkListName(path: string, option: string): void {
  if (listFormat(path) === undefined) {
    throw new UserError({
      code: 'unknown-format',
      summary: 'the end of the file name does not name a format',
      where: option,
      found: path,
      allowed: 'a name that ends in .csv, .jsonl or .parquet',
    });
  }
}
