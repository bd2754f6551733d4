/**
 * Words that yargs would take for flags, or lose: `-` among file names, and all that follows `--`. They pass yargs under
 * names that no shell can give.
 */
import { UserError } from '../../errors/userError.js';

const MARK = '\0';

/** Arguments in the form that yargs gets: `--` is gone, and each word after it is marked as a name. */
export function markedWords(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  const [flags, names] = end < 0 ? [words, []] : [words.slice(0, end), words.slice(end + 1)];
  return [...joinSorts(flags).map((each) => (each === '-' ? MARK + each : each)), ...names.map((each) => MARK + each)];
}

/** Joins `--sort -column` to `--sort=-column`: yargs takes a separate word that starts with - for another flag. */
function joinSorts(words: readonly string[]): readonly string[] {
  return words.reduce<readonly string[]>(
    (done, word) => (done.at(-1) === '--sort' ? [...done.slice(0, -1), `--sort=${word}`] : [...done, word]),
    [],
  );
}

/** File names and other values as the user gave them. */
export function unmarked(values: readonly string[]): string[] {
  return values.map(unmarkedName);
}

/** A name as the user gave it. */
export function unmarkedName(value: string): string {
  return value.startsWith(MARK) ? value.slice(MARK.length) : value;
}

/** @throws UserError where a flag that needs a value stands before `--`, and would take the name behind it */
export function refuseMarkedValues(argv: Readonly<Record<string, unknown>>): void {
  for (const [flag, value] of Object.entries(argv)) {
    if (!isMarked(value)) continue;
    throw new UserError({
      code: 'usage',
      summary: 'the flag has no value',
      where: `--${flag}`,
      hint: 'give it a value before --; behind -- there are names alone',
    });
  }
}

/** `-` may be a value, such as an abstention. */
function isMarked(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(MARK) && value !== `${MARK}-`;
}
