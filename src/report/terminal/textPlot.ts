/** A small plot in characters, for terminals: in Unicode, or in ASCII for terminals without Unicode. */

import { power } from '../../theory/power.js';
import { wrap } from './wrap.js';

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** Ends of an interval, drawn as a bar behind the point. */
  readonly lower?: number | null;
  readonly upper?: number | null;
}

export interface PlotSeries {
  readonly name: string;
  /** `marks`: a mark at each point. `joined`: dots between the marks, too. `dotted`, `dashed`, `solid`: a line without marks, for theory. */
  readonly look: 'marks' | 'joined' | 'dotted' | 'dashed' | 'solid';
  /** From left to right. */
  readonly points: readonly PlotPoint[];
  /** Curve along which the dots of `joined` run; straight lines from point to point by default. */
  readonly line?: readonly PlotPoint[];
}

export interface PlotAxis {
  /** Quantity of the axis, with its symbol. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Labels by their place; round numbers by default. */
  readonly ticks?: readonly { readonly at: number; readonly label: string }[];
}

export interface TextPlot {
  readonly title: string;
  /** Series in the order of drawing: later ones cover earlier ones. */
  readonly series: readonly PlotSeries[];
  readonly x: PlotAxis;
  /** Without a title, because the plot's title names the quantity. */
  readonly y: Omit<PlotAxis, 'title'>;
}

export interface PlotRoom {
  /** Columns that are available. */
  readonly width: number;
  readonly ascii?: boolean;
}

/** Least width of a plot, below which nothing could be recognised, and its greatest width, in columns. */
const [NARROWEST, WIDEST] = [30, 72];
const ROWS = 11;

const UNICODE = {
  marks: '●▲■◆○△□◇',
  several: '✱',
  dotted: '·',
  dashed: '╌',
  solid: '─',
  bar: '│',
  axis: '│',
  tick: '┤',
  corner: '└',
  floor: '─',
  floorTick: '┬',
};
const ASCII = {
  marks: 'ox#+%@&=',
  several: '*',
  dotted: '.',
  dashed: '-',
  solid: '_',
  bar: '|',
  axis: '|',
  tick: '+',
  corner: '+',
  floor: '-',
  floorTick: '+',
};

/** Greatest number of series with marks, each with its own mark. */
export const MOST_MARKS = UNICODE.marks.length;

/**
 * Returns the lines of the plot, its title first and its legend last, each at most `width` columns wide; no lines if the terminal is
 * narrower than 30 columns. Points outside the axes are left out. A mark of its own shows where marks of different series meet.
 * @throws RangeError for more series with marks than there are marks
 */
export function textPlot({ title, series, x, y }: TextPlot, { width, ascii = false }: PlotRoom): readonly string[] {
  const signs = ascii ? ASCII : UNICODE;
  const marked = series.filter(({ look }) => look === 'marks' || look === 'joined');
  if (marked.length > MOST_MARKS)
    throw new RangeError(`a text plot has at most ${MOST_MARKS} series with marks, got ${marked.length}`);
  if (width < NARROWEST) return [];
  const signOf = (one: PlotSeries): string =>
    one.look === 'marks' || one.look === 'joined' ? signs.marks[marked.indexOf(one)] : signs[one.look];
  const [xTicks, yTicks] = [ticksOf(x), ticksOf(y)];
  const margin = Math.max(...yTicks.map(({ label }) => label.length));
  const columns = Math.min(WIDEST, width) - margin - 3;
  const column = place(x, columns);
  const row = place(y, ROWS);

  const grid = Array.from({ length: ROWS }, () => Array.from({ length: columns }, () => ' '));
  const put = (at: number | null, line: number | null, sign: string): void => {
    if (at !== null && line !== null) grid[ROWS - 1 - line][at] = sign;
  };
  for (const one of series.filter(({ look }) => look !== 'marks')) {
    const sign = one.look === 'joined' ? signs.dotted : signOf(one);
    for (let at = 0; at < columns; at++)
      put(at, row(between(one.line ?? one.points, x.from + ((x.to - x.from) * at) / (columns - 1))), sign);
  }
  for (const { points } of marked)
    for (const { x: at, lower, upper } of points) {
      if (lower == null || upper == null) continue;
      const [low, high] = [lower, upper].map((end) => row(Math.min(y.to, Math.max(y.from, end)))!);
      for (let line = low; line <= high; line++) put(column(at), line, signs.bar);
    }
  let meet = false;
  for (const one of marked)
    for (const point of one.points) {
      const [at, line] = [column(point.x), row(point.y)];
      if (at === null || line === null) continue;
      const there = grid[ROWS - 1 - line][at];
      const other = there !== signOf(one) && (there === signs.several || marked.some((each) => signOf(each) === there));
      meet ||= other;
      put(at, line, other ? signs.several : signOf(one));
    }

  const labels = new Map(yTicks.map(({ at, label }) => [row(at), label]));
  const body = grid.map((cells, at) => {
    const label = labels.get(ROWS - 1 - at);
    return ` ${(label ?? '').padStart(margin)} ${label === undefined ? signs.axis : signs.tick}${cells.join('')}`.trimEnd();
  });
  const indent = ' '.repeat(margin + 2);
  const { floor, names } = below(xTicks, column, columns, signs);
  const legend = [...series.map((one) => `${signOf(one)} ${one.name}`), ...(meet ? [`${signs.several} several`] : [])];
  const lines = [
    ...wrap(title, width - 1)
      .split('\n')
      .map((line) => ` ${line}`),
    ...body,
    `${indent}${signs.corner}${floor}`,
    `${indent} ${names}`.trimEnd(),
    `${indent} ${x.title.padStart(Math.ceil((columns + x.title.length) / 2))}`.slice(0, width),
    ...packed(legend, width),
  ];
  return ascii ? lines.map(plainLetters) : lines;
}

