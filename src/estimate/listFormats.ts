/** File formats of lists, by the ending of a name. Apart from the lists, which load the database. */
import { UserError } from '../errors/userError.js';

const FORMATS: readonly (readonly [ending: RegExp, options: string])[] = [
  [/\.csv$/i, 'FORMAT csv, HEADER'],
  [/\.(?:jsonl|ndjson)$/i, 'FORMAT json'],
  [/\.parquet$/i, 'FORMAT parquet'],
];

/** Options of the database's COPY; undefined where the name says no format. */
export function listFormat(path: string): string | undefined {
  return FORMATS.find(([ending]) => ending.test(path))?.[1];
}

/** @throws UserError where a file name says no format, for the option that gave it */
export function checkListName(path: string, option: string): void {
  if (listFormat(path) === undefined) {
    throw new UserError({
      code: 'unknown-format',
      summary: 'the file name does not say a format',
      where: option,
      found: path,
      allowed: 'a name that ends in .csv, .jsonl or .parquet',
    });
  }
}
