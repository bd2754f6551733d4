/** The table that a sweep ends with, on the terminal. */

import { errorSlope, expectedError } from '../../results/errorSlope.js';
import { combine, type MeasuredFamily, measured } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import { notMemorised } from '../../results/notMemorised.js';
import { type Family, familiesByNature, groupsOf, rowsOf, textAt } from '../../results/reportTables.js';
import { NOTHING, type RunBlock, runBlocks } from '../../results/runColumns.js';
import { meanOf, meanOver } from '../../results/seedMeans.js';
import { studyBlocks } from '../../results/studyColumns.js';
import type { StoredTable } from '../../store/tables.js';

/** Width of the lines by default, and at most. */
const WIDTH = 100;

/**
 * The table of runs: a row for each run, grouped by model kind and sorted by swept values; a legend of the symbols; and
 * a summary with the distance of errors from what theory expects, their slope on it, and the error rate on patterns.
 * @param runs `runs.arrow` as read
 * @param options `bold` marks headings with ANSI codes; `width` is that of a narrow terminal, and columns without room
 *   are named
 * @returns lines of at most 100 columns, with a closing newline
 */
export function runTable(
  runs: StoredTable,
  options: { readonly bold?: boolean; readonly width?: number } = {},
): string {
  if (runs.rows === 0) return 'No runs.\n';
  const width = Math.min(WIDTH, options.width ?? WIDTH);
  const bold = (text: string) => (options.bold ? `\u001b[1m${text}\u001b[22m` : text);
  const blocks = [...runBlocks(runs), ...studyBlocks(runs)].map(withShortSeeds).map((block) => laidOut(block, width));
  const closing = summary(runs, bold, width);
  const lines = [
    ...blocks.flatMap((block) => [...blockLines(block, bold, width), '']),
    ...legend(
      blocks.flatMap(({ shown }) => shown.map(({ column }) => column)),
      width,
    ),
    ...(closing.length > 0 ? ['', ...closing] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Most characters of a seed in its column. */
const SEED_WIDTH = 4;
const SEEDS_CUT = 'last digits of the seed; runs.arrow has all of them';

/**
 * Seeds of up to ten digits would take the room of two columns, so that their last digits stand for them, as many as
 * tell them apart. They stay whole where that would take more room than `SEED_WIDTH`.
 */
function withShortSeeds(block: RunBlock): RunBlock {
  const at = block.columns.findIndex(({ heading }) => heading === 'seed');
  if (at < 0) return block;
  const { cell } = block.columns[at];
  const seeds = [...new Set(block.groups.flatMap(({ rows }) => rows.map(cell)))];
  const digits = SEED_WIDTH - 1;
  const isLong = seeds.some((seed) => seed.length > SEED_WIDTH);
  if (!isLong || new Set(seeds.map((seed) => seed.slice(-digits))).size < seeds.length) return block;
  const short = {
    heading: 'seed',
    meaning: SEEDS_CUT,
    cell: (row: number): string => {
      const seed = cell(row);
      return seed.length > SEED_WIDTH ? `…${seed.slice(-digits)}` : seed;
    },
  };
  return { ...block, columns: block.columns.with(at, short) };
}

/** A column that has room. */
interface ShownColumn {
  readonly column: RunBlock['columns'][number];
  readonly heading: string;
  readonly width: number;
}

interface LaidOutBlock extends RunBlock {
  readonly shown: readonly ShownColumn[];
  /** Blanks before each column. */
  readonly gap: number;
  /** Headings of the columns without room. */
  readonly hidden: readonly string[];
}

function laidOut(block: RunBlock, most: number): LaidOutBlock {
  const { columns, groups } = block;
  const all = columns.map((column) => {
    // A family's name may be long; its column must not make the table too wide.
    const heading = column.heading.length > 10 ? `${column.heading.slice(0, 9)}…` : column.heading;
    const width = Math.max(heading.length, ...groups.flatMap(({ rows }) => rows.map((row) => column.cell(row).length)));
    return { column, heading, width };
  });
  const { shown, gap } = layout(
    all.map(({ width }) => width),
    (at) => groups.every(({ rows }) => rows.every((row) => columns[at].cell(row) === NOTHING)),
    most,
  );
  const hidden = all.filter((_, at) => !shown.includes(at)).map(({ heading }) => heading);
  return { ...block, shown: shown.map((at) => all[at]), gap, hidden };
}

function blockLines(
  { title, nature, groups, shown, gap, hidden }: LaidOutBlock,
  bold: (text: string) => string,
  width: number,
): readonly string[] {
  const line = (cell: (column: ShownColumn) => string) =>
    `${' '.repeat(gap)}${shown.map((column) => cell(column).padStart(column.width)).join(' '.repeat(gap))}`;
  return [
    bold(`${title} (${nature})`),
    bold(line(({ heading }) => heading)),
    ...groups.flatMap(({ kind, rows }) => [bold(kind), ...rows.map((row) => line(({ column }) => column.cell(row)))]),
    ...(hidden.length > 0 ? wrapped(`  no room for ${hidden.join(', ')}: runs.arrow has all`, 2, width) : []),
  ];
}

/**
 * The columns that fit. Where they are too wide with two blanks between them, there is one blank; then columns without
 * any number are left out; then those on the right.
 */
function layout(
  widths: readonly number[],
  empty: (column: number) => boolean,
  most: number,
): { readonly shown: readonly number[]; readonly gap: number } {
  const all = widths.map((_, at) => at);
  const taken = (gap: number): number => widths.reduce((total, width) => total + width + gap, 0);
  if (taken(2) <= most) return { shown: all, gap: 2 };
  let used = 0;
  return {
    shown: (taken(1) <= most ? all : all.filter((at) => !empty(at))).filter((at) => (used += widths[at] + 1) <= most),
    gap: 1,
  };
}

/** Explains the columns that are shown. */
function legend(columns: readonly RunBlock['columns'][number][], most: number): readonly string[] {
  const meanings = new Map(
    columns
      .filter(({ heading, meaning }) => heading !== 'seed' || meaning === SEEDS_CUT)
      .map(({ heading, meaning }) => [heading, meaning] as const),
  );
  const width = Math.max(...[...meanings.keys()].map((heading) => heading.length));
  return [...meanings].flatMap(([heading, meaning]) =>
    wrapped(`  ${heading.padEnd(width)}  ${meaning}`, width + 4, most),
  );
}

function summary(runs: StoredTable, bold: (text: string) => string, width: number): readonly string[] {
  const { arbitrary, patterns } = familiesByNature(runs);
  const byKind = (value: (row: number) => number | null) =>
    modelKindsOf(runs)
      .flatMap((kind) => {
        const values = rowsOf(runs)
          .filter((row) => textAt(runs, 'model.kind', row) === kind)
          .map(value)
          .filter((number) => number !== null);
        const mean = meanOf(values);
        return mean ? [`${kind} ${mean.mean.toFixed(3)}`] : [];
      })
      .join(', ');
  const distance = (family: Family, from: (measured: MeasuredFamily) => number | null) =>
    byKind((row) => {
      const ofRun = measured(runs, row, family.name);
      return combine([ofRun.wrong, from(ofRun)], (rate, other) => Math.abs(rate - other));
    });
  return [
    ...arbitrary.flatMap((family) => {
      const title = `${family.name} (arbitrary):`;
      const others = [
        ['what was foretold before training', distance(family, ({ foretold }) => foretold.wrong)],
        ['the label-free estimate', distance(family, ({ labelFree }) => labelFree.wrong)],
      ].filter(([, kinds]) => kinds !== '');
      const expected = expectedError(runs, family);
      const whose = expected.of === 'calibratedError' ? ", a calibrated learner's" : '';
      return [
        `mean distance of err + invalid mass from ${expected.words}${whose}: ${distance(family, (each) => each[expected.of])}.`,
        ...slopes(runs, family, expected.words),
        ...others.map(([from, kinds]) => `mean distance from ${from}: ${kinds}.`),
        ...notMemorised(runs, family),
      ].flatMap((text) => titled(title, text, bold, width));
    }),
    ...patterns.flatMap((family) =>
      titled(`${family.name} (pattern):`, `mean err: ${errorsOfSettings(runs, family)}.`, bold, width),
    ),
  ];
}

/** Mean errors of each kind of model; from the least to the largest of its settings, where a sweep moves them. */
function errorsOfSettings(runs: StoredTable, { name }: Family): string {
  const groups = groupsOf(runs).map(({ kind, rows }) => ({
    kind,
    mean: meanOver(rows, (row) => measured(runs, row, name).errorRate)?.mean,
  }));
  return modelKindsOf(runs)
    .flatMap((kind) => {
      const means = groups.flatMap((group) => (group.kind === kind && group.mean !== undefined ? [group.mean] : []));
      if (means.length === 0) return [];
      const ends = [Math.min(...means), Math.max(...means)].map((mean) => mean.toFixed(3));
      return [`${kind} ${[...new Set(ends)].join(' to ')}`];
    })
    .join(', ');
}

/** A sentence with the slope of each kind of model that was swept wide enough; none without one. */
function slopes(runs: StoredTable, family: Family, expected: string): readonly string[] {
  const known = modelKindsOf(runs).flatMap((kind) => {
    const slope = errorSlope(runs, family, kind);
    return slope === null ? [] : [{ kind, ...slope }];
  });
  if (known.length === 0) return [];
  const several = known.some(({ lower }) => lower !== null);
  const each = known.map(
    ({ kind, mean, lower, upper }) =>
      `${kind} ${mean.toFixed(2)}${lower === null || upper === null ? '' : ` [${lower.toFixed(2)}, ${upper.toFixed(2)}]`}`,
  );
  return [`slope of it on ${expected}${several ? ', 95 % interval over seeds' : ', one seed'}: ${each.join(', ')}.`];
}

/** A wrapped text with a bold title. It becomes bold after wrapping, for its codes take no room. */
function titled(title: string, text: string, bold: (text: string) => string, width: number): readonly string[] {
  return wrapped(`${title} ${text}`, 2, width).map((line) => line.replace(title, bold));
}

/**
 * Breaks a line at blanks, and a long word anywhere, so that it fits the width; the lines after the first are indented.
 */
function wrapped(text: string, indent: number, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const cut = text.lastIndexOf(' ', width);
  if (cut <= indent)
    return width <= indent
      ? [text]
      : [text.slice(0, width), ...wrapped(' '.repeat(indent) + text.slice(width), indent, width)];
  return [text.slice(0, cut), ...wrapped(' '.repeat(indent) + text.slice(cut + 1), indent, width)];
}