/** Text in ASCII; a letter that ASCII does not have becomes a question mark. */
function plainLetters(line: string): string {
  return line
    .replaceAll('δ', 'd')
    .replaceAll(/[−–]/g, '-')
    .replaceAll('×', 'x')
    .replaceAll('·', '*')
    .replaceAll('…', '~')
    .replaceAll(/[^\x20-\x7e]/g, '?');
}

/** Column or row of a value, from 0; null outside. */
function place({ from, to }: TextPlot['y'], cells: number): (value: number | null) => number | null {
  return (value) => {
    if (value === null || !(value >= from && value <= to)) return null;
    return to === from ? 0 : Math.round(((value - from) / (to - from)) * (cells - 1));
  };
}

/** Interpolates linearly between neighbours in x; null before the first point and after the last. */
function between(points: readonly PlotPoint[], x: number): number | null {
  const right = points.findIndex((point) => point.x >= x);
  if (right === -1 || (right === 0 && points[0].x > x)) return null;
  if (right === 0) return points[0].y;
  const [a, b] = [points[right - 1], points[right]];
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

/** Steps of 1, 2 or 5 times a power of ten, two to seven of them. */
function ticksOf({ from, to, ticks }: TextPlot['y']): readonly { readonly at: number; readonly label: string }[] {
  if (ticks !== undefined) return ticks;
  const rough = (to - from) / 5 || 1;
  const magnitude = power(10, Math.floor(Math.log10(rough)));
  const step = magnitude * [1, 2, 5, 10].find((each) => each * magnitude >= rough * 0.75)!;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const [first, last] = [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    at: (first + at) * step,
    label: ((first + at) * step || 0).toFixed(digits),
  }));
}

/** The horizontal axis and as many of its labels as have room. */
function below(
  ticks: ReturnType<typeof ticksOf>,
  column: (value: number) => number | null,
  columns: number,
  signs: typeof UNICODE,
): { readonly floor: string; readonly names: string } {
  const floor = Array.from({ length: columns }, () => signs.floor);
  let names = '';
  for (const { at, label } of ticks) {
    const middle = column(at);
    if (middle === null) continue;
    const start = Math.max(0, Math.min(middle - Math.floor(label.length / 2), columns - label.length));
    if (names !== '' && start <= names.length) continue;
    floor[middle] = signs.floorTick;
    names = names.padEnd(start) + label;
  }
  return { floor: floor.join(''), names };
}

/** Entries side by side, in as many lines as they need; an entry that is longer than a line is cut. */
function packed(entries: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const short = entry.length > width - 1 ? `${entry.slice(0, width - 2)}…` : entry;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + short.length <= width) lines[lines.length - 1] = `${last}   ${short}`;
    else lines.push(` ${short}`);
  }
  return lines;
}
