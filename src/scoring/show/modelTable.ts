/** Tables with a line for each model, and another with the widths of its intervals. */
import { wrapLines } from '../../report/terminal/wrap.js';
import type { Interval } from '../../theory/meanInterval.js';
import type { ScoredModel } from '../scoreReport.js';
import { shortModelNames } from './modelNames.js';

const LONGEST_NAME = 24;

/** A column of a table of models. */
export interface ModelColumn {
  readonly heading: string;
  readonly width: number;
  readonly cell: (model: ScoredModel) => string;
  readonly interval?: (model: ScoredModel) => { readonly value: number; readonly interval: Interval | null } | null;
}

/** One block, or several below one another if not all columns fit. */
export function modelTable(
  models: readonly ScoredModel[],
  columns: readonly ModelColumn[],
  most: number,
): readonly (readonly string[])[] {
  const names = shortModelNames(
    models.map(({ model }) => model),
    Math.min(LONGEST_NAME, Math.floor(most / 3)),
  );
  const width = Math.max(8, ...names.map((name) => name.length));
  return fittingSlices(columns, most - width).map((some) => {
    const line = (name: string, cells: readonly string[]): string =>
      `${name.padEnd(width)}${cells.map((cell, at) => cell.padStart(some[at].width)).join('')}`.trimEnd();
    return [
      line(
        '',
        some.map(({ heading }) => heading),
      ),
      ...models.flatMap((model, at) => {
        const widths = some.map(({ interval }) => halfWidth(interval?.(model) ?? null));
        return [
          line(
            names[at],
            some.map(({ cell }) => cell(model)),
          ),
          ...(widths.some((each) => each !== '') ? [line('', widths)] : []),
        ];
      }),
    ];
  });
}

/** Puts a title above the first block. */
export function titled(
  title: string,
  [first, ...others]: readonly (readonly string[])[],
  width: number,
): readonly (readonly string[])[] {
  return [[...wrapLines(title, width), ...first], ...others];
}

/** Puts a note below the last block. */
export function noted(
  blocks: readonly (readonly string[])[],
  note: string,
  width: number,
): readonly (readonly string[])[] {
  return [...blocks.slice(0, -1), [...blocks.at(-1)!, ...wrapLines(note, width)]];
}

function fittingSlices(columns: readonly ModelColumn[], room: number): readonly (readonly ModelColumn[])[] {
  const slices: ModelColumn[][] = [];
  let left = -1;
  for (const column of columns) {
    left -= column.width;
    if (left < 0) {
      slices.push([]);
      left = room - column.width;
    }
    slices.at(-1)!.push(column);
  }
  return slices;
}

function halfWidth(at: { readonly value: number; readonly interval: Interval | null } | null): string {
  if (at === null || at.interval === null) return '';
  return `±${shownNumber(Math.max(at.interval.upper - at.value, at.value - at.interval.lower, 0))}`;
}

/** A number with three decimals, or with five digits from 1000 on. */
export function shownNumber(value: number | null): string {
  if (value === null) return '–';
  if (Math.abs(value) >= 1000) return value.toPrecision(5);
  const text = value.toFixed(3);
  return text === '-0.000' ? '0.000' : text;
}
