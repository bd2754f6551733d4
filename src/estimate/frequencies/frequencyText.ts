/** Frequency counts from lines of text, as people have them: CSV, `uniq -c`, histograms, tables that databases and R print. */
import { UserError } from '../../errors/userError.js';
import { cellsOfLine, type FrequencyLayout, integerOf, isContent, layoutOf } from './frequencyLayout.js';
import { fallsOff, placeOfCounts, unclearColumns } from './frequencyRoles.js';

/** Counts that were read, and how. */
export interface ReadFrequencies {
  /** Pairs of a count ≥ 0 and the number of prompts that have it. */
  readonly pairs: Iterable<readonly [times: number, prompts: number]>;
  /** Rows without a prompt, which `uniq -c` counts on a line of its own. */
  readonly emptyPrompts: number;
  /** Words that say how the file was taken. */
  readonly read: string;
}

/** Lines by which the layout is told. */
const LOOKED_AT = 1000;

/** @throws UserError where a line does not fit the layout of the first ones, or holds no counts */
export async function frequenciesOfLines(lines: AsyncIterable<string>, where: string): Promise<ReadFrequencies> {
  const source = lines[Symbol.asyncIterator]();
  const head: string[] = [];
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    head.push(next.value);
    if (head.length === LOOKED_AT) break;
  }
  if (!head.some(isContent)) throw new UserError({ code: 'no-rows', summary: 'there are no rows', where });
  const layout = layoutOf(head);
  const reader =
    layout.kind === 'prompts' || layout.kind === 'counts' ? tallying(layout, where) : tabled(layout, where);
  let number = 0;
  for (const line of head) reader.take(line, ++number);
  for (let next = await source.next(); next.done !== true; next = await source.next())
    reader.take(next.value, ++number);
  return reader.end();
}

interface LineReader {
  take(line: string, number: number): void;
  end(): ReadFrequencies;
}

/** Reads a line for each prompt, of which there may be many: only numbers of prompts by count are kept. */
function tallying({ kind, read }: FrequencyLayout, where: string): LineReader {
  const tally = new Map<number, number>();
  let emptyPrompts = 0;
  let titled = kind === 'prompts';
  return {
    take: (line, number) => {
      if (line.trim() === '') return;
      const [, digits, prompt] =
        kind === 'prompts' ? (/^\s*(\d+) ?(.*)$/s.exec(line) ?? []) : [line, line.replaceAll('"', ''), '-'];
      const times = integerOf(digits ?? '');
      const title = !titled && times === null;
      titled = true;
      if (title) return;
      if (times === null) throw notACount(digits ?? line, where, number);
      if ((prompt ?? '').trim() === '') emptyPrompts += times;
      else tally.set(times, (tally.get(times) ?? 0) + 1);
    },
    end: () => ({ pairs: tally, emptyPrompts, read }),
  };
}

/** Reads a line for each count. */
function tabled(layout: FrequencyLayout, where: string): LineReader {
  const rows: (readonly number[])[] = [];
  let above: readonly number[] | null = null;
  let { titles } = layout;
  return {
    take: (line, number) => {
      if (!isContent(line)) return;
      if (titles > 0) {
        titles -= 1;
        return;
      }
      const all = cellsOfLine(line, layout.delimiter);
      const cells = layout.named ? all.slice(1) : all;
      if (layout.kind === 'columns') {
        if (rows.length === 0 && above === null && !/^[\s\d]*$/.test(line)) return; // the name of R's variable
        const values = cells.map((cell) => integerAt(cell, where, number));
        if (above === null) above = values;
        else {
          if (above.length !== values.length) throw notTwo(values.length, where, number);
          rows.push(...above.map((times, at) => [times, values[at]]));
          above = null;
        }
        return;
      }
      const pair = picked(layout, cells);
      if (pair.length !== 2) throw notTwo(cells.length, where, number);
      rows.push(pair.map((cell) => integerAt(cell, where, number)));
    },
    end: () => {
      if (rows.length === 0) throw new UserError({ code: 'no-rows', summary: 'there are no rows', where });
      const { kind, header, read } = layout;
      const exact = header !== null && named(header) !== null;
      const [first, second] = [0, 1].map((at) => rows.map((row) => row[at]));
      // No prompt occurs 0 times: such numbers are prompts, which uniq has counted.
      if (kind === 'uniq' && (second.includes(0) || !fallsOff(second, first)))
        throw unclearColumns(where, 'two numbers in each line of uniq -c');
      const place = kind === 'uniq' ? 1 : kind === 'columns' || exact ? 0 : placeOfCounts(header, rows, where);
      return {
        pairs: rows.map((row) => [row[place], row[1 - place]] as const),
        emptyPrompts: 0,
        read: exact ? '' : `${read}${kind === 'rows' && place === 1 ? ', frequency before count' : ''}`,
      };
    },
  };
}

/** Places of columns that are called `count` and `frequency`; null where there are none. */
function named(header: readonly string[]): readonly [number, number] | null {
  const [count, frequency] = ['count', 'frequency'].map((name) => header.indexOf(name));
  return count === -1 || frequency === -1 ? null : [count, frequency];
}

function picked({ header }: FrequencyLayout, cells: readonly string[]): readonly string[] {
  const places = header === null ? null : named(header);
  return places === null ? cells : places.flatMap((at) => (at < cells.length ? [cells[at]] : []));
}

function integerAt(cell: string, where: string, line: number): number {
  const value = integerOf(cell);
  if (value === null) throw notACount(cell, where, line);
  return value;
}

function notACount(found: string, where: string, line: number): UserError {
  return new UserError({
    code: 'bad-count',
    summary: 'a value of the frequency counts is not a count',
    where: `${where}:${line}`,
    found: JSON.stringify(found.trim()),
    allowed: 'integers of at least 0 in the columns count and frequency, without separators of thousands',
    ...(/\p{L}/u.test(found) && {
      hint: 'a table with a row for each prompt is read by its columns: hallucination-rate estimate FILE --prompt COLUMN --count COLUMN',
    }),
  });
}

function notTwo(columns: number, where: string, line: number): UserError {
  return new UserError({
    code: 'no-column',
    summary: `expected a count and a frequency, found ${columns} columns`,
    where: `${where}:${line} (--frequency-counts)`,
    allowed: 'two columns, or columns that the first line calls count and frequency',
  });
}
