/** Parts of the page's charts as SVG text: scales, marks, axes. Sizes are in pixels, because a chart is drawn for its width. */
import type { TestTaker } from '../takers.js';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Scale from values to pixels; values outside the domain are drawn at its ends. */
export function scale([low, high]: readonly [number, number], [first, last]: readonly [number, number]) {
  return (value: number): number =>
    first + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (last - first);
}

export function px(value: number): string {
  return value.toFixed(1);
}

/** A number with three decimals, without a minus sign before 0. */
export function threeDecimals(value: number): string {
  return value
    .toFixed(3)
    .replace(/^-(0\.0+)$/, '$1')
    .replace('-', '−');
}

/** A whole number with its thousands separated. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A number with up to three significant digits: 0.00275, 1.3, 10. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Shapes of the test-takers, in addition to their colours. */
const SHAPES: Readonly<Record<TestTaker['id'], string>> = {
  calibrated: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0',
  guesser: 'M0-7 7 5.5-7 5.5Z',
  certain: 'M0 7 7-5.5-7-5.5Z',
  careful: 'M-5.5-5.5h11v11h-11Z',
  abstainer: 'M0-7.5 7.5 0 0 7.5-7.5 0Z',
  ngram: 'M-2-7h4v5h5v4h-5v5h-4v-5h-5v-4h5Z',
};

export function mark(id: TestTaker['id'], x: number, y: number): string {
  return `<path class="mark ${id}" d="${SHAPES[id]}" transform="translate(${px(x)} ${px(y)})"/>`;
}

export function text(
  x: number,
  y: number,
  content: string,
  className = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return `<text x="${px(x)}" y="${px(y)}"${className && ` class="${className}"`} text-anchor="${anchor}">${content}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return `<line class="${className}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;
}

export function path(points: readonly (readonly [x: number, y: number])[], className: string): string {
  return points.length < 2
    ? ''
    : `<path class="${className}" d="M${points.map(([x, y]) => `${px(x)} ${px(y)}`).join('L')}"/>`;
}

/** A whole picture. @param label description for screen readers; plain text without < and & */
export function svg(
  { width, height }: Pick<Frame, 'width' | 'height'>,
  label: string,
  parts: readonly string[],
): string {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">${parts.join('')}</svg>`;
}

/** Grid lines and numbers of a horizontal axis of rates, with its title. */
export function rateAxis({ left, right, top, bottom, width, height }: Frame, title: string): string {
  const x = scale([0, 1], [left, width - right]);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (value) =>
      line(x(value), top, x(value), height - bottom, 'grid') +
      text(x(value), height - bottom + 16, String(value), 'tick', 'middle'),
  );
  return [...ticks, text((left + width - right) / 2, height - 4, title, 'title', 'middle')].join('');
}

/** Grid lines and numbers of a vertical axis, with its title; `ticks` are values of `y`. */
export function verticalAxis(
  { left, right, top, width }: Frame,
  y: (value: number) => number,
  ticks: readonly number[],
  title: string,
): string {
  return [
    ...ticks.map(
      (value) =>
        line(left, y(value), width - right, y(value), 'grid') +
        text(left - 6, y(value) + 4, String(value).replace('-', '−'), 'tick', 'end'),
    ),
    text(4, top - 10, title, 'title'),
  ].join('');
}
