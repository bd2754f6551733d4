/** Roles of two columns: counts, and numbers of prompts that have each of them. */
import { UserError } from '../../errors/userError.js';

/** Names of the number of prompts: of people, and those that databases give to `count(*)`. */
const FREQUENCY =
  /^(?:frequency|frequencies|freq|prompts|n_?prompts|num_prompts|count\s*\(.*\)|count_star\(\)|f0_|_c1|f_?r|n_?r|nn)$/i;

/**
 * Returns the place of the counts among two columns. A name such as `frequency` or `count(*)` decides. Otherwise counts stand first, as
 * `GROUP BY` puts them. A histogram has each count once, so a column that repeats a number cannot be that of the counts.
 * @param names of the columns; null without a header
 * @param rows of two integers, at least one
 * @throws UserError where it cannot be told
 */
export function placeOfCounts(
  names: readonly string[] | null,
  rows: readonly (readonly number[])[],
  where: string,
): 0 | 1 {
  const marked = names?.map((name) => FREQUENCY.test(name.trim())) ?? [false, false];
  if (marked[0] !== marked[1]) return marked[0] ? 1 : 0;
  const column = (at: number): readonly number[] => rows.map((row) => row[at]);
  const [first, second] = [column(0), column(1)];
  const unlike = [first, second].map((values) => new Set(values).size === values.length);
  if (unlike[0] && !unlike[1]) return 0;
  if (unlike[1] && !unlike[0] && fallsOff(second, first)) return 1;
  const grows = (values: readonly number[]): boolean => values.every((value, at) => at === 0 || value > values[at - 1]);
  const unclear = names !== null && names[0].toLowerCase() === 'count' && names[1].toLowerCase() !== 'count';
  if (unlike[0] && !unclear && (grows(first) || !grows(second))) return 0;
  const found =
    names === null ? `${rows[0].join(', ')} in the first row` : names.map((name) => JSON.stringify(name)).join(', ');
  if (unlike.includes(true)) throw unclearColumns(where, found);
  throw new UserError({
    code: 'unclear-columns',
    summary: 'neither column holds each count once, as frequency counts do',
    where: `${where} (--frequency-counts)`,
    found,
    hint: 'a row says how many prompts occur a number of times: SELECT n AS count, count(*) AS frequency … GROUP BY n',
  });
}

/**
 * Returns whether small counts are more frequent than large ones by half or more, as in every histogram of counts. Prompts that are numbers,
 * counted by `uniq -c`, look like counts but for that. Fewer than five rows are taken as they are.
 */
export function fallsOff(counts: readonly number[], frequencies: readonly number[]): boolean {
  if (counts.length < 5) return true;
  const ordered = counts.map((count, at) => [count, frequencies[at]] as const).sort(([a], [b]) => a - b);
  const half = Math.floor(ordered.length / 2);
  const sum = (rows: typeof ordered): number => rows.reduce((total, [, frequency]) => total + frequency, 0);
  return sum(ordered.slice(0, half)) >= 1.5 * sum(ordered.slice(-half));
}

/** Prompts that are numbers, or counts: the user must say. */
export function unclearColumns(where: string, found: string): UserError {
  return new UserError({
    code: 'unclear-columns',
    summary: 'it is not clear which column holds the counts',
    where: `${where} (--frequency-counts)`,
    found,
    hint: 'write a first line that names them, in their order: count,frequency or frequency,count. frequency is the number of prompts that occur count times',
  });
}
