/** Chart of the expected error and singleton rate of the same prompts against N, with Theorem 2's bounds where they are not vacuous. */
import type { BoundsPoint } from '../boundsCurve.js';
import type { Explored } from '../explore.js';
import { type Frame, line, mark, path, px, scale, svg, text, thousands, threeDecimals, verticalAxis } from './marks.js';

const DECADES: readonly (readonly [number, string])[] = [
  [100, '100'],
  [1000, '1000'],
  [10_000, '10⁴'],
  [100_000, '10⁵'],
  [1_000_000, '10⁶'],
];

/** @param width pixels */
export function curveChart({ curve, state, singletonRate, takers }: Explored, width: number): string {
  const frame: Frame = { width, height: 300, left: 34, right: 14, top: 30, bottom: 42 };
  const x = (examples: number): number => scale([2, 6], [frame.left, width - frame.right])(Math.log10(examples));
  const y = scale([0, 1], [frame.height - frame.bottom, frame.top]);
  const points = (value: (point: BoundsPoint) => number, kept: (value: number) => boolean = () => true) =>
    curve.filter((point) => kept(value(point))).map((point) => [x(point.examples), y(value(point))] as const);
  const foot = frame.height - frame.bottom;
  const calibrated = takers.find(({ id }) => id === 'calibrated')!;
  const label = `Expected error of the calibrated learner against the number of examples N, with Theorem 2’s bounds. ${boundsSentence(curve)}`;
  return svg(frame, label, [
    verticalAxis(frame, y, [0, 0.2, 0.4, 0.6, 0.8, 1], 'rate'),
    ...DECADES.map(
      ([value, name]) =>
        line(x(value), foot, x(value), foot + 4, 'grid') +
        text(x(value), foot + 17, name, 'tick', value === 1_000_000 ? 'end' : 'middle'),
    ),
    text((frame.left + width - frame.right) / 2, frame.height - 6, 'N: training examples', 'title', 'middle'),
    ...silent(curve).map(
      ([first, last]) =>
        `<rect class="silent" x="${px(x(first))}" y="${px(foot - 14)}" width="${px(x(last) - x(first))}" height="14"/>`,
    ),
    path(
      points(
        ({ upper }) => upper,
        (value) => value < 1,
      ),
      'reach',
    ),
    path(
      points(
        ({ lowerTight }) => lowerTight,
        (value) => value > 0,
      ),
      'second',
    ),
    path(
      points(
        ({ lower }) => lower,
        (value) => value > 0,
      ),
      'published',
    ),
    path(
      points((point) => point.singletonRate),
      'singletons',
    ),
    path(
      points((point) => point.calibratedError),
      'curve calibrated',
    ),
    line(x(state.examples), frame.top, x(state.examples), foot, 'here'),
    text(Math.min(x(state.examples), width - 60), 16, `N = ${thousands(state.examples)}`, 'reference', 'middle'),
    `<circle class="singletons dot" cx="${px(x(state.examples))}" cy="${px(y(singletonRate))}" r="4"/>`,
    mark('calibrated', x(state.examples), y(calibrated.errorRate)),
  ]);
}

/** Ranges of N in which both lower bounds are vacuous, that is, in which the tighter one is. */
function silent(curve: readonly BoundsPoint[]): readonly (readonly [first: number, last: number])[] {
  const [first, last] = [
    curve.findIndex(({ lowerTight }) => lowerTight > 0),
    curve.findLastIndex(({ lowerTight }) => lowerTight > 0),
  ];
  const end = curve.length - 1;
  const ranges: readonly (readonly [number, number])[] =
    first < 0
      ? [[0, end]]
      : [
          [0, first],
          [last, end],
        ];
  return ranges.filter(([from, to]) => from < to).map(([from, to]) => [curve[from].examples, curve[to].examples]);
}

/** Sentence about the N at which Theorem 2's lower bounds are not vacuous. */
export function boundsSentence(curve: readonly BoundsPoint[]): string {
  const words = (bound: 'lower' | 'lowerTight'): string => {
    const above = curve.filter((point) => point[bound] > 0);
    if (above.length === 0) return 'is vacuous at every N up to a million';
    const best = above.reduce((a, b) => (b[bound] > a[bound] ? b : a));
    return `is above 0 from N ≈ ${thousands(above[0].examples)} on and largest, ${threeDecimals(best[bound])}, at N ≈ ${thousands(best.examples)}`;
  };
  return `With these prompts and δ = 0, Theorem 2’s lower bound as published ${words('lower')}; the derived tighter bound ${words('lowerTight')}.`;
}
