/** The live transformer's errors step by step, and below them all people, each as full as the right day is likely. */
import { type Frame, line, path, px, scale, svg, text } from '../../charts/marks.js';
import type { LiveMeasurement } from '../liveTraining.js';

type Curve = Pick<LiveMeasurement, 'step' | 'shown' | 'unshown' | 'total'>;
type CurveName = 'shown' | 'unshown' | 'total';

const WORDS: Readonly<Record<CurveName, string>> = {
  unshown: 'people never named',
  total: 'all people',
  shown: 'people named',
};

/** Share of people never named below which the labels of the lowest curve and of the line of foresight stand apart. */
const LOW = 0.2;

/** @param missing share of people never named */
export function learningChart(
  curve: readonly Curve[],
  steps: number,
  missing: number,
  { width, height }: Pick<Frame, 'width' | 'height'>,
): string {
  const frame: Frame = { width, height, left: 54, right: 16, top: 30, bottom: 40 };
  const x = scale([0, steps], [frame.left, width - frame.right]);
  const y = scale([0, 1], [height - frame.bottom, frame.top]);
  const last = curve.at(-1);
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  const label =
    last === undefined
      ? `Errors while it trains. ${percent(missing)} of the people are never named.`
      : `Errors after step ${last.step}: people named ${percent(last.shown)}, people never named ${percent(last.unshown)}, all people ${percent(last.total)}. ${percent(missing)} are never named.`;
  return svg(frame, label, [
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (tick) =>
        line(frame.left, y(tick), width - frame.right, y(tick), 'grid') +
        text(frame.left - 6, y(tick) + 4, percent(tick), 'tick', 'end'),
    ),
    text(4, 14, 'answers that are wrong', 'title'),
    text(frame.left, height - frame.bottom + 17, '0', 'tick', 'middle'),
    text(width - frame.right, height - frame.bottom + 17, String(steps), 'tick', 'end'),
    text((frame.left + width - frame.right) / 2, height - 8, 'steps of training', 'title', 'middle'),
    line(frame.left, y(missing), width - frame.right, y(missing), 'foretold'),
    text(
      width - frame.right,
      y(missing) + (missing < LOW ? -26 : 17),
      `never named: ${percent(missing)} of the people`,
      'label foretold-words',
      'end',
    ),
    ...(['unshown', 'shown', 'total'] as const).map((name) =>
      path(
        curve.map((point) => [x(point.step), y(point[name])] as const),
        `curve ${name}`,
      ),
    ),
    ...(last === undefined ? [] : (['unshown', 'shown', 'total'] as const).map((name) => end(name, last, x, y, width))),
  ]);
}

/** The end of a curve with its name, on the side where there is room. */
function end(
  name: CurveName,
  last: Curve,
  x: (value: number) => number,
  y: (value: number) => number,
  width: number,
): string {
  const [cx, cy] = [x(last.step), y(last[name])];
  const left = cx > width - 150;
  const aside = name === 'shown' && left && last.total < LOW ? 150 : 0;
  // At first the name of all people would lie on the title.
  const above = name === 'total' && last.total > 0.9 ? 19 : -9;
  // At the start all three are in one place.
  const apart = last.total < 0.97 || name === 'total';
  return (
    `<circle class="end ${name}" cx="${px(cx)}" cy="${px(cy)}" r="4.5"/>` +
    (apart
      ? text(
          cx + (left ? -aside : 8),
          cy + above,
          `${WORDS[name]} ${Math.round(100 * last[name])} %`,
          `label ${name}`,
          left ? 'end' : 'start',
        )
      : '')
  );
}
