/** Layouts of frequency counts in text, as programs print them: which numbers are counts, and which say how many prompts have them. */

/** Way of reading the lines of a text. */
export interface FrequencyLayout {
  /** Words that say how the text was taken, shown to the user. */
  readonly read: string;
  /**
   * `prompts`: a line is a prompt, and its first number the count. `counts`: a line is the count of one prompt. `rows`: a line is a row of
   * cells, after `header`. `columns`: lines of counts, each followed by a line of frequencies. `uniq`: a line is a frequency and a count.
   */
  readonly kind: 'prompts' | 'counts' | 'rows' | 'columns' | 'uniq';
  /** Number of lines above `rows` that name columns: pandas prints two. */
  readonly titles: number;
  /** Names of the columns of `rows`, one for each; null where they are not known. */
  readonly header: readonly string[] | null;
  /** Character between cells of `rows`. */
  readonly delimiter: Delimiter;
  /** True where the first cell of a row of `rows` is its name. */
  readonly named: boolean;
}

type Delimiter = '|' | '\t' | ';' | ',' | ' ';

/** Lines between the rows of a printed table, lines of types under its names, and lines above and below it. */
const RULE = /^[\s|:+=\-─━│┃┆┼├┤┌┐└┘┬┴╭╮╰╯╞╡╪═]+$/;
const TYPES =
  /^[\s|│┃┆]*(?:(?:u?(?:tiny|small|big|huge)?int(?:eger)?\d*|[iuf]\d+|double|float\d*|varchar|str|numeric|decimal\(\d+,\s*\d+\))[\s|│┃┆]+)+$/i;
const BESIDE =
  /^\s*(?:\(\d+ rows?\)|\d+ rows? in set.*|(?:Name|Length): .*|Time: .* ms|\d+ rows?|shape: \(\d+, \d+\))\s*$/i;

/** Returns whether a line holds a row or the names of columns, and not what a printed table has around them. */
export function isContent(line: string): boolean {
  return /\S/.test(line) && ![RULE, TYPES, BESIDE].some((pattern) => pattern.test(line));
}

const INTEGER = /^\d+(?:\.0+)?(?:e\+?\d+)?$/i;

/** Returns the integer of a cell; null where it is not one of at least 0. */
export function integerOf(cell: string): number | null {
  const text = cell.trim();
  return INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

/** Returns the cells of a line, without quotes, and without the bars at the sides of a printed table. */
export function cellsOfLine(line: string, delimiter: Delimiter): readonly string[] {
  const bare = (cell: string): string => cell.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (delimiter === ' ') return (line.match(/"[^"]*"|\S+/g) ?? []).map(bare);
  if (delimiter === '|')
    return line
      .replace(/^\s*[|│┃┆]|[|│┃┆]\s*$/g, '')
      .split(/[|│┃┆]/)
      .map(bare);
  // A delimiter between quotes belongs to its cell.
  const cells = [''];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    if (letter === delimiter && !quoted) cells.push('');
    else cells[cells.length - 1] += letter;
  }
  return cells.map(bare);
}

/** Decides how a text is read by its first lines. @param lines with at least one that holds something */
export function layoutOf(lines: readonly string[]): FrequencyLayout {
  const content = lines.filter(isContent);
  const plain = { titles: 0, header: null, delimiter: ' ', named: false } as const;
  if (isTableOfR(lines, content)) return { ...plain, kind: 'columns', read: "R's table(), counts above frequencies" };
  const single = content.filter((line) => /^\s*"?\d+(?:\.0+)?"?\s*$/.test(line));
  if (
    single.length === content.length ||
    (single.length === content.length - 1 && /^\s*"?[^\d"]*"?\s*$/.test(content[0]))
  )
    return { ...plain, kind: 'counts', read: 'one count for each prompt' };
  const counted = content.map((line) => /^\s*\d+ (?![\s|│┃┆])(.*)$/.exec(line)?.[1]);
  if (counted.every((rest) => rest !== undefined)) {
    const padded = /^\s/.test(content[0]);
    if (counted.some((rest) => /\p{L}/u.test(rest)) || (padded && counted.some((rest) => integerOf(rest) === null)))
      return { ...plain, kind: 'prompts', read: 'uniq -c, a line for each prompt' };
    if (padded && content.every((line) => cellsOfLine(line, ' ').length === 2))
      return { ...plain, kind: 'uniq', read: 'uniq -c, frequency before count' };
  }
  return rowsLayout(content);
}

/** Returns whether lines of counts and lines of frequencies take turns. R begins with an empty line or a name, and ends each cell with a space. */
function isTableOfR(lines: readonly string[], content: readonly string[]): boolean {
  const tabled = content.filter((line) => cellsOfLine(line, ' ').every((cell) => integerOf(cell) !== null));
  const widths = tabled.map((line) => cellsOfLine(line, ' ').length);
  const title = content.length - tabled.length;
  const titled = title === 0 ? !/\S/.test(lines[0]) : title === 1 && cellsOfLine(content[0], ' ').length === 1;
  return (
    tabled.length > 0 &&
    tabled.length % 2 === 0 &&
    widths.every((width, at) => width === widths[at - (at % 2)]) &&
    (title === 0 || titled) &&
    (widths[0] > 2 || (titled && tabled.every((line) => line.endsWith(' '))))
  );
}

function rowsLayout(content: readonly string[]): FrequencyLayout {
  const sample = content.at(-1)!;
  const delimiter: Delimiter = /[|│┃┆]/.test(sample)
    ? '|'
    : ((['\t', ';', ','] as const).find((each) => sample.includes(each)) ?? ' ');
  const cells = content.map((line) => cellsOfLine(line, delimiter));
  const hasNumber = (row: readonly string[]): boolean => row.some((cell) => integerOf(cell) !== null);
  const found = cells.findIndex(hasNumber);
  // A file whose first line holds a text beside a number has that line for a header; the line after it will show what is wrong.
  const titles = found > 0 ? found : cells.length > 1 && cells[0].some((cell) => integerOf(cell) === null) ? 1 : 0;
  const [first, last] = [cells[Math.max(0, titles - 1)], cells.at(-1)!];
  // Names of rows have a nameless column in a CSV of R or pandas, and no column at all in a printed table.
  const named = titles > 0 && last.length > 2 && (first[0] === '' || first.length === last.length - 1);
  const names = named && first[0] === '' ? first.slice(1) : first;
  const header = titles > 0 && names.length === last.length - (named ? 1 : 0) ? names : null;
  return {
    kind: 'rows',
    titles,
    header,
    delimiter,
    named,
    read: header === null ? 'two columns without names' : header.join(', '),
  };
}
